import { mix, WHITE } from '../kernel/colour.ts'
import { CertificateDoesNotFit } from './errors.ts'
import { type Mark, movedDown } from './marks.ts'
import { box, INK, LABEL_WIDTH, MARGIN, PAGE, type PlanInput, QUIET, setText, WIDTH } from './set-text.ts'
import { fitText } from './text-fit.ts'

const QR_SIDE = 100
const QR_TOP = 16

/** The QR and everything that is needed to check the paper, at the foot of the page; its sizes never shrink. */
export function verificationFoot(input: PlanInput): { marks: Mark[]; heightPt: number } {
  const { wording, faces, accent, verificationUrl: url } = input
  const xPt = MARGIN.left + LABEL_WIDTH
  const widthPt = PAGE.widthPt - MARGIN.right - xPt
  const column = { xPt, widthPt, longWords: 'cut' } as const
  const address = fitText(wording.address.text, { face: faces.semibold, widthPt, longWords: 'cut' }, [
    { maxLines: 1, fromPt: 9, toPt: 6.5 },
    { maxLines: 2, fromPt: 7.5, toPt: 6.5 },
  ])
  if (!address) throw new CertificateDoesNotFit('verificationUrl')
  const small = { ...column, sizePt: 7.8, colour: QUIET }
  const parts = [
    { ...setText(input, wording.verify, { ...column, sizePt: 10, colour: accent, role: 'H2' }), gapPt: 0 },
    { ...setText(input, wording.how, { ...small, colour: INK }), gapPt: 3 },
    {
      ...setText(input, wording.address, { ...column, sizePt: address.sizePt, colour: INK }, [...address.lines]),
      gapPt: 0,
    },
    { ...setText(input, wording.mustBegin, small), gapPt: 0 },
    { ...setText(input, wording.codeLabel, small), gapPt: 5 },
    { ...setText(input, wording.code, { ...column, sizePt: 13, colour: INK, trackingPt: 0.6 }), gapPt: -2 },
  ]
  let heightPt = 11
  const placed = parts.map(({ mark, heightPt: partPt, gapPt }) => {
    const moved = movedDown(mark, heightPt + gapPt)
    heightPt += gapPt + partPt
    return moved
  })
  const belowTop = Math.max(heightPt, QR_TOP + QR_SIDE) + 10
  const copy = setText(input, wording.copy, { sizePt: 7.8, colour: INK })
  const fingerprint = setText(input, wording.fingerprint, { sizePt: 6.6, colour: QUIET, longWords: 'cut' })
  if (fingerprint.mark.lines.length > 2) throw new CertificateDoesNotFit('issuerKeyFingerprint')
  return {
    heightPt: belowTop + copy.heightPt + fingerprint.heightPt + 1,
    marks: [
      box(accent, 0, { widthPt: WIDTH, heightPt: 0.8 }),
      { kind: 'qr', url, description: input.qrDescription, xPt: MARGIN.left, yPt: QR_TOP, sidePt: QR_SIDE },
      ...placed,
      movedDown(copy.mark, belowTop),
      movedDown(fingerprint.mark, belowTop + copy.heightPt + 1),
      { kind: 'link', url, xPt: MARGIN.left, yPt: QR_TOP, widthPt: WIDTH, heightPt: QR_SIDE },
    ],
  }
}

/** A band across the head of the page, and one pale word behind everything. */
export function trialMarks(input: PlanInput): Mark[] {
  const { trial } = input.wording
  if (!trial) return []
  const pale = mix(INK, WHITE, 0.075)
  const face = input.faces[trial.mark.weight]
  const sizePt = Math.min(150, (150 * 560) / face.widthPt(trial.mark.text, 150))
  const reachPt = face.widthPt(trial.mark.text, sizePt)
  const [dx, dy] = [Math.cos(0.9) * reachPt, Math.sin(0.9) * reachPt]
  const lower = { text: trial.mark.text, xPt: (PAGE.widthPt - dx) / 2 + sizePt * 0.25, yPt: (PAGE.heightPt + dy) / 2 }
  const band = fitText(trial.band.text, { face: input.faces.semibold, widthPt: PAGE.widthPt - 40 }, [
    { maxLines: 1, fromPt: 10, toPt: 6.5 },
  ])
  if (!band) throw new CertificateDoesNotFit('verificationUrl')
  const [line = ''] = band.lines
  const xPt = (PAGE.widthPt - input.faces.semibold.widthPt(line, band.sizePt)) / 2
  const common = { kind: 'text', weight: 'semibold', trackingPt: 0 } as const
  return [
    { ...common, role: 'Artifact', sizePt, colour: pale, degrees: (0.9 * 180) / Math.PI, lines: [lower] },
    { ...box(INK, 0, { xPt: 0, widthPt: PAGE.widthPt, heightPt: 26 }) },
    { ...common, role: 'P', sizePt: band.sizePt, colour: WHITE, degrees: 0, lines: [{ text: line, xPt, yPt: 16.5 }] },
  ]
}
