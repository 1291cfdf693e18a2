import type { Micros } from '#queries/event.ts'

/**
 * `full` 2026-11-23 13:07:19.100 · `clock` 13:07:19.100 · `minute` 2026-11-23 13:07 ·
 * `date` 2026-11-23 · `day` 23 Nov · `day-clock` 23 Nov 13:07:19
 */
export type TimeStyle = 'full' | 'clock' | 'minute' | 'date' | 'day' | 'day-clock'

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, made)
  return made
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Splits a time into its written parts in one zone; the fraction of a second is the same in every zone. */
const partsOf = (time: Micros, zone: string) => {
  const ms = Math.floor(time / 1000)
  const value = new Map(
    formatOf(zone)
      .formatToParts(new Date(ms))
      .map((p) => [p.type, p.value]),
  )
  const get = (type: Intl.DateTimeFormatPartTypes): string => value.get(type) ?? ''
  const micros = ((time % 1_000_000) + 1_000_000) % 1_000_000
  return {
    date: `${get('year')}-${get('month')}-${get('day')}`,
    day: `${Number(get('day'))} ${months[Number(get('month')) - 1] ?? ''}`,
    clock: `${get('hour')}:${get('minute')}:${get('second')}`,
    minute: `${get('hour')}:${get('minute')}`,
    fraction: String(micros).padStart(6, '0'),
  }
}

/** Digits behind the second that a time needs: 0, 3 or 6. A source's own precision may ask for fewer. */
export const digitsOf = (time: Micros): 0 | 3 | 6 =>
  time % 1_000_000 === 0 ? 0 : time % 1000 === 0 ? 3 : 6

/** A time in one zone. `digits` behind the second count for `full`, `clock` and `day-clock`. */
export const formatTime = (
  time: Micros,
  style: TimeStyle,
  zone = 'UTC',
  digits: 0 | 3 | 6 = 0,
): string => {
  const p = partsOf(time, zone)
  const clock = digits === 0 ? p.clock : `${p.clock}.${p.fraction.slice(0, digits)}`
  switch (style) {
    case 'full':
      return `${p.date} ${clock}`
    case 'clock':
      return clock
    case 'minute':
      return `${p.date} ${p.minute}`
    case 'date':
      return p.date
    case 'day':
      return p.day
    case 'day-clock':
      return `${p.day} ${clock}`
  }
}

/** ISO 8601 UTC with every digit kept: the machine's twin of a time on the page. */
export const isoTime = (time: Micros): string => {
  const p = partsOf(time, 'UTC')
  return `${p.date}T${p.clock}.${p.fraction}Z`
}

/** The zone's name and its offset at that time, for the head of a table: `UTC`, `Europe/Berlin, UTC+01:00`. */
export const zoneLabel = (zone: string, at: Micros): string => {
  if (zone === 'UTC') return 'UTC'
  const offset = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(new Date(Math.floor(at / 1000)))
    .find((p) => p.type === 'timeZoneName')?.value
  return `${zone}, ${(offset ?? 'UTC').replace('GMT', 'UTC')}`
}

/** Two times as one summary: `9 to 23 Nov 2026`, with the year once. */
export const formatRange = (from: Micros, to: Micros, zone = 'UTC'): string => {
  const a = partsOf(from, zone)
  const b = partsOf(to, zone)
  const yearA = a.date.slice(0, 4)
  const yearB = b.date.slice(0, 4)
  if (a.date === b.date) return `${b.day} ${yearB}`
  const sameMonth = a.date.slice(0, 7) === b.date.slice(0, 7)
  if (sameMonth) return `${a.day.replace(/ .*/, '')} to ${b.day} ${yearB}`
  return yearA === yearB
    ? `${a.day} to ${b.day} ${yearB}`
    : `${a.day} ${yearA} to ${b.day} ${yearB}`
}
