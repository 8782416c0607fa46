import QRCode from 'qrcode'
import { t } from '../support/test.ts'
import { colourOf, contrast, readableOnWhite, WHITE } from '../../src/kernel/colour.ts'
import { qrRectangles } from '../../src/certificates/qr-rectangles.ts'
import { balanceText, fitText, type LongWords, wrapText } from '../../src/certificates/text-fit.ts'
import { Typeface } from '../../src/certificates/typeface.ts'

const face = await Typeface.of('regular', 'abcdefghijklmnopqrstuvwxyzåäöñ \u00a0ÑG\u0303g0123456789-/–,.')
const wrap = (text: string, widthPt: number, longWords: LongWords = 'refuse'): string[] | null =>
  wrapText(text, { face, sizePt: 10, widthPt, longWords })

const cases: { name: string; text: string; widthPt: number; longWords?: LongWords; expected: string[] | null }[] = [
  { name: 'a text that fits stays whole', text: 'kaksi sanaa', widthPt: 100, expected: ['kaksi sanaa'] },
  { name: 'lines break at spaces', text: 'yksi kaksi', widthPt: 40, expected: ['yksi', 'kaksi'] },
  { name: 'and after hyphens inside words', text: 'yksi-kaksi', widthPt: 40, expected: ['yksi-', 'kaksi'] },
  { name: 'but not before a suffix after a space', text: 'ab -säätiö', widthPt: 500, expected: ['ab -säätiö'] },
  {
    name: 'a soft hyphen shows only where it breaks',
    text: 'yksi\u00adkaksi',
    widthPt: 40,
    expected: ['yksi-', 'kaksi'],
  },
  { name: 'and nowhere else', text: 'yksi\u00adkaksi', widthPt: 100, expected: ['yksikaksi'] },
  {
    name: 'a space that does not break keeps words together',
    text: 'a 27\u00a0h',
    widthPt: 22,
    expected: ['a', '27\u00a0h'],
  },
  { name: 'a word that is too wide is refused', text: 'yksikaksi', widthPt: 30, expected: null },
  { name: 'or hyphenated', text: 'yksikaksi', widthPt: 34, longWords: 'hyphenate', expected: ['yksika-', 'ksi'] },
  { name: 'or cut', text: 'yksikaksi', widthPt: 34, longWords: 'cut', expected: ['yksika', 'ksi'] },
]

for (const { name, text, widthPt, longWords, expected } of cases) {
  t.test(name, async (t) => {
    t.same(wrap(text, widthPt, longWords), expected)
  })
}

t.test('a cut never parts a letter from its accent', async (t) => {
  const lines = wrap('g\u0303'.repeat(20), 30, 'cut') ?? []
  t.ok(lines.length > 3)
  for (const line of lines) t.match(line, /^(g\u0303)+$/)
})

t.test('no line is wider than its measure', async (t) => {
  const text = 'ammattipedagoginen instituutti ja työpaikkaohjaajayhteistyö, portfolio/arviointi – näyttö'.repeat(3)
  for (const widthPt of [40, 77, 123, 300]) {
    for (const line of wrap(text, widthPt, 'hyphenate') ?? []) t.ok(face.widthPt(line, 10) <= widthPt + 0.01, line)
  }
})

t.test('balanced lines are as many as before, and more even', async (t) => {
  const text = 'fundamentos de la formativa pedagogo yo'
  const measure = { face, sizePt: 10, widthPt: 175 }
  const widths = (lines: string[] | null): number[] => (lines ?? []).map((line) => face.widthPt(line, 10))
  const greedy = widths(wrapText(text, measure))
  const balanced = widths(balanceText(text, measure))
  t.equal(balanced.length, greedy.length)
  t.ok(Math.min(...balanced) > Math.min(...greedy))
})

t.test('the first attempt that fits wins, at its largest size; none is null', async (t) => {
  const attempts = [
    { maxLines: 1, fromPt: 20, toPt: 18 },
    { maxLines: 2, fromPt: 16, toPt: 8 },
  ]
  t.match(fitText('yksi', { face, widthPt: 100 }, attempts), { lines: ['yksi'], sizePt: 20 })
  t.match(fitText('yksi kaksi kolme', { face, widthPt: 100 }, attempts), { sizePt: 16 })
  t.equal(fitText('yksi kaksi kolme', { face, widthPt: 20 }, attempts), null)
})

t.test('pairs are kerned', async (t) => {
  const kerned = await Typeface.of('light', 'AVTo')
  t.ok(kerned.widthPt('AVTo', 10) < ['A', 'V', 'T', 'o'].reduce((sum, letter) => sum + kerned.widthPt(letter, 10), 0))
})

t.test('the rectangles of a QR cover its dark modules, each once', async (t) => {
  const url = 'https://credenciales.horizonte.example/v/7QS2-METZ-A7MB-CSRQ'
  const { rectangles, side } = qrRectangles(url)
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' })
  const covered = Array.from({ length: side * side }, (_, index) => {
    const [column, row] = [index % side, Math.floor(index / side)]
    return rectangles.filter(
      ({ x, y, width, height }) => x <= column && column < x + width && y <= row && row < y + height,
    ).length
  })
  t.same(
    covered,
    [...modules.data].map((dark) => (dark ? 1 : 0)),
  )
})

t.test('an accent that is too light for text is darkened, another stays', async (t) => {
  t.ok(contrast(readableOnWhite(colourOf('#ffee00')), WHITE) >= 4.5)
  t.same(readableOnWhite(colourOf('#14566b')), colourOf('#14566b'))
  t.throws(() => colourOf('teal'), TypeError)
})
