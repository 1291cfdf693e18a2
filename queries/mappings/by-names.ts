/** More orders of names than this are not one log. */
const maxHeld = 2_000
const longest = 512

interface Held<T> {
  readonly names: readonly string[]
  readonly made: T
}

/** Documents differ in their last names, so that is where to begin. */
const isSame = (a: readonly string[], b: readonly string[]): boolean => {
  for (let i = a.length - 1; i >= 0; i -= 1) if (a[i] !== b[i]) return false
  return true
}

/**
 * What follows from the names of a document, in the order they are written, worked out once for each such
 * order: a log of millions has a few dozen. What is held is bounded.
 */
export const byNames = <T>(
  make: (names: readonly string[]) => T,
): ((names: readonly string[]) => T) => {
  const byLength: Held<T>[][] = []
  let held = 0
  return (names) => {
    if (names.length > longest) return make(names)
    const group = (byLength[names.length] ??= [])
    for (let i = 0; i < group.length; i += 1) {
      const one = group[i]
      if (one === undefined || !isSame(one.names, names)) continue
      const before = i > 0 ? group[i - 1] : undefined
      if (before) {
        // What is asked for often moves to the front.
        group[i - 1] = one
        group[i] = before
      }
      return one.made
    }
    const made = make(names)
    if (held < maxHeld) {
      held += 1
      group.push({ names, made })
    }
    return made
  }
}
