declare module 'subset-font' {
  /** The glyphs of `text` alone; `keepFeatures` names the OpenType layout features that stay. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options?: { targetFormat?: 'truetype' | 'woff' | 'woff2'; keepFeatures?: readonly string[]; noHinting?: boolean },
  ): Promise<Buffer>
}
