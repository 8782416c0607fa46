const CREATIVE_COMMONS = /^CC (BY(?:-NC)?(?:-SA|-ND)?) (\d\.\d)$/

/** Where the text of a licence can be read; null for one that we do not know. */
export function licenceAddress(licence: string): string | null {
  if (licence === 'CC0 1.0') return 'https://creativecommons.org/publicdomain/zero/1.0/'
  const [, terms, version] = CREATIVE_COMMONS.exec(licence) ?? []
  if (terms === undefined || version === undefined) return null
  return `https://creativecommons.org/licenses/${terms.toLowerCase()}/${version}/`
}
