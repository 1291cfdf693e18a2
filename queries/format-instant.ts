import type { Micros } from './event.ts'

/** ISO 8601 UTC with microseconds, as the machine's answer writes every time. */
export const formatInstant = (time: Micros): string => {
  const second = Math.floor(time / 1_000_000)
  if (second !== lastSecond) {
    lastText = new Date(second * 1000).toISOString().slice(0, -4)
    lastSecond = second
  }
  return `${lastText}${String(time - second * 1_000_000).padStart(6, '0')}Z`
}

/** Events of one log follow one another within seconds: the text of the last second is kept. */
let lastSecond = Number.NaN
let lastText = ''
