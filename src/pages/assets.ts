import { readFileSync } from 'node:fs'
import { sha256Hex } from '../kernel/hash.ts'

export interface Asset {
  readonly body: string
  readonly mediaType: string
  /** Changes with the content, so that browsers may keep the file for ever. */
  readonly path: string
}

const MEDIA_TYPES = {
  'insignia.css': 'text/css; charset=utf-8',
  'insignia.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const

export type AssetName = keyof typeof MEDIA_TYPES

export const assets: Readonly<Record<AssetName, Asset>> = {
  'insignia.css': readAsset('insignia.css'),
  'insignia.js': readAsset('insignia.js'),
  'icon.svg': readAsset('icon.svg'),
}

function readAsset(name: AssetName): Asset {
  const body = readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8')
  return { body, mediaType: MEDIA_TYPES[name], path: `/assets/${name}?v=${sha256Hex(body).slice(0, 12)}` }
}

export function assetPath(name: AssetName): string {
  return assets[name].path
}

/** What our pages need and nothing more; send it with every page. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; font-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
