import QRCode from 'qrcode'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Modules of white that ISO/IEC 18004 wants around the symbol. */
export const QUIET_ZONE = 4

/**
 * The dark parts of a QR symbol at error correction M, in modules from its upper left corner, and its side without
 * the quiet zone. Neighbouring modules are merged, first along the row, then down over equal runs.
 */
export function qrRectangles(text: string): { rectangles: Rectangle[]; side: number } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  const rectangles: Rectangle[] = []
  let open = new Map<string, Rectangle>()
  for (let y = 0; y < size; y += 1) {
    const continued = new Map<string, Rectangle>()
    for (const { x, width } of darkRuns(size, (column) => modules.get(y, column) !== 0)) {
      const key = `${String(x)}:${String(width)}`
      const above = open.get(key)
      const start = above ?? { x, y, width, height: 0 }
      continued.set(key, { ...start, height: start.height + 1 })
      open.delete(key)
    }
    rectangles.push(...open.values())
    open = continued
  }
  return { rectangles: [...rectangles, ...open.values()], side: size }
}

function darkRuns(size: number, isDark: (x: number) => boolean): { x: number; width: number }[] {
  const runs: { x: number; width: number }[] = []
  for (let x = 0; x < size; x += 1) {
    const last = runs.at(-1)
    if (!isDark(x)) continue
    if (last && last.x + last.width === x) last.width += 1
    else runs.push({ x, width: 1 })
  }
  return runs
}
