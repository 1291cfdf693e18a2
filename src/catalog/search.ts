import type { Technique } from './schema.ts'

export interface TechniqueFilter {
  /** A tactic's short name or name; null or absent for all. */
  readonly tactic?: string | null
  readonly platform?: string | null
}

/** How well a technique answers a word: 0 best, null not at all. */
const rankOf = (word: string, technique: Technique): number | null => {
  const id = technique.id.toLowerCase()
  const name = technique.name.toLowerCase()
  if (id === word) return 0
  if (id.startsWith(word)) return 1
  if (name === word) return 2
  if (name.startsWith(word)) return 3
  const words = name.split(/[^\p{L}\p{N}]+/u)
  if (words.some((w) => w.startsWith(word))) return 4
  if (name.includes(word)) return 5
  if (technique.platforms.some((p) => p.toLowerCase().startsWith(word))) return 6
  return technique.tactics.some((t) => t.startsWith(word) || t.replaceAll('-', ' ').includes(word))
    ? 7
    : null
}

/** Two spellings of one tactic or platform: `Lateral Movement`, `lateral-movement`. */
export const sameWord = (a: string, b: string): boolean =>
  a.toLowerCase().replaceAll(/[\s_-]+/g, '-') === b.toLowerCase().replaceAll(/[\s_-]+/g, '-')

/**
 * Techniques that answer what was typed so far, best first: exact id, id prefix, whole name, name prefix,
 * word prefix, contained; then by platform or tactic. Every word typed must be found. Ties stay in id order.
 */
export const searchTechniques = (
  techniques: readonly Technique[],
  query: string,
  filter: TechniqueFilter,
): readonly Technique[] => {
  const whole = query.trim().toLowerCase()
  const words = whole.split(/\s+/).filter((word) => word !== '')
  const { tactic, platform } = filter
  return techniques
    .filter((t) => !tactic || t.tactics.some((own) => sameWord(own, tactic)))
    .filter((t) => !platform || t.platforms.some((own) => sameWord(own, platform)))
    .flatMap((technique) => {
      const asTyped = whole === '' ? 0 : rankOf(whole, technique)
      if (asTyped !== null) return [{ technique, rank: asTyped }]
      const ranks = words.map((word) => rankOf(word, technique))
      return ranks.includes(null)
        ? []
        : [{ technique, rank: 8 + Math.max(...ranks.map((rank) => rank ?? 0)) }]
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ technique }) => technique)
}
