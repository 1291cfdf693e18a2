import { clockSample, type ClockSample, createClockEstimator } from '#queries/clock.ts'
import { normalize, type Shape } from '#queries/normalize.ts'
import { type Clocks, clocksOf, noClocks } from './clocks.ts'
import type { RawRecord } from './raw-record.ts'
import { parseRecord } from './read-records.ts'

/** As many pairs of one host are held; more of them make every second one go, evenly over the file. */
const maxPairs = 2000
/** Hosts that are told apart; the lines of any more are all looked at. */
const maxHosts = 5000

interface HostSamples {
  seen: number
  stride: number
  pairs: ClockSample[]
}

/** Gathers the pairs of times that tell the clocks of one member, from a share of its lines. */
export interface ClockSampler {
  look(raw: RawRecord, shape: Shape): void
  finish(): Clocks
}

export const createClockSampler = (): ClockSampler => {
  const hosts = new Map<string, HostSamples>()
  const assets = new Set<string>()

  const samplesOf = (host: string, raw: RawRecord, shape: Shape): HostSamples => {
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
    look(raw, shape) {
      if (raw.reject !== undefined) return
      const line = raw.bytes.subarray(raw.start, raw.stop)
      const samples = samplesOf(hostIn(line), raw, shape)
      if (!line.includes(utcTime)) return
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

/** Only Sysmon events carry both times, and all of those spell this name. */
const utcTime = Buffer.from('UtcTime')

/** How exporters spell the field of the host, most frequent first. */
const hostNames = ['"Hostname"', '"Computer"', '"computer_name"', '"MachineName"'].map((name) =>
  Buffer.from(name),
)

const quote = 0x22

/** The text behind the name of the host field: alike for lines of one host, without parsing them. */
const hostIn = (line: Buffer): string => {
  for (const name of hostNames) {
    const at = line.indexOf(name)
    if (at < 0) continue
    const start = line.indexOf(quote, at + name.length)
    return line.toString('latin1', start + 1, line.indexOf(quote, start + 1))
  }
  return ''
}
