import { foldCase, type Micros } from '#queries/event.ts'
import { formatInstant } from '#queries/scope.ts'
import type { Gap } from '../contract.ts'
import type { Asset } from './names.ts'

/** A stretch in which the log of an asset was cleared or lacks records. */
export interface Truncation {
  readonly asset: number
  readonly channel: string
  readonly from_us: Micros
  readonly to_us: Micros
  readonly reason: string
}

/** The cuts of a scope as gaps: one a log of an asset, with how often, when and why. */
export const truncationGaps = (
  truncations: readonly Truncation[],
  assets: readonly Asset[],
): readonly Gap[] => {
  const labels = new Map(assets.map((asset) => [asset.id, asset.label]))
  // Said once for a log of an asset, however often it is cut.
  const logs = Map.groupBy(truncations, ({ asset, channel }) => `${asset} ${foldCase(channel)}`)
  return [...logs.values()].slice(0, 50).map((cuts) => ({
    kind: 'truncated',
    origin: 'source',
    message: cutWords(cuts, labels),
  }))
}

const cutWords = (cuts: readonly Truncation[], labels: ReadonlyMap<number, string>): string => {
  const [first] = cuts
  if (first === undefined) return ''
  const from = cuts.reduce((least, cut) => Math.min(least, cut.from_us), first.from_us)
  const to = cuts.reduce((most, cut) => Math.max(most, cut.to_us), first.to_us)
  const when =
    second(from) === second(to)
      ? `at ${second(from)} UTC`
      : `between ${second(from)} and ${second(to)} UTC`
  const often = cuts.length === 1 ? '' : ` ${cuts.length} times`
  const reasons = [...new Set(cuts.map((cut) => cut.reason))]
  const each = cuts.length > 1 && reasons.length === 1 ? 'each time ' : ''
  const why = reasons.slice(0, 3).join('; ')
  return `The log ${first.channel} of ${labels.get(first.asset) ?? 'an asset'} is cut${often} ${when}: ${each}${why}.`
}

/** Written to the second: a cut is known by the events that stand around it. */
const second = (time: Micros): string => formatInstant(time).slice(0, 19).replace('T', ' ')
