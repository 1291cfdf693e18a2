import type { LogEvent, Micros } from '#queries/event.ts'

/** When a process or a session lived, as far as the log says; open where it does not. */
export interface Lifetime {
  readonly from: Micros
  readonly to: Micros
  /** The event that began it, where one is known. */
  readonly start: LogEvent | null
  readonly end: LogEvent | null
}

/**
 * Two records of one creation (Sysmon 1 and 4688) stand this close together: whole seconds in some
 * collectors. A pid is not given out again so soon.
 */
const sameStartUs: Micros = 1_000_000

/** Handles are closed and last events written shortly after the end was. */
export const graceUs: Micros = 500_000

/** Written times lag their ranges by up to 5 s (Sysmon 3 and 22) or lie a second before their end (whole seconds). */
export const rangeSlackUs: Micros = 5_100_000

export const aliveIn = (life: Lifetime, event: LogEvent): boolean =>
  event.time.late >= life.from && event.time.early <= life.to

/**
 * The life of one pid (or LogonId) around an event: from the last start before it to the first end, or
 * the next start, after it. `isOther` says of a start or end that it belongs to another bearer of the
 * same number, because it carries another unique id.
 */
export const lifetimeAround = (
  at: LogEvent,
  starts: readonly LogEvent[],
  ends: readonly LogEvent[],
  isOther: (event: LogEvent) => boolean,
  isOwn: (event: LogEvent) => boolean,
): Lifetime => {
  const mine = starts.filter((start) => !isOther(start))
  const start =
    latest(mine.filter(isOwn)) ??
    latest(mine.filter((s) => s.time.early <= at.time.late)) ??
    // A hit on another clock may carry a time just before its own process.
    mine.find((s) => s.time.early <= at.time.late + sameStartUs) ??
    null
  const begun = start ? Math.min(start.time.early, ...together(mine, start)) : -Infinity
  const reference = Math.max(at.time.late, start?.time.late ?? -Infinity)
  const next = starts
    .filter(
      (s) => s.time.early > reference + sameStartUs || (isOther(s) && s.time.early > reference),
    )
    .reduce((least, s) => Math.min(least, s.time.early), Infinity)
  const over = ends.filter(
    (end) =>
      !isOther(end) && end.time.late >= Math.max(begun, at.time.early) && end.time.early < next,
  )
  const end = earliest(over.filter(isOwn)) ?? earliest(over)
  const ended = end
    ? Math.max(...over.filter((e) => near(e, end)).map((e) => e.time.late)) + graceUs
    : Infinity
  const previous = start
    ? -Infinity
    : ends
        .filter((e) => e.time.late < at.time.early)
        .reduce((most, e) => Math.max(most, e.time.early), -Infinity)
  return {
    from: Math.max(begun, previous),
    // The next bearer's own start is no longer part of it.
    to: Math.min(next - 1, ended),
    start,
    end,
  }
}

const near = (a: LogEvent, b: LogEvent): boolean =>
  Math.abs(a.time.best - b.time.best) <= sameStartUs

const together = (all: readonly LogEvent[], one: LogEvent): readonly Micros[] =>
  all.filter((other) => near(other, one)).map((other) => other.time.early)

const latest = (events: readonly LogEvent[]): LogEvent | null =>
  events.reduce<LogEvent | null>(
    (best, e) => (best && best.time.early >= e.time.early ? best : e),
    null,
  )

const earliest = (events: readonly LogEvent[]): LogEvent | null =>
  events.reduce<LogEvent | null>(
    (best, e) => (best && best.time.early <= e.time.early ? best : e),
    null,
  )
