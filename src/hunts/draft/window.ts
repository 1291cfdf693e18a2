import { AppError } from '#queries/errors.ts'
import type { Micros } from '#queries/event.ts'
import { formatInstant, longestWindowUs, parseInstant, type Window } from '#queries/scope.ts'
import type { DraftWindow } from './draft.ts'

const minuteUs = 60_000_000
const hourUs = 3_600_000_000

/** From when to when a source holds events, and up to when it has been read. */
export interface Reach {
  readonly range: Window | null
  readonly watermark: Micros | null
}

/** The presets, in hours back from what the source has read. */
export const presets = [
  { hours: 24, label: 'Last 24 h' },
  { hours: 72, label: 'Last 3 days' },
  { hours: 168, label: 'Last 7 days' },
  { hours: 336, label: 'Last 14 days' },
] as const

/** Reads a time as typed: ISO 8601, a blank for the T allowed; without a zone it is UTC. */
export const readTime = (typed: string): Micros | undefined => {
  const text = typed.trim().replace(/^(\d{4}-\d{2}-\d{2})(?:[ T]+|$)/, '$1T')
  const whole = text.replace(/T$/, 'T00:00:00').replace(/(T\d{2}:\d{2})(?=$|Z|[+-])/i, '$1:00')
  return parseInstant(/(Z|[+-]\d{2}:\d{2})$/i.test(whole) ? whole.toUpperCase() : `${whole}Z`)
}

/** The whole minutes that hold everything of a source; null where it holds nothing, or more than a window may. */
export const wholeWindow = ({ range, watermark }: Reach): Window | null => {
  if (range === null) return null
  const from = Math.floor(range.from / minuteUs) * minuteUs
  const to = minuteAfter(Math.max(range.to, watermark ?? range.to))
  return to - from <= longestWindowUs ? { from, to } : null
}

/** The first whole minute after a time, so that an event at that time is inside. */
const minuteAfter = (time: Micros): Micros => (Math.floor(time / minuteUs) + 1) * minuteUs

/** The window in UTC. Throws `invalid_request` with one fault a field. */
export const windowOf = (window: DraftWindow, reach: Reach): Window => {
  switch (window.mode) {
    case 'last':
      return lastHours(window.hours, reach.watermark ?? reach.range?.to ?? null)
    case 'all': {
      const whole = wholeWindow(reach)
      if (whole !== null) return whole
      throw reach.range === null
        ? badWindow('window', 'The source holds no event: import a log, or give two times.')
        : badWindow('window', 'The source holds more than 366 days: give two times.')
    }
    case 'between':
      return between(window.from, window.to)
  }
}

const badWindow = (field: string, message: string): AppError =>
  new AppError('invalid_request', 'The window cannot be used.', { faults: [{ field, message }] })

const lastHours = (hours: number, read: Micros | null): Window => {
  if (read === null) {
    throw badWindow('window', 'The source holds no event, so there are no last hours: give times.')
  }
  const to = minuteAfter(read)
  return { from: to - hours * hourUs, to }
}

const between = (typedFrom: string, typedTo: string): Window => {
  const from = readTime(typedFrom)
  const to = readTime(typedTo)
  const faults = [
    ...(from === undefined
      ? [{ field: 'window.from', message: 'Give a date and time, like 2026-11-23 06:00:00.' }]
      : []),
    ...(to === undefined
      ? [{ field: 'window.to', message: 'Give a date and time, like 2026-11-24 06:00:00.' }]
      : []),
  ]
  if (from !== undefined && to !== undefined) return { from, to }
  throw new AppError('invalid_request', 'The window cannot be read.', { faults })
}

/** A time as the form shows it: UTC, seconds, and fractions only where there are any. */
export const typedTime = (time: Micros): string =>
  formatInstant(time)
    .replace('T', ' ')
    .replace(/\.?0*Z$/, '')
