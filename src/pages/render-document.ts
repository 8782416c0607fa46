import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'

export function renderDocument(page: VNode): string {
  return `<!DOCTYPE html>${render(page)}`
}
