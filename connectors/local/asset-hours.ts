import type { Micros } from '#queries/event.ts'
import type { Window } from '#queries/scope.ts'
import type { Reader } from './reader.ts'
import { hourUs } from './slices.ts'
import { sql } from './sql.ts'

/** How much an asset has sent, and when last. */
export interface Activity {
  readonly id: number
  readonly events: number
  readonly last: Micros
}

interface HourRow {
  readonly asset: number
  readonly hour: number
  readonly n: number
  readonly last: Micros
}

/**
 * Events by asset and hour over all log sources. Summing the rollup takes a moment once the store is
 * large; a picker that answers while people type asks for it again and again.
 */
export interface AssetHours {
  /** Assets that sent something in the hours of a window, or ever. */
  active(window: Window | null): readonly Activity[]
}

export const readAssetHours = (reader: Reader): AssetHours => {
  const hours = reader.rows<HourRow>(
    sql`SELECT asset, hour, sum(n) AS n, max(last) AS last FROM roll_asset_hour GROUP BY asset, hour`,
  )
  const sum = (first: number, last: number): readonly Activity[] => {
    const byAsset = new Map<number, { id: number; events: number; last: Micros }>()
    for (const row of hours) {
      if (row.hour < first || row.hour > last) continue
      const known = byAsset.get(row.asset)
      if (!known) byAsset.set(row.asset, { id: row.asset, events: row.n, last: row.last })
      else {
        known.events += row.n
        known.last = Math.max(known.last, row.last)
      }
    }
    return [...byAsset.values()]
  }
  let ever: readonly Activity[] | undefined
  return {
    active(window) {
      if (window === null) return (ever ??= sum(-Infinity, Infinity))
      return sum(Math.floor(window.from / hourUs), Math.floor((window.to - 1) / hourUs))
    },
  }
}
