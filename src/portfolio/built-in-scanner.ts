import type { Scanner, ScanVerdict } from './scanner.ts'
import { readZipEntry, zipEntries, type ZipEntry } from './zip-entries.ts'

/**
 * The scan of a single machine without a virus scanner. It knows no viruses; it checks the structure of what was
 * accepted, and says so in its name: no programs, no macros, no active parts in a PDF, nothing encrypted, no archive
 * that grows beyond measure, and not the EICAR test file. A service with many people connects ClamAV.
 */
export const builtInScanner: Scanner = {
  name: 'built-in structure check',
  scan: (content, mediaType) => Promise.resolve(checkStructure(content, mediaType)),
}

const CLEAN: ScanVerdict = { status: 'clean', reason: 'structure checked' }
const infected = (reason: string): ScanVerdict => ({ status: 'infected', reason })
const unscannable = (reason: string): ScanVerdict => ({ status: 'unscannable', reason })

/** In two halves, so that this file is not taken for the test file itself. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

function checkStructure(content: Uint8Array, mediaType: string): ScanVerdict {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (bytes.includes(EICAR, 0, 'latin1')) return infected('EICAR test file')
  if (isProgram(bytes)) return infected('program')
  if (mediaType === 'application/pdf') return checkPdf(bytes)
  return mediaType.startsWith('application/vnd.') ? checkArchive(bytes) : CLEAN
}

/** Windows, Linux, macOS (four byte orders), Java and scripts with an interpreter line. */
const PROGRAM_HEADS = ['4d5a', '7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe', '2321']

function isProgram(bytes: Buffer): boolean {
  const head = bytes.toString('hex', 0, 4)
  return PROGRAM_HEADS.some((program) => head.startsWith(program) && (program !== '4d5a' || isWindowsProgram(bytes)))
}

/** Two letters alone begin many texts; a Windows program also points at its own header. */
function isWindowsProgram(bytes: Buffer): boolean {
  if (bytes.length < 0x40) return false
  const header = bytes.readUInt32LE(0x3c)
  return bytes.toString('latin1', header, header + 2) === 'PE'
}

function checkPdf(bytes: Buffer): ScanVerdict {
  const text = bytes.toString('latin1')
  if (/\/Encrypt\b/.test(text)) return unscannable('encrypted PDF')
  if (/\/(JavaScript|Launch|RichMedia|EmbeddedFiles)\b/.test(text)) return infected('active content in a PDF')
  return CLEAN
}

const MOST_ENTRIES = 5000
const MOST_UNPACKED_BYTES = 500_000_000
const MACRO = /(^|\/)(vbaProject[^/]*\.bin|vbaData\.xml)$|(^|\/)(Basic|Scripts)\//i
const ACTIVE = /\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|jse|wsf|hta|jar|msi|lnk|sh)$|(^|\/)activeX[^/]*\.bin$/i
const OPAQUE = /\.(zip|rar|7z|gz|iso|cab)$|(^|\/)oleObject[^/]*\.bin$/i

function checkArchive(bytes: Buffer): ScanVerdict {
  const entries = zipEntries(bytes)
  if (entries === null) return unscannable('unreadable archive')
  if (entries.some(({ isEncrypted }) => isEncrypted)) return unscannable('encrypted archive')
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0)
  if (entries.length > MOST_ENTRIES || unpacked > MOST_UNPACKED_BYTES) return unscannable('archive too large to check')
  for (const entry of entries) {
    const verdict = checkEntry(bytes, entry)
    if (verdict.status !== 'clean') return verdict
  }
  return CLEAN
}

function checkEntry(bytes: Buffer, entry: ZipEntry): ScanVerdict {
  if (MACRO.test(entry.name)) return infected('macro')
  if (ACTIVE.test(entry.name)) return infected('active content in a document')
  if (OPAQUE.test(entry.name)) return unscannable('archive or object in a document')
  const content = readZipEntry(bytes, entry)
  if (content === null) return unscannable('damaged archive')
  const inside = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (inside.includes(EICAR, 0, 'latin1')) return infected('EICAR test file')
  if (isProgram(inside)) return infected('program in a document')
  return entry.name === 'META-INF/manifest.xml' && inside.includes('encryption-data')
    ? unscannable('encrypted document')
    : CLEAN
}
