import { AppError } from '#queries/errors.ts'
import type { Micros } from '#queries/event.ts'
import { formatInstant, parseInstant, type Window } from '#queries/scope.ts'
import type { DraftWindow } from './draft.ts'

const hourUs = 3_600_000_000

/** Reads a time as typed: ISO 8601, a blank for the T allowed; without a zone it is UTC. */
export const readTime = (typed: string): Micros | undefined => {
  const text = typed.trim().replace(/^(\d{4}-\d{2}-\d{2})[ T]*/, '$1T')
  const whole = /T$/.test(text) ? `${text}00:00:00` : /T\d{2}:\d{2}$/.test(text) ? `${text}:00` : text
  return parseInstant(/(Z|[+-]\d{2}:?\d{2})$/i.test(whole) ? whole.replace(/z$/, 'Z') : `${whole}Z`)
}

/**
 * The window in UTC. "The last hours" end at the first whole minute after what the source has read, so that
 * its newest event is inside. Throws `invalid_request` with one fault a field.
 */
export const windowOf = (window: DraftWindow, watermark: Micros | null): Window => {
  if (window.mode === 'last') {
    if (watermark === null) {
      throw new AppError('invalid_request', 'The source holds no event, so there are no last hours.', {
        faults: [{ field: 'window', message: 'The source holds no event: import a log, or give two times.' }],
      })
    }
    const to = (Math.floor(watermark / 60_000_000) + 1) * 60_000_000
    return { from: to - window.hours * hourUs, to }
  }
  const from = readTime(window.from)
  const to = readTime(window.to)
  const faults = [
    ...(from === undefined ? [{ field: 'window.from', message: 'Give a date and time, like 2026-11-23 06:00:00.' }] : []),
    ...(to === undefined ? [{ field: 'window.to', message: 'Give a date and time, like 2026-11-24 06:00:00.' }] : []),
  ]
  if (from === undefined || to === undefined) {
    throw new AppError('invalid_request', 'The window cannot be read.', { faults })
  }
  return { from, to }
}

/** A time as the form shows it: UTC, seconds, and fractions only where there are any. */
export const typedTime = (time: Micros): string =>
  formatInstant(time).replace('T', ' ').replace(/\.?0*Z$/, (tail) => (tail === '.000000Z' ? '' : tail.replace(/0*Z$/, '')))
