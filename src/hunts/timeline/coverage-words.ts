import type { CoverageState } from '#connectors/contract.ts'
import type { Micros } from '#queries/event.ts'
import { formatSpan } from '#views/format.ts'
import { logSourceShort } from './words.ts'

interface CellStates {
  readonly asset: string
  readonly channel: string
  readonly code: string
  readonly states: readonly CoverageState[]
}

/** How long each state lasted in one cell, up to what the source had read. */
export const timePerState = (
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
const wanting = ['blind', 'failed', 'truncated'] as const

/** What a row of the matrix says: `seen`, `seen, quiet 4 h`, `blind 2 h of 24 h`. */
export const cellWords = (
  cell: CellStates,
  edges: readonly Micros[],
  until: Micros,
): { readonly words: string; readonly isWanting: boolean } => {
  const times = timePerState(cell, edges, until)
  const all = [...times.values()].reduce((sum, one) => sum + one, 0)
  if (all === 0) return { words: 'not read yet', isWanting: true }
  const parts = wanting.flatMap((state) => {
    const time = times.get(state)
    if (time === undefined) return []
    return [
      time === all
        ? `${stateWords[state]} the whole time`
        : `${stateWords[state]} ${formatSpan(time)}`,
    ]
  })
  if (parts.length > 0) {
    const isWhole = wanting.some((state) => times.get(state) === all)
    return {
      words: `${parts.join(', ')}${isWhole ? '' : ` of ${formatSpan(all)}`}`,
      isWanting: true,
    }
  }
  const quiet = times.get('quiet')
  if (quiet === undefined) return { words: 'seen the whole time', isWanting: false }
  return {
    words: quiet === all ? 'alive, none of this kind' : `seen, quiet ${formatSpan(quiet)}`,
    isWanting: false,
  }
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
        words: `${logSourceShort(cell.channel, cell.code)} is ${stateWords[state]} on ${label(cell.asset)} for ${formatSpan(missing)}`,
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
