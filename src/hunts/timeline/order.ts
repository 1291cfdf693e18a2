import type { Micros } from '#queries/event.ts'
import type { EventRow } from '../snapshot/row-types.ts'

type Timed = Pick<EventRow, 'ts' | 'early' | 'late' | 'asset' | 'channel'>

/** How well an event's time is known: the width of the range it lies in. */
export const uncertainty = (row: Pick<EventRow, 'early' | 'late'>): Micros => row.late - row.early

/** Below this two ranges that touch are neighbors of one clock, and rows of one place say nothing by it. */
const fine = 100_000

/**
 * Whether the clocks bear the order of two rows that follow each other. Ranges that do not overlap do. One
 * channel of one asset keeps its own order, and two ranges of one asset that are fine share its clock.
 */
export const isOrderKnown = (first: Timed, second: Timed): boolean => {
  if (first.late < second.early) return true
  if (first.asset !== second.asset) return false
  if (first.channel === second.channel) return true
  return Math.max(uncertainty(first), uncertainty(second)) < fine
}
