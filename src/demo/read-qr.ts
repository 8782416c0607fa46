/**
 * What the QR of the first page of a PDF says, read as a telephone would: drawn, photographed, decoded. The packages
 * that draw and decode are development dependencies, which every clone has that can run the demo.
 */
export async function readQr(pdf: Uint8Array): Promise<string | null> {
  const [{ createCanvas }, { default: jsqr }, { getDocument, VerbosityLevel }] = await Promise.all([
    import('@napi-rs/canvas'),
    import('jsqr'),
    import('pdfjs-dist/legacy/build/pdf.mjs'),
  ])
  const task = getDocument({ data: pdf.slice(), verbosity: VerbosityLevel.ERRORS, useSystemFonts: false })
  try {
    const page = await (await task.promise).getPage(1)
    const viewport = page.getViewport({ scale: 2 })
    const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
    await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport }).promise
    const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    return jsqr.default(new Uint8ClampedArray(data), width, height)?.data ?? null
  } finally {
    await task.destroy()
  }
}
