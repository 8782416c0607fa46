/** Where a picture carries its badge. Source: Open Badges 3.0, Baked Badges. */

/** Keyword of the iTXt chunk of a PNG. */
export const BAKED_PNG_KEYWORD = 'openbadgecredential'

/** Namespace and local name of the element in an SVG; the prefix means nothing. */
export const BAKED_SVG_NAMESPACE = 'https://purl.imsglobal.org/ob/v3p0'
export const BAKED_SVG_ELEMENT = 'credential'
