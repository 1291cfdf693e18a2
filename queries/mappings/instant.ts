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

const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 0x30
  return value >= 0 && value <= 9 ? value : Number.NaN
}
const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1)

/** The date read last: the events of a log mostly share it. */
let lastDate = ''
let lastDateUs = Number.NaN

const dateUs = (text: string): number => {
  if (lastDate !== '' && text.startsWith(lastDate)) return lastDateUs
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const isDate =
    text[4] === '-' &&
    text[7] === '-' &&
    year >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= (monthDays[month - 1] ?? 0)
  if (!isDate) return Number.NaN
  lastDate = text.slice(0, 10)
  lastDateUs = daysFromCivil(year, month, day) * 86_400_000_000
  return lastDateUs
}

/**
 * The forms nearly every log uses, read by their places: `2020-09-18 13:07:51`, with a fraction of 3, 6 or 7
 * digits, with `T` and `Z`. Undefined for all others, which the pattern decides (ten times as slow).
 */
const fromUsualText = (text: string): WrittenInstant | undefined => {
  const length = text.charCodeAt(text.length - 1) === 0x5a ? text.length - 1 : text.length
  if (length !== 19 && length !== 23 && length !== 26 && length !== 27) return undefined
  const between = text.charCodeAt(10)
  if (between !== 0x20 && between !== 0x54) return undefined
  if (text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return undefined
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return undefined
  let fraction = 0
  let precisionUs = 1_000_000
  if (length > 19) {
    if (text.charCodeAt(19) !== 0x2e) return undefined
    for (let at = 20, unit = 100_000; at < length; at += 1, unit = Math.trunc(unit / 10)) {
      fraction += digit(text, at) * unit
      precisionUs = Math.max(1, unit)
    }
  }
  const us = dateUs(text) + (hour * 3600 + minute * 60 + second) * 1_000_000 + fraction
  // Not a number where one of the digits was none.
  return inRange(us) ? { us, precisionUs } : undefined
}

const fromText = (text: string): WrittenInstant | undefined =>
  fromUsualText(text) ?? fromPattern(text)

const fromPattern = (text: string): WrittenInstant | undefined => {
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
