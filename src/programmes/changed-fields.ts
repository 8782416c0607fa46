import { canonicalJson } from '../kernel/canonical-json.ts'

/** The names of what differs, for the judgement log: it tells what was changed, never to what. */
export function changedFields<After extends object>(before: After, after: After): readonly string[] {
  return Object.entries(after)
    .filter(([name, value]) => canonicalJson(value) !== canonicalJson(before[name as keyof After]))
    .map(([name]) => name)
}
