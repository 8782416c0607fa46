/** Red, green and blue from 0 to 1. */
export type Colour = readonly [number, number, number]

export const WHITE: Colour = [1, 1, 1]
/** Where an organisation has named no colour of its own. */
export const DEFAULT_ACCENT = '#14566b'

/** Throws TypeError for anything but `#rrggbb`. */
export function colourOf(hex: string): Colour {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)
  if (!digits) throw new TypeError(`not a colour of the form #rrggbb: ${hex}`)
  const channel = (position: number): number => Number.parseInt(digits[position] ?? '0', 16) / 255
  return [channel(1), channel(2), channel(3)]
}

export function hexOf(colour: Colour): string {
  const digits = colour.map((channel) =>
    Math.round(channel * 255)
      .toString(16)
      .padStart(2, '0'),
  )
  return `#${digits.join('')}`
}

/** `share` of `colour`, the rest of `other`. */
export function mix(colour: Colour, other: Colour, share: number): Colour {
  const channel = (position: 0 | 1 | 2): number => colour[position] * share + other[position] * (1 - share)
  return [channel(0), channel(1), channel(2)]
}

/** WCAG 2 contrast ratio, 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: Colour): number {
  const linear = (channel: number): number =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

/** The colour itself where it reads as text on white, else a darker shade of it that does. */
export function readableOnWhite(colour: Colour): Colour {
  let shade = colour
  while (contrast(shade, WHITE) < 4.5) shade = mix(shade, [0, 0, 0], 0.92)
  return shade
}
