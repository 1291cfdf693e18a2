import type { Interner } from './intern.ts'
import {
  digestBytes,
  type TypedColumn,
  typedColumns,
  type TypedSlice,
  typedWidth,
} from './slice.ts'

/** One typed slice as the writer sees it: its texts and lists under the store's own numbers. */
export interface SliceView {
  readonly slice: TypedSlice
  cell(i: number, column: TypedColumn): number
  /** The text a column points at; null where it is absent. */
  text(i: number, column: TypedColumn): string | null
  /** The store's number of a promoted text; null where it is absent. */
  textId(i: number, column: TypedColumn): number | null
  asset(i: number): number
  source(i: number): number
  channel(i: number): string
  identities(i: number): readonly number[]
  identitySet(i: number): number
  /** The identity set of the process's owner; 0 where none is known. */
  owner(i: number): number
  /** Where an event's keys begin among those of the slice. */
  keyFrom(i: number): number
  /** Copies an event's id. */
  digestInto(i: number, digest: Buffer): void
  /** The first value of a field of a source of the store; `name` is its place among the slice's texts. */
  sample(source: number, name: number): string
}

export const viewSlice = (slice: TypedSlice, intern: Interner): SliceView => {
  const texts: (number | undefined)[] = []
  const assets: (number | undefined)[] = []
  const sources: (number | undefined)[] = []
  const accounts: (number | undefined)[] = []
  const owners: (number | undefined)[] = []
  const sets: ({ readonly ids: readonly number[]; readonly set: number } | undefined)[] = []

  const cell = (i: number, column: TypedColumn): number =>
    slice.table[i * typedWidth + typedColumns[column]] ?? 0
  const text = (i: number, column: TypedColumn): string | null =>
    slice.strings[cell(i, column)] ?? null

  const account = (place: number): number => {
    const mention = slice.accounts[place]
    return mention ? (accounts[place] ??= intern.identity(mention)) : 0
  }

  const setAt = (i: number): { readonly ids: readonly number[]; readonly set: number } => {
    const place = cell(i, 'accounts')
    const known = sets[place]
    if (known) return known
    const ids = [...new Set((slice.accountSets[place] ?? []).map(account))]
    const made = { ids, set: intern.identitySet(ids) }
    sets[place] = made
    return made
  }

  let samples: Map<string, string> | undefined
  const sourceAt = (place: number): number => {
    const [channel, code] = slice.sources[place] ?? ['', '']
    return (sources[place] ??= intern.logSource(channel, code))
  }

  return {
    slice,
    cell,
    text,
    textId(i, column) {
      const place = cell(i, column)
      const value = slice.strings[place]
      return value === undefined ? null : (texts[place] ??= intern.text(value))
    },
    asset: (i) =>
      (assets[cell(i, 'asset')] ??= intern.asset(text(i, 'asset') ?? '', text(i, 'label') ?? '')),
    source: (i) => sourceAt(cell(i, 'source')),
    channel: (i) => slice.sources[cell(i, 'source')]?.[0] ?? '',
    identities: (i) => setAt(i).ids,
    identitySet: (i) => setAt(i).set,
    owner(i) {
      const place = cell(i, 'owner')
      return place < 0 ? 0 : (owners[place] ??= intern.identitySet([account(place)]))
    },
    sample(source, name) {
      samples ??= new Map(
        slice.samples.map(([place, field, value]) => [`${sourceAt(place)} ${field}`, value]),
      )
      return samples.get(`${source} ${name}`) ?? ''
    },
    keyFrom: (i) => (i === 0 ? 0 : cell(i - 1, 'keyEnd')),
    digestInto(i, digest) {
      for (let at = 0; at < digestBytes; at += 1)
        digest[at] = slice.digests[i * digestBytes + at] ?? 0
    },
  }
}
