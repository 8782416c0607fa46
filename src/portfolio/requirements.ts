export interface Requirement {
  readonly id: string
  readonly acceptedTypes: readonly string[]
  readonly minimum: number
}

/** A piece of evidence: all its versions together count once. */
export interface Piece {
  readonly itemId: string
  readonly type: string
}

/**
 * How many pieces stand for each requirement when no piece stands for two, and as many requirements as possible are
 * met. Augmenting paths over the slots of all requirements; a portfolio has a dozen pieces, so no more is needed.
 */
export function countPerRequirement(
  requirements: readonly Requirement[],
  pieces: readonly Piece[],
): ReadonlyMap<string, number> {
  const slots = requirements.flatMap((requirement) => Array.from({ length: requirement.minimum }, () => requirement))
  const holder = new Map<string, number>()
  const place = (slot: number, tried: Set<string>): boolean => {
    for (const { itemId, type } of pieces) {
      if (tried.has(itemId) || !slots[slot]?.acceptedTypes.includes(type)) continue
      tried.add(itemId)
      const taken = holder.get(itemId)
      if (taken === undefined || place(taken, tried)) {
        holder.set(itemId, slot)
        return true
      }
    }
    return false
  }
  slots.forEach((_, slot) => place(slot, new Set()))
  const counts = new Map(requirements.map(({ id }) => [id, 0]))
  for (const slot of holder.values()) {
    const id = slots[slot]?.id ?? ''
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}
