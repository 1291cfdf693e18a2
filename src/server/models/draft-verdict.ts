import type { CoverageCell, CoverageState, LogSource } from '#connectors/contract.ts'
import { foldCase, type Micros } from '#queries/event.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import type { DraftNeeds, NeedGroup } from './draft-needs.ts'
import { cellWords, isWantingState } from '../../hunts/timeline/coverage-words.ts'

/** The consequence of what a scope can see, in one sentence. */
export interface Verdict {
  readonly sentence: {
    readonly tone: 'ok' | 'warn' | 'unknown'
    readonly head: string
    readonly text: string
  }
  /** Assets on which something needed was not there. */
  readonly wanting: ReadonlySet<string>
}

export interface VerdictInput {
  readonly needs: DraftNeeds
  readonly byAsset: readonly (readonly [string, readonly CoverageCell[]])[]
  readonly edges: readonly Micros[]
  /** Up to when the source has been read. */
  readonly until: Micros
  readonly labels: (asset: string) => string
  readonly zone: string
}

/** One need that was not met on one asset for some time. */
interface Want {
  readonly asset: string
  readonly need: string
  readonly buckets: number
  readonly words: string
}

const labelOf = (need: readonly LogSource[]): string =>
  need.map(({ channel, code }) => logSourceLabel(channel, code)).join(' or ')

/** From the best to the worst. */
const rank: readonly CoverageState[] = ['seen', 'quiet', 'truncated', 'blind', 'failed']

/** A need is as well off, in each bucket, as the best of the log sources that can meet it. */
const needStates = (
  need: readonly LogSource[],
  cells: readonly CoverageCell[],
): readonly CoverageState[] => {
  const own = cells.filter((cell) =>
    need.some(
      ({ channel, code }) => foldCase(channel) === foldCase(cell.channel) && code === cell.code,
    ),
  )
  return (own[0]?.states ?? []).map((_, i) =>
    own.reduce<CoverageState>((best, { states }) => {
      const state = states[i] ?? 'blind'
      return rank.indexOf(state) < rank.indexOf(best) ? state : best
    }, 'failed'),
  )
}

/** What one behavior lacks, the worst first. */
const wantsOf = ({ needs }: NeedGroup, input: VerdictInput): readonly Want[] =>
  input.byAsset
    .flatMap(([asset, cells]) =>
      needs.flatMap((need): Want[] => {
        const states = needStates(need, cells)
        const { words, isWanting } = cellWords({ states }, input.edges, input.until, input.zone)
        const buckets = states.filter(isWantingState).length
        return isWanting ? [{ asset, need: labelOf(need), buckets, words }] : []
      }),
    )
    .toSorted((a, b) => b.buckets - a.buckets)

const none: ReadonlySet<string> = new Set()

/** On which assets a zero would be proof; before a behavior is chosen, for how many of them. */
export const coverageVerdict = (input: VerdictInput): Verdict => {
  const { needs, byAsset, edges, until } = input
  const unknown = (head: string, text: string): Verdict => ({
    wanting: none,
    sentence: { tone: 'unknown', head, text },
  })
  if (needs.groups.length === 0) {
    return unknown(
      'Nothing is known to be needed yet.',
      'No behavior is chosen, and no guide names its log sources: choose one, and come back to see what a zero would be worth.',
    )
  }
  if (until <= (edges[0] ?? 0)) {
    return unknown(
      'Nothing of this window has been read yet.',
      'A zero means nothing until the source has been read up to it.',
    )
  }
  const wants = needs.groups.map((group) => ({ group, wants: wantsOf(group, input) }))
  const wanting = new Set(wants.flatMap((one) => one.wants.map(({ asset }) => asset)))
  const assets = byAsset.length
  const without = wants.filter((one) => one.wants.length > 0)
  const [worst] = without.toSorted(
    (a, b) => (b.wants[0]?.buckets ?? 0) - (a.wants[0]?.buckets ?? 0),
  )
  const [want] = worst?.wants ?? []
  if (worst === undefined || want === undefined) {
    return {
      wanting,
      sentence: {
        tone: 'ok',
        head: 'A zero here would be proof:',
        text: `all that is needed was there on ${onAll(assets)}, as far as the source has been read.`,
      },
    }
  }
  const fact = `${want.need} is ${want.words} on ${input.labels(want.asset)}.`
  const sentence =
    needs.groups.length > 1
      ? {
          head: `For ${without.length} of ${needs.groups.length} documented behaviors a zero would not be proof:`,
          text: `${worst.group.title} needs ${want.need}, which is ${want.words} on ${input.labels(want.asset)}.${others(needs.groups.length - without.length, 'behavior')}`,
        }
      : {
          head: headOf(wanting, assets, input.labels),
          text: `${fact}${others(assets - wanting.size, 'asset')}`,
        }
  return { wanting, sentence: { tone: 'warn', ...sentence } }
}

const onAll = (assets: number): string =>
  assets === 1 ? 'this asset' : assets === 2 ? 'both assets' : `all ${assets} assets`

const headOf = (
  wanting: ReadonlySet<string>,
  assets: number,
  labels: (asset: string) => string,
): string => {
  const [first = ''] = wanting
  if (assets === 1) return 'A zero here would not be proof:'
  if (wanting.size === 1) return `A zero on ${labels(first)} would not be proof:`
  if (wanting.size < assets)
    return `A zero would not be proof on ${wanting.size} of ${assets} assets:`
  return assets === 2
    ? 'A zero would not be proof on either asset:'
    : `A zero would not be proof on any of the ${assets} assets:`
}

const others = (covered: number, what: string): string => {
  if (covered === 0) return ''
  return covered === 1
    ? ` The other ${what} is covered.`
    : ` The other ${covered} ${what}s are covered.`
}
