import type { Micros } from './event.ts'

const unitUs: Readonly<Record<string, number>> = {
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
  d: 86_400_000_000,
  w: 604_800_000_000,
}

/** The longest span a rule's window may reach to one side of a hit: 366 days, as long as a scope may be. */
const longestDurationUs = 366 * 86_400 * 1_000_000

/**
 * Reads `90s`, `30m`, `6h`, `2d`, `1d12h`, or ISO 8601 (`PT6H`, `P1DT12H`); units ms, s, m, h, d, w.
 * Undefined for anything else, for a negative span and for one longer than 366 days.
 */
export const parseDuration = (text: string): Micros | undefined => {
  const folded = text.trim().toLowerCase()
  const iso = /^p(?=.)((?:\d+w)?(?:\d+d)?)(?:t((?:\d+h)?(?:\d+m)?(?:\d+(?:\.\d+)?s)?))?$/.exec(
    folded,
  )
  const plain = iso ? `${iso[1] ?? ''}${iso[2] ?? ''}` : folded.replaceAll(/\s+/g, '')
  if (!/^(\d+(\.\d+)?(ms|[smhdw]))+$/.test(plain)) return undefined
  let total = 0
  for (const part of plain.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
    total += Number(part[1]) * (unitUs[part[2] ?? ''] ?? Number.NaN)
  }
  const us = Math.round(total)
  return us <= longestDurationUs ? us : undefined
}

/** The shortest exact spelling: `6h`, `1d12h`, `90s` is `1m30s`. */
export const formatDuration = (us: Micros): string => {
  let rest = us
  let text = ''
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const size = unitUs[unit] ?? 1
    const count = Math.floor(rest / size)
    if (count > 0) text += `${count}${unit}`
    rest -= count * size
  }
  return text === '' ? '0s' : text
}
