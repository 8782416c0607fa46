/*
 * The pictures of the README, made from the demo: `node --import tsx docs/pictures/make.ts`. Starts the demo service on
 * PORT (3000), photographs the verification page with Chromium, draws the certificate, and ends the service.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createCanvas } from '@napi-rs/canvas'
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { CHROMIUM_ARGUMENTS, findChromium } from '../../test/support/chromium.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const VIEWPORT = { width: 390, height: 1180 }
const CERTIFICATE_WIDTH_PX = 1000

interface Addresses {
  readonly page: string
  readonly certificate: string
}

/** Waits for the closing lines of the demo. */
async function addressesOf(demo: ChildProcess): Promise<Addresses> {
  if (demo.stdout === null) throw new Error('the demo has no output')
  const found = new Map<string, string>()
  for await (const line of createInterface({ input: demo.stdout })) {
    const [, name, address] = /^(verification page|certificate) +(http\S+)$/.exec(line) ?? []
    if (name !== undefined && address !== undefined) found.set(name, address)
    const [page, certificate] = [found.get('verification page'), found.get('certificate')]
    if (page !== undefined && certificate !== undefined) return { page, certificate }
  }
  throw new Error('the demo ended before it was ready')
}

async function photographed(address: string): Promise<Uint8Array> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('no Chromium was found; set CHROMIUM=/path/to/chromium')
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS })
  try {
    const page = await browser.newPage({ viewport: VIEWPORT, deviceScaleFactor: 2, locale: 'en' })
    await page.goto(address)
    return await page.screenshot()
  } finally {
    await browser.close()
  }
}

async function drawn(address: string): Promise<Uint8Array> {
  const data = new Uint8Array(await (await fetch(address)).arrayBuffer())
  const task = getDocument({ data, verbosity: VerbosityLevel.ERRORS, useSystemFonts: false })
  try {
    const page = await (await task.promise).getPage(1)
    const scale = CERTIFICATE_WIDTH_PX / page.getViewport({ scale: 1 }).width
    const viewport = page.getViewport({ scale })
    const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
    await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport }).promise
    return canvas.toBuffer('image/png')
  } finally {
    await task.destroy()
  }
}

/** A palette keeps a picture of a page small. */
async function write(name: string, picture: Uint8Array): Promise<void> {
  const file = fileURLToPath(new URL(name, import.meta.url))
  const { size } = await sharp(picture).png({ palette: true, colours: 128, compressionLevel: 9 }).toFile(file)
  process.stdout.write(`${name}  ${String(Math.ceil(size / 1000))} kB\n`)
}

const demo = spawn(process.execPath, ['--import', 'tsx', 'src/demo/main.ts'], {
  cwd: ROOT,
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = new Promise((done) => demo.once('exit', done))
try {
  const { page, certificate } = await addressesOf(demo)
  await write('verification-page.png', await photographed(page))
  await write('certificate.png', await drawn(certificate))
} finally {
  demo.kill('SIGINT')
  demo.stdout.resume()
  await ended
}
