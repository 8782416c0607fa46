import { createElement, type VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { FieldLabelsContext, type FieldLabels } from './field-labels.ts'

export function renderDocument(page: VNode): string {
  const labels: FieldLabels = { known: new Map(), isAsked: false }
  const draw = (): string => render(createElement(FieldLabelsContext.Provider, { value: labels }, page))
  const first = draw()
  return `<!DOCTYPE html>${labels.isAsked ? draw() : first}`
}
