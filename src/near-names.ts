import { foldCase } from '#queries/event.ts'

/** Edits from one text to another, counted up to `most` and no further. */
const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? most + 1
}

/** Names like the one typed, nearest first, three at most: for "did you mean". */
const nearNames = (typed: string, known: readonly string[]): readonly string[] => {
  const wanted = foldCase(typed.slice(0, 120))
  const most = Math.max(2, Math.floor(wanted.length / 3))
  return known
    .map((name) => {
      const folded = foldCase(name)
      const inside =
        wanted.length > 2 && (folded.includes(wanted) || wanted.includes(folded)) ? 1 : most + 1
      return { name, away: Math.min(inside, distance(wanted, folded, most)) }
    })
    .filter(({ away }) => away <= most)
    .toSorted((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name)
}

/** `Did you mean a, b or c?`, or what to do where nothing is near. */
export const didYouMean = (typed: string, known: readonly string[], otherwise: string): string => {
  const near = nearNames(typed, known)
  if (near.length === 0) return otherwise
  const last = near.at(-1) ?? ''
  const rest = near.slice(0, -1)
  return `Did you mean ${rest.length > 0 ? `${rest.join(', ')} or ${last}` : last}?`
}
