import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const APPLICATIONS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What a skipped browser test says, so that nobody takes silence for success. */
export const NO_CHROMIUM = 'NOT RUN: no Chromium was found; set CHROMIUM=/path/to/chromium to run browser tests'

/** The path of a Chromium of this machine, or null; the variable CHROMIUM goes first. */
export function findChromium(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/snap/bin']
  const found = folders.filter(Boolean).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [process.env['CHROMIUM'] ?? '', ...found, ...APPLICATIONS].find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
