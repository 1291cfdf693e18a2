import type { EventTime, Micros } from '../event.ts'
import { parseWritten, type WrittenInstant } from './instant.ts'
import { firstText, type LogRecord, type WrittenTime } from './record.ts'

/* The ranges of DESIGN §6, "Clocks". */

/** Sysmon stamps most events by the system timer, which moves in steps of 15.6 ms: never early, up to a step late. */
const tickUs = 16_000
const millisecondUs = 1_000
/** Sysmon 3 and 22 are written up to 5 s after the connection or query. */
const networkLateUs = 5_000_000
/** How far the UtcTime of Sysmon 3 and 22 can be off where no header time says better. */
const networkClockUs = 60_000_000

const isSysmon = (provider: string): boolean =>
  provider === 'microsoft-windows-sysmon' || provider === 'linux-sysmon'

/** Sysmon 3 and 22 carry a UtcTime of another clock than the other Sysmon events of the same host. */
const isNetworkClock = (code: string): boolean => code === '3' || code === '22'

/** The Sysmon UtcTime that can be trusted, or undefined: of Sysmon events other than 3 and 22. */
export const trueTime = (record: LogRecord, provider: string): WrittenInstant | undefined =>
  isSysmon(provider) && !isNetworkClock(record.code) ? utcTime(record) : undefined

const utcTime = (record: LogRecord): WrittenInstant | undefined =>
  parseWritten(firstText(record.data.get('UtcTime')))

/** A written whole second was cut: the event lies inside it. Finer times are good to a millisecond. */
const spanOf = (written: WrittenTime, best: Micros): { early: Micros; late: Micros } =>
  written.precisionUs > millisecondUs
    ? { early: best, late: best + written.precisionUs - 1 }
    : { early: best - millisecondUs, late: best + millisecondUs }

/**
 * Best time and range of an event. `shiftUs` corrects written times only: Sysmon's own UtcTime needs none.
 * Undefined when the record holds no time that could be read.
 */
export const timeOf = (
  record: LogRecord,
  provider: string,
  shiftUs: number,
): EventTime | undefined => {
  const sysmon = trueTime(record, provider)
  if (sysmon) {
    const isCreation = record.code === '1'
    return {
      best: sysmon.us,
      early: isCreation ? sysmon.us - millisecondUs : sysmon.us,
      late: sysmon.us + (isCreation ? millisecondUs : tickUs),
      source: 'UtcTime',
      written: firstText(record.data.get('UtcTime')),
      shiftUs: 0,
    }
  }
  const { written } = record
  if (written) {
    const best = written.us + shiftUs
    const { early, late } = spanOf(written, best)
    const lag = isSysmon(provider) && isNetworkClock(record.code) ? networkLateUs : 0
    return {
      best,
      early: early - lag,
      late,
      source: written.source,
      written: written.text,
      shiftUs,
    }
  }
  const lost = isSysmon(provider) ? utcTime(record) : undefined
  if (!lost) return undefined
  return {
    best: lost.us,
    early: lost.us - networkClockUs,
    late: lost.us + networkClockUs,
    source: 'UtcTime',
    written: firstText(record.data.get('UtcTime')),
    shiftUs: 0,
  }
}
