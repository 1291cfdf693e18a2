import { assetKey, type Micros } from './event.ts'
import { providerKey } from './mappings/events/lookup.ts'
import { isObject, unfold } from './mappings/record.ts'
import { readRecord, type Shape } from './mappings/shape.ts'
import { trueTime } from './mappings/time.ts'

/** One Sysmon event's own time beside the time its header says. */
export interface ClockSample {
  readonly asset: string
  readonly trueUs: Micros
  readonly writtenUs: Micros
}

/** What one file says about the clock of one asset. */
export interface ClockEstimate {
  readonly asset: string
  /** To be added to the written times of this file and asset; 0 unless `applied`. */
  readonly shiftUs: number
  /** Sysmon events that carried both times. */
  readonly pairs: number
  /** Distance between the 1st and the 99th percentile of the offsets, in whole seconds. */
  readonly spreadUs: number
  /** Whether the offset was constant enough, and there were enough pairs, to be believed. */
  readonly applied: boolean
  /** The offset came from the other assets of the file, which all agree. */
  readonly borrowed: boolean
}

/** Fewer pairs say nothing (DESIGN §6). */
const minPairs = 20
const secondUs = 1_000_000
/** Zones differ by quarters of an hour. */
const zoneUs = 900 * secondUs
/** A header is written after the event, and a whole second is cut: what is left beside the zone lies in here. */
const maxLateUs = 120 * secondUs
const maxEarlyUs = 2 * secondUs
/** Nine of ten pairs must agree on the zone, and no other zone may have enough pairs of its own. */
const minAgreement = 0.9

/** Both times of a Sysmon event that is not on the network clock; null for every other document. */
export const clockSample = (document: unknown, shape: Shape): ClockSample | null => {
  if (!isObject(document)) return null
  const record = readRecord(document, unfold(document), shape)
  if (!record.written || record.host.trim() === '') return null
  const trusted = trueTime(record, providerKey(record.provider, record.channel, record.code))
  if (!trusted) return null
  return { asset: assetKey(record.host), trueUs: trusted.us, writtenUs: record.written.us }
}

/** Offsets in whole seconds and how often each occurred. Two bounds keep it small whatever the file holds. */
interface Histogram {
  pairs: number
  readonly counts: Map<number, number>
}

const maxSeconds = 20_000

const percentile = (
  sorted: readonly (readonly [number, number])[],
  share: number,
  of: number,
): number => {
  let seen = 0
  for (const [offset, n] of sorted) {
    seen += n
    if (seen >= share * of) return offset
  }
  return sorted.at(-1)?.[0] ?? 0
}

interface Fit {
  readonly zoneUs: number
  /** Whether there is one zone: a twelve-hour clock without am or pm gives two. */
  readonly isConstant: boolean
  readonly spreadUs: number
}

/**
 * The quarter hour most offsets lie at. Offset = true minus written; a header is written late, so an offset
 * lies at its zone or a little below it, and up to a second above where the written second was cut.
 */
const fit = (histogram: Histogram): Fit => {
  const sorted = [...histogram.counts].toSorted((a, b) => a[0] - b[0])
  const zones = new Map<number, number>()
  for (const [offset, n] of sorted) {
    const us = offset * secondUs
    const zone = Math.round((us + (maxLateUs - maxEarlyUs) / 2) / zoneUs) * zoneUs
    const late = zone - us
    if (late >= -maxEarlyUs && late <= maxLateUs) zones.set(zone, (zones.get(zone) ?? 0) + n)
  }
  const [first, second] = [...zones].toSorted((a, b) => b[1] - a[1])
  const low = percentile(sorted, 0.01, histogram.pairs)
  const high = percentile(sorted, 0.99, histogram.pairs)
  return {
    // A zone of -0 is zero.
    zoneUs: (first?.[0] ?? 0) + 0,
    isConstant:
      (first?.[1] ?? 0) >= minAgreement * histogram.pairs && (second?.[1] ?? 0) < minPairs,
    spreadUs: (high - low) * secondUs,
  }
}

/**
 * The one offset that every asset with enough pairs has, for assets without; undefined where they differ or
 * one of them was not believed.
 */
export const commonShift = (estimates: readonly ClockEstimate[]): number | undefined => {
  const believed = new Set(estimates.filter((e) => e.applied).map((e) => e.shiftUs))
  const contested = estimates.some((e) => !e.applied && e.pairs >= minPairs)
  return believed.size === 1 && !contested ? [...believed][0] : undefined
}

/** Gathers samples of one file in bounded memory and says at the end what they show. */
export interface ClockEstimator {
  readonly add: (sample: ClockSample) => void
  /** An asset of the file that gave no sample: it may borrow what all the others agree on. */
  readonly see: (asset: string) => void
  readonly finish: () => readonly ClockEstimate[]
}

export const createClockEstimator = (): ClockEstimator => {
  const assets = new Map<string, Histogram>()
  const histogramOf = (asset: string): Histogram => {
    const known = assets.get(asset)
    if (known) return known
    const made: Histogram = { pairs: 0, counts: new Map() }
    assets.set(asset, made)
    return made
  }
  return {
    add: ({ asset, trueUs, writtenUs }) => {
      const histogram = histogramOf(asset)
      const second = Math.round((trueUs - writtenUs) / secondUs)
      histogram.pairs += 1
      if (histogram.counts.size < maxSeconds || histogram.counts.has(second)) {
        histogram.counts.set(second, (histogram.counts.get(second) ?? 0) + 1)
      }
    },
    see: (asset) => void histogramOf(asset),
    finish: () => {
      const own = [...assets].map(([asset, histogram]) => {
        const { zoneUs: zone, isConstant, spreadUs } = fit(histogram)
        const applied = histogram.pairs >= minPairs && isConstant
        const shiftUs = applied ? zone : 0
        return { asset, pairs: histogram.pairs, spreadUs, applied, borrowed: false, shiftUs }
      })
      const common = commonShift(own)
      if (common === undefined) return own
      return own.map((e) =>
        e.applied ? e : { ...e, shiftUs: common, applied: true, borrowed: true },
      )
    },
  }
}

/** All at once what `createClockEstimator` does step by step. */
export const estimateClocks = (samples: Iterable<ClockSample>): readonly ClockEstimate[] => {
  const estimator = createClockEstimator()
  for (const sample of samples) estimator.add(sample)
  return estimator.finish()
}
