import { createContext } from 'preact'

/**
 * What the fields that are shown with an error are called, by pointer. A summary above a form names fields that come
 * after it, so a page with a summary is rendered twice.
 */
export interface FieldLabels {
  readonly known: Map<string, string>
  /** Set by a summary that wants them. */
  isAsked: boolean
}

export const FieldLabelsContext = createContext<FieldLabels>({ known: new Map(), isAsked: false })
