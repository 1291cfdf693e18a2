import type { FieldPattern } from '#queries/field-pattern.ts'
import { partsFor } from '#queries/links/keys-of.ts'
import type { KeyPart } from '#queries/links/open-keys.ts'
import type { EventOutline } from '#queries/outline.ts'
import { createLists, type Table } from './slice-tables.ts'

/** Events of one log source that have the same fields. */
export interface Kin {
  readonly pattern: FieldPattern
  /** How link keys can be read from them. */
  readonly parts: readonly KeyPart[]
}

/** Kin of one source that are tried; events beyond them are looked at one by one. */
const maxKin = 16

/** Knows events by their fields, over all slices of a member. */
export interface Kinship {
  of(event: EventOutline): Kin
}

export const openKinship = (): Kinship => {
  const byChannel = new Map<string, Map<string, Kin[]>>()
  const known = (channel: string, code: string): Kin[] => {
    let codes = byChannel.get(channel)
    if (codes === undefined) {
      codes = new Map()
      byChannel.set(channel, codes)
    }
    const kin = codes.get(code)
    if (kin !== undefined) return kin
    const made: Kin[] = []
    codes.set(code, made)
    return made
  }
  return {
    of(event) {
      const all = known(event.channel, event.code)
      for (const kin of all) if (event.hasFieldsOf(kin.pattern)) return kin
      const pattern = event.fieldPattern()
      const made = { pattern, parts: partsFor(pattern.fields) }
      if (all.length < maxKin) all.push(made)
      return made
    },
  }
}

/** Which fields stand together in the events of one slice, and the first value of each field of each source. */
export const createFieldSets = (strings: Table<string>) => {
  const sets = createLists()
  const placed = new Map<Kin, number>()
  const sampled = new Set<number>()
  const samples: [source: number, name: number, sample: string][] = []

  const learn = (event: EventOutline, source: number, { pattern }: Kin): number => {
    const places = pattern.fields.map((field) => {
      const name = strings.place(field)
      const pair = source * 2 ** 32 + name
      if (!sampled.has(pair)) {
        sampled.add(pair)
        samples.push([source, name, (event.text(field) ?? '').slice(0, 200)])
      }
      return name
    })
    return sets.place(places)
  }

  return {
    sets: sets.values,
    samples,
    /** Kin belong to one source, so that the place is theirs too. */
    place(event: EventOutline, source: number, kin: Kin): number {
      const known = placed.get(kin)
      if (known !== undefined) return known
      const place = learn(event, source, kin)
      placed.set(kin, place)
      return place
    },
  }
}
