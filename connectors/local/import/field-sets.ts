import type { EventOutline } from '#queries/outline.ts'
import { createLists, type Table } from './slice-tables.ts'

interface Pattern {
  readonly names: readonly string[]
  readonly set: number
}

/** Patterns of one source that are tried before the names are looked up one by one. */
const maxPatterns = 12

const isSame = (a: readonly string[], b: readonly string[]): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false
  return true
}

/** Which fields stand together in the events of one slice, and the first value of each field of each source. */
export const createFieldSets = (strings: Table<string>) => {
  const sets = createLists()
  const patterns: Pattern[][] = []
  const sampled = new Set<number>()
  const samples: [source: number, name: number, sample: string][] = []
  const names: string[] = []

  const learn = (event: EventOutline, source: number): Pattern => {
    const distinct = [...new Set(names)]
    const places = distinct.map((field) => {
      const name = strings.place(field)
      const pair = source * 2 ** 32 + name
      if (!sampled.has(pair)) {
        sampled.add(pair)
        samples.push([source, name, (event.text(field) ?? '').slice(0, 200)])
      }
      return name
    })
    return { names: [...names], set: sets.place(places) }
  }

  return {
    sets: sets.values,
    samples,
    place(event: EventOutline, source: number): number {
      event.namesInto(names)
      const known = (patterns[source] ??= [])
      for (const pattern of known) if (isSame(pattern.names, names)) return pattern.set
      const made = learn(event, source)
      if (known.length < maxPatterns) known.push(made)
      return made.set
    },
  }
}
