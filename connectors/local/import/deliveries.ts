import { foldCase } from '#queries/event.ts'
import type { StoreDatabase } from '../database.ts'

/** What one event says about how its channel was delivered. */
export interface Arrival {
  readonly asset: number
  readonly channel: string
  readonly ts: number
  /** EventRecordID; null where the log has none. */
  readonly recordId: number | null
  /** The event says that a log was cleared: of this channel. */
  readonly cleared: string | null
}

export interface Deliveries {
  add(arrival: Arrival): void
  flush(): void
}

/** At most this many gaps of record numbers are kept a channel: more of them mean a filtered collection. */
const maxGaps = 200

type Gap = readonly [fromUs: number, toUs: number, missing: number]

/**
 * Keeps, by asset and channel, the newest event time, the longest silence inside a file, and what says
 * that events are missing. `arrivedUs` is the time of the import: events dated later move no watermark.
 */
export const openDeliveries = (db: StoreDatabase, file: number, arrivedUs: number): Deliveries => {
  const setDelivery = db.prepare(`INSERT INTO delivery VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    watermark = max(watermark, excluded.watermark), longest_gap_us = max(longest_gap_us, excluded.longest_gap_us)`)
  const newest = db.prepare<[number, string], { watermark: number }>(
    'SELECT watermark FROM delivery WHERE asset = ? AND channel = ?',
  )
  const findSpan = db.prepare<[number, number, string], SpanRow>(
    'SELECT lowest, highest, n, last_us, gaps FROM record_span WHERE file = ? AND asset = ? AND channel = ?',
  )
  const setSpan = db.prepare('INSERT OR REPLACE INTO record_span VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const addTruncation = db.prepare('INSERT OR IGNORE INTO truncation VALUES (?, ?, ?, ?, ?)')
  let batch = new Map<number, Map<string, Arrival[]>>()
  let clears: Arrival[] = []

  const writeSpan = (asset: number, channel: string, arrivals: readonly Arrival[]): void => {
    const numbered = arrivals.filter((a) => a.recordId !== null).sort(byRecord)
    const span = extendSpan(findSpan.get(file, asset, channel), numbered)
    if (span)
      setSpan.run(file, asset, channel, span.lowest, span.highest, span.n, span.last_us, span.gaps)
  }

  const writeDelivery = (asset: number, channel: string, arrivals: readonly Arrival[]): void => {
    const times = arrivals.map((a) => a.ts).filter((ts) => ts <= arrivedUs)
    times.sort((a, b) => a - b)
    const last = times.at(-1)
    if (last === undefined) return
    let longest = 0
    for (let i = 1; i < times.length; i += 1)
      longest = Math.max(longest, (times[i] ?? 0) - (times[i - 1] ?? 0))
    setDelivery.run(asset, channel, last, longest)
  }

  const inBatch = (asset: number, channel: string): readonly Arrival[] =>
    [...(batch.get(asset)?.values() ?? [])].find(
      ([first]) => first !== undefined && foldCase(first.channel) === channel,
    ) ?? []

  return {
    add(arrival) {
      let channels = batch.get(arrival.asset)
      if (channels === undefined) {
        channels = new Map()
        batch.set(arrival.asset, channels)
      }
      const list = channels.get(arrival.channel)
      if (list) list.push(arrival)
      else channels.set(arrival.channel, [arrival])
      if (arrival.cleared !== null) clears.push(arrival)
    },
    flush() {
      for (const clear of clears) {
        const channel = foldCase(clear.cleared ?? '')
        const delivered = inBatch(clear.asset, channel)
        if (foldCase(clear.channel) === channel && isNextOf(clear, delivered)) continue
        // What was cleared lies before the clearing and behind the last event that had been delivered.
        const times = [
          ...delivered.map((a) => a.ts),
          newest.get(clear.asset, channel)?.watermark ?? clear.ts,
        ]
        const from = times.reduce(
          (last, ts) => (ts < clear.ts && (last === clear.ts || ts > last) ? ts : last),
          clear.ts,
        )
        addTruncation.run(clear.asset, channel, from, clear.ts, 'the log was cleared')
      }
      for (const arrivals of [...batch.values()].flatMap((channels) => [...channels.values()])) {
        const [first] = arrivals
        if (!first) continue
        const channel = foldCase(first.channel)
        writeDelivery(first.asset, channel, arrivals)
        writeSpan(first.asset, channel, arrivals)
      }
      batch = new Map()
      clears = []
    },
  }
}

/** Record numbers go on over a clearing: where the one before it was delivered, nothing was lost. */
const isNextOf = (clear: Arrival, delivered: readonly Arrival[]): boolean =>
  clear.recordId !== null && delivered.some((a) => a.recordId === Number(clear.recordId) - 1)

interface SpanRow {
  readonly lowest: number
  readonly highest: number
  readonly n: number
  readonly last_us: number
  readonly gaps: string
}

const byRecord = (a: Arrival, b: Arrival): number => (a.recordId ?? 0) - (b.recordId ?? 0)

const extendSpan = (before: SpanRow | undefined, sorted: readonly Arrival[]): SpanRow | null => {
  const [first] = sorted
  if (!first || first.recordId === null) return before ?? null
  let lowest = before?.lowest ?? first.recordId
  let highest = before?.highest ?? first.recordId
  let lastUs = before?.last_us ?? first.ts
  let n = before?.n ?? 0
  const gaps = readGaps(before?.gaps ?? '[]')
  for (const { recordId, ts } of sorted) {
    if (recordId === null) continue
    n += 1
    if (recordId < lowest) lowest = recordId
    if (recordId <= highest) continue
    if (recordId > highest + 1 && gaps.length < maxGaps)
      gaps.push([Math.min(lastUs, ts), ts, recordId - highest - 1])
    highest = recordId
    lastUs = ts
  }
  return { lowest, highest, n, last_us: lastUs, gaps: JSON.stringify(gaps) }
}

const readGaps = (text: string): Gap[] => {
  const parsed: unknown = JSON.parse(text)
  if (!Array.isArray(parsed)) return []
  return parsed.flatMap((gap: unknown): Gap[] =>
    Array.isArray(gap) ? [[Number(gap[0]), Number(gap[1]), Number(gap[2])]] : [],
  )
}

/** An unfiltered collection holds nearly every record number between its lowest and its highest. */
const unfilteredShare = 0.95
const fewRecords = 100

/** At the end of a file: gaps of record numbers become truncations where the collection was unfiltered. */
export const judgeRecordGaps = (db: StoreDatabase, file: number): void => {
  const addTruncation = db.prepare('INSERT OR IGNORE INTO truncation VALUES (?, ?, ?, ?, ?)')
  const spans = db
    .prepare<[number], SpanRow & { asset: number; channel: string }>(
      'SELECT asset, channel, lowest, highest, n, last_us, gaps FROM record_span WHERE file = ?',
    )
    .all(file)
  for (const { asset, channel, lowest, highest, n, gaps } of spans) {
    if (n < fewRecords || n / (highest - lowest + 1) < unfilteredShare) continue
    for (const [from, to, missing] of readGaps(gaps))
      addTruncation.run(
        asset,
        channel,
        from,
        to,
        missing === 1 ? '1 record number is missing' : `${missing} record numbers are missing`,
      )
  }
}
