import type { Fields } from '#queries/event.ts'
import { valuesOf } from '#queries/event.ts'
import type { StoreDatabase } from '../database.ts'

const hourUs = 3_600_000_000
const dayUs = 86_400_000_000
const sampleLength = 200

interface HourCell {
  n: number
  first: number
  last: number
}

/** Counts of one batch, added to the store's rollups when it is written. */
export interface Rollups {
  add(
    asset: number,
    source: number,
    ts: number,
    identities: readonly number[],
    fields: Fields,
  ): void
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

  return {
    add(asset, source, ts, identities, fields) {
      const cells = inner(inner(hours, asset), source)
      const hour = Math.floor(ts / hourUs)
      const cell = cells.get(hour)
      if (cell) {
        cell.n += 1
        if (ts < cell.first) cell.first = ts
        if (ts > cell.last) cell.last = ts
      } else cells.set(hour, { n: 1, first: ts, last: ts })
      const day = Math.floor(ts / dayUs)
      for (const identity of identities) {
        const perDay = inner(inner(days, identity), asset)
        const seen = perDay.get(day)
        if (seen) {
          seen.n += 1
          if (ts > seen.last) seen.last = ts
        } else perDay.set(day, { n: 1, last: ts })
      }
      const seenFields = inner(fieldsBySource, source)
      for (const name in fields) {
        const seen = seenFields.get(name)
        if (seen) seen.n += 1
        else seenFields.set(name, { n: 1, sample: sampleOf(fields, name) })
      }
    },
    flush() {
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

const sampleOf = (fields: Fields, name: string): string =>
  String(valuesOf(fields, name)[0] ?? '').slice(0, sampleLength)
