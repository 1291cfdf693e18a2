import type { Micros } from '#queries/event.ts'
import type { Window } from '#queries/scope.ts'
import type { Reader } from './reader.ts'
import { hourUs } from './slices.ts'
import { type Fragment, sql } from './sql.ts'

/** How much an asset has sent or an account was named in, and when last. */
export interface Activity {
  readonly id: number
  readonly events: number
  readonly last: Micros
}

interface UnitRow extends Activity {
  /** Hours or days since the epoch. */
  readonly unit: number
}

/**
 * Events by name and hour or day. Summing a rollup takes a moment once the store is large; a picker
 * that answers while people type asks for it again and again.
 */
export interface Activities {
  /** Names with events in the hours or days that a window touches, or ever. */
  active(window: Window | null): readonly Activity[]
}

const activities = (reader: Reader, unitUs: number, rollup: Fragment): Activities => {
  const rows = reader.rows<UnitRow>(rollup)
  const sum = (first: number, last: number): readonly Activity[] => {
    const byId = new Map<number, { id: number; events: number; last: Micros }>()
    for (const row of rows) {
      if (row.unit < first || row.unit > last) continue
      const known = byId.get(row.id)
      if (!known) byId.set(row.id, { id: row.id, events: row.events, last: row.last })
      else {
        known.events += row.events
        known.last = Math.max(known.last, row.last)
      }
    }
    return [...byId.values()]
  }
  let ever: readonly Activity[] | undefined
  return {
    active(window) {
      if (window === null) return (ever ??= sum(-Infinity, Infinity))
      return sum(Math.floor(window.from / unitUs), Math.floor((window.to - 1) / unitUs))
    },
  }
}

/** By asset and hour. */
export const readAssetActivity = (reader: Reader): Activities =>
  activities(
    reader,
    hourUs,
    sql`SELECT asset AS id, hour AS unit, sum(n) AS events, max(last) AS last
      FROM roll_asset_hour GROUP BY asset, hour`,
  )

/** By spelling of an account and day. */
export const readAccountActivity = (reader: Reader): Activities =>
  activities(
    reader,
    24 * hourUs,
    sql`SELECT identity AS id, day AS unit, sum(n) AS events, max(last) AS last
      FROM roll_identity_day GROUP BY identity, day`,
  )
