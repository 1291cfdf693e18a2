import type { Micros } from '../event.ts'

/** A time as a log wrote it: microseconds UTC, and how fine the text was. A text without a zone is read as UTC. */
export interface WrittenInstant {
  readonly us: Micros
  /** 1,000,000 for whole seconds, 1,000 for milliseconds, 1 at the finest. */
  readonly precisionUs: number
}

/** Days since the epoch of a civil date, after Howard Hinnant's `days_from_civil`. */
const daysFromCivil = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  )
}

const pattern =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))?\s*(Z|z|UTC|[+-]\d\d:?\d\d)?$/

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const offsetUs = (zone: string | undefined): number => {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000_000
}

/** Times outside these years are an unset or broken clock, such as 1601-01-01 of an empty FILETIME. */
const earliestUs = Date.UTC(1970, 0, 1) * 1000
const latestUs = Date.UTC(2200, 0, 1) * 1000

const inRange = (us: number): boolean => us > earliestUs && us < latestUs

const fromText = (text: string): WrittenInstant | undefined => {
  const m = pattern.exec(text.trim())
  if (!m) return fromDotNet(text)
  const [year, month, day, hour, minute, second] = [m[1], m[2], m[3], m[4], m[5], m[6]].map(Number)
  if (year === undefined || month === undefined || day === undefined) return undefined
  if (hour === undefined || minute === undefined || second === undefined) return undefined
  if (month < 1 || month > 12 || day < 1 || day > (monthDays[month - 1] ?? 0)) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const fraction = m[7] ?? ''
  const seconds = daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
  const us = seconds * 1_000_000 + Number(`${fraction}000000`.slice(0, 6)) - offsetUs(m[8])
  if (!inRange(us)) return undefined
  return { us, precisionUs: 10 ** Math.max(0, 6 - fraction.length) }
}

/** `/Date(1600455623000)/`: how Windows PowerShell 5.1 writes a date with `ConvertTo-Json`. */
const fromDotNet = (text: string): WrittenInstant | undefined => {
  const m = /^\\?\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\\?\/$/.exec(text.trim())
  if (!m) return undefined
  const us = Number(m[1]) * 1000
  return inRange(us) ? { us, precisionUs: 1000 } : undefined
}

/** Epoch numbers: seconds (with a fraction), milliseconds or microseconds, told apart by their size. */
const fromNumber = (value: number): WrittenInstant | undefined => {
  if (!Number.isFinite(value) || value <= 0) return undefined
  const [scale, precisionUs] =
    value < 1e11
      ? [1_000_000, Number.isInteger(value) ? 1_000_000 : 1]
      : value < 1e14
        ? [1000, 1000]
        : [1, 1]
  const us = Math.round(value * scale)
  return inRange(us) ? { us, precisionUs } : undefined
}

/** Reads the time formats of the shapes that are known; undefined when it is no time. */
export const parseWritten = (value: unknown): WrittenInstant | undefined => {
  if (typeof value === 'string') return value.length > 64 ? undefined : fromText(value)
  return typeof value === 'number' ? fromNumber(value) : undefined
}
