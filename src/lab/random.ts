/** A seeded source of numbers (mulberry32, public domain): the same seed gives the same lab everywhere. */
export interface Random {
  /** In `[0, 1)`. */
  next(): number
  /** A whole number in `[low, high]`. */
  int(low: number, high: number): number
  pick<T>(list: readonly T[]): T
  /** True in `share` of all calls. */
  chance(share: number): boolean
  /** `n` lower-case hex digits. */
  hex(n: number): string
}

export const createRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    int,
    pick: (list) => {
      const value = list[int(0, list.length - 1)]
      if (value === undefined) throw new RangeError('nothing to pick from')
      return value
    },
    chance: (share) => next() < share,
    hex: (n) => Array.from({ length: n }, () => int(0, 15).toString(16)).join(''),
  }
}
