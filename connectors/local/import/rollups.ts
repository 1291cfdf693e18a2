import type { StoreDatabase } from '../database.ts'
import type { SliceView } from './slice-view.ts'

const hourUs = 3_600_000_000
const dayUs = 86_400_000_000

interface HourCell {
  n: number
  first: number
  last: number
}

/** Counts of one batch, added to the store's rollups when it is written. */
export interface Rollups {
  add(view: SliceView, i: number, asset: number, source: number, ts: number): void
  flush(): void
}

export const openRollups = (db: StoreDatabase): Rollups => {
  const addHour =
    db.prepare(`INSERT INTO roll_asset_hour VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
    SET n = n + excluded.n, first = min(first, excluded.first), last = max(last, excluded.last)`)
  const addTotal = db.prepare(
    'INSERT INTO roll_hour VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
  )
  const addIdentity =
    db.prepare(`INSERT INTO roll_identity_day VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
    SET n = n + excluded.n, last = max(last, excluded.last)`)
  const addField = db.prepare(
    'INSERT INTO field_seen VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
  )
  /** asset -> log source -> hour. */
  const hours = new Map<number, Map<number, Map<number, HourCell>>>()
  const days = new Map<number, Map<number, Map<number, { n: number; last: number }>>>()
  const fieldsBySource = new Map<number, Map<string, { n: number; sample: string }>>()

  /** How often each set of field names of a slice stood in a source: counted out when the slice is done. */
  let sets = new Map<number, Map<number, number>>()
  let slice: SliceView | null = null

  const countFields = (view: SliceView, i: number, source: number): void => {
    if (slice !== view) spreadFields(view)
    const counts = inner(sets, source)
    const set = view.cell(i, 'fields')
    counts.set(set, (counts.get(set) ?? 0) + 1)
  }

  const spreadFields = (next: SliceView | null): void => {
    const done = slice
    slice = next
    if (!done) return
    for (const [source, counts] of sets) {
      const seen = inner(fieldsBySource, source)
      for (const [set, n] of counts)
        for (const name of done.slice.fieldSets[set] ?? []) {
          const field = done.slice.strings[name] ?? ''
          const known = seen.get(field)
          if (known) known.n += n
          else seen.set(field, { n, sample: done.sample(source, name) })
        }
    }
    sets = new Map()
  }

  return {
    add(view, i, asset, source, ts) {
      const cells = inner(inner(hours, asset), source)
      const hour = Math.floor(ts / hourUs)
      const cell = cells.get(hour)
      if (cell) {
        cell.n += 1
        if (ts < cell.first) cell.first = ts
        if (ts > cell.last) cell.last = ts
      } else cells.set(hour, { n: 1, first: ts, last: ts })
      const day = Math.floor(ts / dayUs)
      for (const identity of view.identities(i)) {
        const perDay = inner(inner(days, identity), asset)
        const seen = perDay.get(day)
        if (seen) {
          seen.n += 1
          if (ts > seen.last) seen.last = ts
        } else perDay.set(day, { n: 1, last: ts })
      }
      countFields(view, i, source)
    },
    flush() {
      spreadFields(slice)
      const totals = new Map<number, Map<number, number>>()
      for (const [asset, sources] of hours)
        for (const [source, cells] of sources)
          for (const [hour, { n, first, last }] of cells) {
            addHour.run(asset, source, hour, n, first, last)
            const total = inner(totals, source)
            total.set(hour, (total.get(hour) ?? 0) + n)
          }
      for (const [source, cells] of totals)
        for (const [hour, n] of cells) addTotal.run(source, hour, n)
      for (const [identity, assets] of days)
        for (const [asset, cells] of assets)
          for (const [day, { n, last }] of cells) addIdentity.run(identity, asset, day, n, last)
      for (const [source, names] of fieldsBySource)
        for (const [name, { n, sample }] of names) addField.run(name, source, n, sample)
      hours.clear()
      days.clear()
      fieldsBySource.clear()
    },
  }
}

const inner = <K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> => {
  const known = map.get(key)
  if (known) return known
  const made = new Map<L, V>()
  map.set(key, made)
  return made
}
