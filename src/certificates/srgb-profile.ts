/**
 * The ICC profile of the page's colours: sRGB as a three-primaries matrix with its own tone curve, version 4.2.
 * Built here in some 500 bytes, because PDF/A asks for an embedded profile. Source: ICC.1:2004-10, IEC 61966-2-1.
 */
export function srgbProfile(): Uint8Array {
  const white = xyz(0.9642, 1, 0.8249)
  const curve = parametricCurve(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
  const adaptation = element(
    'sf32',
    [1.04788, 0.02292, -0.0502, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168],
  )
  return profile([
    ['desc', localised('sRGB')],
    ['cprt', localised('No copyright, use freely')],
    ['wtpt', white],
    ['chad', adaptation],
    ['rXYZ', xyz(0.43607, 0.22249, 0.01392)],
    ['gXYZ', xyz(0.38515, 0.71687, 0.09708)],
    ['bXYZ', xyz(0.14307, 0.06061, 0.7141)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ])
}

const HEADER_BYTES = 128

function profile(tags: readonly (readonly [signature: string, data: Buffer])[]): Uint8Array {
  const placed = new Map<Buffer, number>()
  let offset = HEADER_BYTES + 4 + tags.length * 12
  for (const [, data] of tags) {
    if (placed.has(data)) continue
    placed.set(data, offset)
    offset += data.length
  }
  const table = tags.map(([signature, data]) =>
    Buffer.concat([Buffer.from(signature, 'latin1'), unsigned(placed.get(data) ?? 0), unsigned(data.length)]),
  )
  return new Uint8Array(Buffer.concat([header(offset), unsigned(tags.length), ...table, ...placed.keys()]))
}

function header(totalBytes: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.writeUInt32BE(totalBytes, 0)
  bytes.writeUInt32BE(0x04200000, 8)
  bytes.write('mntrRGB XYZ ', 12, 'latin1')
  for (const [index, part] of [2026, 1, 1, 0, 0, 0].entries()) bytes.writeUInt16BE(part, 24 + index * 2)
  bytes.write('acsp', 36, 'latin1')
  xyz(0.9642, 1, 0.8249).copy(bytes, 68, 8)
  return bytes
}

function xyz(x: number, y: number, z: number): Buffer {
  return element('XYZ ', [x, y, z])
}

function element(type: string, values: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(type, 'latin1'), unsigned(0), ...values.map(fixed)])
}

/** Function type 3: y = (a·x + b)^g from d on, c·x below. */
function parametricCurve(...parameters: readonly number[]): Buffer {
  return Buffer.concat([
    Buffer.from('para', 'latin1'),
    unsigned(0),
    Buffer.from([0, 3, 0, 0]),
    ...parameters.map(fixed),
  ])
}

function localised(text: string): Buffer {
  const utf16 = Buffer.from(text, 'utf16le').swap16()
  const record = Buffer.concat([Buffer.from('enUS', 'latin1'), unsigned(utf16.length), unsigned(28), utf16])
  const data = Buffer.concat([Buffer.from('mluc', 'latin1'), unsigned(0), unsigned(1), unsigned(12), record])
  return Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
}

function fixed(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(Math.round(value * 65536))
  return bytes
}

function unsigned(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
