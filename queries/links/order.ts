import type { LogEvent, Micros } from '../event.ts'
import type { Direction } from './rule.ts'

/** What cause says of two events: the linked one acts after the hit, or was there before it. */
export type Cause = 'after' | 'before' | null

export interface Order {
  readonly direction: Direction
  /** One sentence for the receipt. */
  readonly why: string
}

/** Clocks of two assets may differ by this much on either side (DESIGN §6, "Clocks"). */
export const otherAssetUs: Micros = 1_000_000

/**
 * Where an event stands to a hit, seen from the hit. Ranges that do not overlap decide; where they
 * overlap, cause decides; where clock and cause contradict each other the order is unknown.
 * `because` words the cause, as the end of a sentence: "a process acts after its creation".
 */
export const order = (hit: LogEvent, event: LogEvent, cause: Cause, because: string): Order => {
  const slack = hit.asset === event.asset ? 0 : otherAssetUs
  const byClock: Direction =
    event.time.late + slack < hit.time.early
      ? 'before'
      : event.time.early - slack > hit.time.late
        ? 'after'
        : 'unknown'
  if (byClock === 'unknown') {
    const overlap = `The time ranges of the two events overlap${slack > 0 ? ' (1 s more for another asset)' : ''}`
    return cause === null
      ? { direction: 'unknown', why: `${overlap} and nothing says which came first.` }
      : { direction: cause, why: `${overlap}; ${because}.` }
  }
  if (cause !== null && cause !== byClock) {
    return {
      direction: 'unknown',
      why: `The clocks say ${byClock} by ${apart(hit, event)}, yet ${because}: they contradict each other.`,
    }
  }
  return {
    direction: byClock,
    why: `Its time range ${byClock === 'before' ? 'ends' : 'begins'} ${apart(hit, event)} ${
      byClock === 'before' ? 'before the hit begins' : 'after the hit ends'
    }.`,
  }
}

const apart = (hit: LogEvent, event: LogEvent): string => {
  const us = Math.max(event.time.early - hit.time.late, hit.time.early - event.time.late)
  if (us < 1_000_000) return `${(us / 1000).toFixed(us < 10_000 ? 1 : 0)} ms`
  if (us < 120_000_000) return `${(us / 1_000_000).toFixed(1)} s`
  return `${Math.round(us / 60_000_000)} min`
}
