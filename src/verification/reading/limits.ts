/** What a file may hold at most. Ten times what any real badge needs, and far below what would hurt the process. */
export const MAX_BYTES = 10_000_000
export const MAX_DEPTH = 64
export const MAX_NODES = 20_000
