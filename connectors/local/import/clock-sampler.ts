import { clockSample, type ClockSample, createClockEstimator } from '#queries/clock.ts'
import { normalize, type Shape } from '#queries/normalize.ts'
import { type Clocks, clocksOf, noClocks } from './clocks.ts'
import { nextInPiece } from './next-in-piece.ts'
import type { RawRecord } from './raw-record.ts'
import { parseRecord } from './read-records.ts'

/**
 * As many pairs of one host are held; more of them make every second one go, evenly over the file. Each costs
 * as much as a fifth of typing an event, and twenty are enough to believe.
 */
const maxPairs = 500
/** Hosts that are told apart; the lines of any more are all looked at. */
const maxHosts = 5000

interface HostSamples {
  seen: number
  stride: number
  pairs: ClockSample[]
}

/** Gathers the pairs of times that tell the clocks of one member, from a share of its lines. */
export interface ClockSampler {
  /** To be called before the records of each piece of the log. */
  newPiece(): void
  look(raw: RawRecord, shape: Shape): void
  finish(): Clocks
}

export const createClockSampler = (): ClockSampler => {
  const hosts = new Map<number, HostSamples>()
  const utcTime = nextInPiece('UtcTime')
  const hostOf = openHostNames()
  const assets = new Set<string>()

  const samplesOf = (host: number, raw: RawRecord, shape: Shape): HostSamples => {
    const known = hosts.get(host)
    if (known) return known
    const made: HostSamples = { seen: 0, stride: 1, pairs: [] }
    if (hosts.size >= maxHosts) return made
    hosts.set(host, made)
    const asset = assetOf(raw, shape)
    if (asset !== null) assets.add(asset)
    return made
  }

  return {
    newPiece() {
      utcTime.forget()
      hostOf.forget()
    },
    look(raw, shape) {
      if (raw.reject !== undefined) return
      const samples = samplesOf(hostOf.hash(raw), raw, shape)
      // Only Sysmon events carry both times, and all of those spell this name.
      if (utcTime.within(raw.bytes, raw.start, raw.stop) < 0) return
      samples.seen += 1
      if (samples.seen % samples.stride !== 0) return
      const parsed = parseRecord(raw)
      const sample = parsed.ok ? clockSample(parsed.document, shape) : null
      if (!sample) return
      samples.pairs.push(sample)
      if (samples.pairs.length < maxPairs) return
      samples.pairs = samples.pairs.filter((_, i) => i % 2 === 1)
      samples.stride *= 2
    },
    finish() {
      const pairs = [...hosts.values()].flatMap((samples) => samples.pairs)
      if (pairs.length === 0) return noClocks
      const estimator = createClockEstimator()
      for (const pair of pairs) estimator.add(pair)
      for (const asset of assets) estimator.see(asset)
      return clocksOf(estimator.finish())
    },
  }
}

const assetOf = (raw: RawRecord, shape: Shape): string | null => {
  const parsed = parseRecord(raw)
  if (!parsed.ok) return null
  const place = { shape, file: '', record: raw.record, shiftUs: 0 }
  const found = normalize(parsed.text, parsed.document, place)
  return found.ok ? found.event.asset : null
}

/** How exporters spell the field of the host, most frequent first. */
const hostNames = ['"Hostname"', '"Computer"', '"computer_name"', '"MachineName"']

const quote = 0x22

/** Tells lines of one host from those of others, without parsing them. */
const openHostNames = () => {
  const names = hostNames.map((name) => ({ length: name.length, next: nextInPiece(name) }))
  return {
    /** A number that lines of one host share; 0 where none is named. */
    hash({ bytes, start, stop }: RawRecord): number {
      for (const { length, next } of names) {
        const at = next.within(bytes, start, stop)
        if (at >= 0) return hashOfText(bytes, at + length, stop)
      }
      return 0
    },
    forget() {
      for (const { next } of names) next.forget()
    },
  }
}

/** FNV-1a over the text between the next two quotes. */
const hashOfText = (bytes: Buffer, from: number, stop: number): number => {
  let at = from
  while (at < stop && bytes[at] !== quote) at += 1
  let hash = 0x811c9dc5
  for (at += 1; at < stop && bytes[at] !== quote; at += 1)
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  return hash
}
