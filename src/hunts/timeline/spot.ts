import type { EventKind, Micros } from '#queries/event.ts'
import type { Grade } from '#queries/links/rule.ts'

/** One mark of the drawing: an event, or several that stand too close to be told apart. */
export interface Spot {
  readonly x: number
  readonly y: number
  /** Lane key, or null on an asset's row. */
  readonly lane: string | null
  readonly asset: string
  readonly kind: EventKind
  readonly count: number
  /** The most telling event of it. */
  readonly row: number
  readonly id: string
  readonly ts: Micros
  readonly rank: number
  readonly grade: Grade | null
  readonly hit: number | null
  readonly isSelected: boolean
  readonly isUnknown: boolean
  /** What a cluster covers. */
  readonly from: Micros
  readonly to: Micros
}

/** The row an event or a mark stands on. */
export interface PlaceOnRow {
  readonly lane: string | null
  readonly asset: string
  readonly y: number
}
