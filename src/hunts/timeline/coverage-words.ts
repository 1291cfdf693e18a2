import type { CoverageState } from '#connectors/contract.ts'
import type { Micros } from '#queries/event.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import { formatSpan } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'

interface CellStates {
  readonly asset: string
  readonly channel: string
  readonly code: string
  readonly states: readonly CoverageState[]
}

/** How long each state lasted in one cell, up to what the source had read. */
const timePerState = (
  cell: Pick<CellStates, 'states'>,
  edges: readonly Micros[],
  until: Micros,
): ReadonlyMap<CoverageState, Micros> => {
  const times = new Map<CoverageState, Micros>()
  for (const [i, state] of cell.states.entries()) {
    const from = edges[i] ?? 0
    const to = Math.min(edges[i + 1] ?? from, until)
    if (to > from) times.set(state, (times.get(state) ?? 0) + to - from)
  }
  return times
}

const stateWords: Readonly<Record<Exclude<CoverageState, 'seen' | 'quiet'>, string>> = {
  blind: 'blind',
  truncated: 'truncated',
  failed: 'not answered',
}
/** The states that make a zero worth nothing. */
const wanting = ['blind', 'failed', 'truncated'] as const

export const isWantingState = (state: CoverageState): boolean =>
  wanting.some((one) => one === state)

/** Buckets side by side in one state. Its end may lie behind what was read: a bucket begun counts whole. */
interface Stretch {
  readonly state: CoverageState
  readonly from: Micros
  readonly to: Micros
}

const stretchesOf = (
  states: readonly CoverageState[],
  edges: readonly Micros[],
  until: Micros,
): readonly Stretch[] => {
  const stretches: Stretch[] = []
  for (const [i, state] of states.entries()) {
    const from = edges[i] ?? 0
    const to = edges[i + 1] ?? from
    if (from >= until) break
    const last = stretches.at(-1)
    if (last && last.state === state) stretches[stretches.length - 1] = { ...last, to }
    else stretches.push({ state, from, to })
  }
  return stretches
}

const lengthOf = (stretches: readonly Stretch[]): Micros =>
  stretches.reduce((sum, one) => sum + one.to - one.from, 0)

const dayUs = 86_400_000_000

/** When a state was: `12:00 to 14:00`, `from 15:49`, `until 08:00`, `3 h of 24 h`, `the whole time`. */
const whenWords = (own: readonly Stretch[], all: readonly Stretch[], zone: string): string => {
  const from = all[0]?.from ?? 0
  const to = all.at(-1)?.to ?? 0
  const style = to - from > dayUs ? 'day-clock' : 'clock'
  const at = (time: Micros): string => formatTime(time, style, zone).replace(/:00$/, '')
  const [first, ...more] = own
  if (!first || lengthOf(own) === to - from) return 'the whole time'
  if (more.length > 0) return `${formatSpan(lengthOf(own))} of ${formatSpan(to - from)}`
  if (first.from === from) return `until ${at(first.to)}`
  return first.to === to ? `from ${at(first.from)}` : `${at(first.from)} to ${at(first.to)}`
}

/** What the states of one asset and log source come to, up to what the source has read. */
export const cellWords = (
  { states }: Pick<CellStates, 'states'>,
  edges: readonly Micros[],
  until: Micros,
  zone: string,
): { readonly words: string; readonly isWanting: boolean } => {
  const all = stretchesOf(states, edges, until)
  if (all.length === 0) return { words: 'not read yet', isWanting: true }
  const parts = wanting.flatMap((state, i) => {
    const own = all.filter((one) => one.state === state)
    if (own.length === 0) return []
    const isFirst = !wanting.slice(0, i).some((other) => all.some((one) => one.state === other))
    return isFirst
      ? [`${stateWords[state]} ${whenWords(own, all, zone)}`]
      : [`partly ${stateWords[state]}`]
  })
  if (parts.length > 0) return { words: parts.join(', '), isWanting: true }
  const quiet = lengthOf(all.filter((one) => one.state === 'quiet'))
  if (quiet === 0) return { words: 'seen the whole time', isWanting: false }
  if (quiet === lengthOf(all)) return { words: 'alive, none of this kind', isWanting: false }
  return { words: `seen, quiet ${formatSpan(quiet)}`, isWanting: false }
}

export interface NeededCoverage {
  /** Assets on which everything needed was there for the whole time, of all assets looked at. */
  readonly covered: number
  readonly assets: number
  /** The worst of what was not there, as a sentence without its end; null when nothing was wanting. */
  readonly worst: string | null
  readonly wanting: number
}

/** Whether the log sources that the behavior needs were there: what a zero is worth. */
export const neededCoverage = (
  coverage: {
    readonly edges: readonly Micros[]
    readonly cells: readonly (CellStates & { readonly needed: boolean })[]
  },
  until: Micros,
  label: (asset: string) => string,
): NeededCoverage => {
  const perAsset = new Map<string, boolean>()
  let worst: { time: Micros; words: string } | null = null
  let count = 0
  for (const cell of coverage.cells) {
    if (!cell.needed) continue
    const times = timePerState(cell, coverage.edges, until)
    const missing = wanting.reduce((sum, state) => sum + (times.get(state) ?? 0), 0)
    perAsset.set(cell.asset, (perAsset.get(cell.asset) ?? true) && missing === 0)
    if (missing === 0) continue
    count += 1
    if (worst === null || missing > worst.time) {
      const state = wanting.find((one) => (times.get(one) ?? 0) > 0) ?? 'blind'
      worst = {
        time: missing,
        words: `${logSourceLabel(cell.channel, cell.code)} is ${stateWords[state]} on ${label(cell.asset)} for ${formatSpan(missing)}`,
      }
    }
  }
  return {
    covered: [...perAsset.values()].filter(Boolean).length,
    assets: perAsset.size,
    worst: worst?.words ?? null,
    wanting: count,
  }
}
