/** Finds a word in the records of one piece of a log, which are asked for in order. */
export interface NextInPiece {
  /** Where the word begins in `bytes` from `start` on, whole before `stop`; -1 where it does not. */
  within(bytes: Buffer, start: number, stop: number): number
  /** To be called for each new piece, whose memory may be the old one's. */
  forget(): void
}

/** Remembers the next place of the word: a piece is searched once, not once a record. */
export const nextInPiece = (word: string): NextInPiece => {
  const needle = Buffer.from(word)
  let from = 0
  let next = -1
  let searched: Buffer | undefined
  return {
    within(bytes, start, stop) {
      if (searched !== bytes || start < from || next < start) {
        searched = bytes
        from = start
        const found = bytes.indexOf(needle, start)
        next = found < 0 ? Number.POSITIVE_INFINITY : found
      }
      return next + needle.length <= stop ? next : -1
    },
    forget() {
      searched = undefined
    },
  }
}
