const grouped = new Intl.NumberFormat('en-US')

/** A whole number, grouped by comma: `1,204,118`. */
export const formatNumber = (value: number): string => grouped.format(value)

/** A number and its word: `1 event`, `2 events`. The plural is the word and an `s` unless given. */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${formatNumber(value)} ${value === 1 ? one : many}`

/** Bytes in decimal units, one digit behind the point from kB on: `412.6 MB`. */
export const formatBytes = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? formatNumber(value) : value.toFixed(1)} ${units[unit]}`
}

const part = (value: number, unit: string): string => `${value} ${unit}`

/** A span of microseconds in its two largest units, without sign: `420 ms`, `2.1 s`, `1 m 42 s`, `4 h 51 m`. */
export const formatSpan = (microseconds: number): string => {
  const us = Math.abs(microseconds)
  if (us < 1_000) return part(us, 'µs')
  if (us < 1_000_000) return part(Math.floor(us / 1_000), 'ms')
  if (us < 60_000_000) return `${(Math.floor(us / 100_000) / 10).toFixed(1)} s`
  const seconds = Math.floor(us / 1_000_000)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return two(minutes, 'm', seconds % 60, 's')
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return two(hours, 'h', minutes % 60, 'm')
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

const two = (a: number, unitA: string, b: number, unitB: string): string =>
  b === 0 ? part(a, unitA) : `${part(a, unitA)} ${part(b, unitB)}`

/** T±: a signed span with a true minus sign: `+1 m 42 s`, `−58.4 s`, `0`. */
export const formatDelta = (microseconds: number): string =>
  microseconds === 0 ? '0' : `${microseconds < 0 ? '−' : '+'}${formatSpan(microseconds)}`
