import type { CoverageCell, CoverageState, LogSource } from '#connectors/contract.ts'
import { foldCase, type Micros } from '#queries/event.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import { plural } from '#views/format.ts'
import { isWantingState, rowWords } from './draft-row-words.ts'
import type { DraftNeeds } from './draft-needs.ts'

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
  readonly until: Micros
  readonly labels: (asset: string) => string
  readonly zone: string
}

const labelOf = (need: readonly LogSource[]): string =>
  need.map(({ channel, code }) => logSourceLabel(channel, code)).join(' or ')

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

interface Want {
  readonly asset: string
  readonly need: string
  readonly buckets: number
  readonly words: string
}

/** The consequence of what the scope can see, in one sentence: on which assets a zero would be proof. */
export const coverageVerdict = (input: VerdictInput): Verdict => {
  const { needs, byAsset, edges, until, labels, zone } = input
  const none = new Set<string>()
  if (needs.needs.length === 0) {
    return said(none, 'unknown', 'Nothing is known to be needed yet.', notNeeded)
  }
  if (until <= (edges[0] ?? 0)) {
    return said(none, 'unknown', 'Nothing of this window has been read yet.', notRead)
  }
  const wants = byAsset.flatMap(([asset, cells]) =>
    needs.needs.flatMap((need): Want[] => {
      const states = needStates(need, cells)
      const { words, isWanting } = rowWords({ states }, edges, until, zone)
      if (!isWanting) return []
      return [{ asset, need: labelOf(need), buckets: states.filter(isWantingState).length, words }]
    }),
  )
  const wanting = new Set(wants.map((want) => want.asset))
  const [worst] = wants.toSorted((a, b) => b.buckets - a.buckets)
  if (!worst) return said(wanting, 'ok', 'A zero here would be proof:', allThere(byAsset.length))
  const others = new Set(wants.filter(({ asset }) => asset === worst.asset).map(({ need }) => need))
    .size
  const more = others > 1 ? ` And ${plural(others - 1, 'other need')} of this hunt.` : ''
  const text = `${worst.need} is ${worst.words.replace(/, .*/, '')} on ${labels(worst.asset)}.${more}`
  return said(
    wanting,
    'warn',
    headOf(wanting, byAsset.length, labels),
    `${text}${rest(wanting.size, byAsset.length)}`,
  )
}

const notNeeded =
  'No behavior is chosen, and no guide names its log sources: choose one, and come back to see what a zero would be worth.'
const notRead = 'A zero means nothing until the source has been read up to it.'

const said = (
  wanting: ReadonlySet<string>,
  tone: Verdict['sentence']['tone'],
  head: string,
  text: string,
): Verdict => ({ wanting, sentence: { tone, head, text } })

const allThere = (assets: number): string =>
  assets === 1
    ? 'all that is needed was there on this asset, as far as the source has been read.'
    : `all that is needed was there on all ${assets} assets, as far as the source has been read.`

const headOf = (
  wanting: ReadonlySet<string>,
  assets: number,
  labels: (asset: string) => string,
): string => {
  const [first = ''] = wanting
  if (assets === 1) return 'A zero here would not be proof:'
  if (wanting.size === 1) return `A zero on ${labels(first)} would not be proof:`
  return wanting.size === assets
    ? `A zero would not be proof on any of the ${assets} assets:`
    : `A zero would not be proof on ${wanting.size} of ${assets} assets:`
}

const rest = (wanting: number, assets: number): string => {
  const covered = assets - wanting
  if (covered === 0) return ''
  return covered === 1
    ? ' The other asset is covered.'
    : ` The other ${covered} assets are covered.`
}
