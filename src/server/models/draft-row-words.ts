import type { CoverageState } from '#connectors/contract.ts'
import type { Micros } from '#queries/event.ts'
import { formatSpan } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'

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

/** The states that make a zero worth nothing, the worst first. */
const wantingStates = ['failed', 'blind', 'truncated'] as const

export const isWantingState = (state: CoverageState): boolean =>
  wantingStates.some((wanting) => wanting === state)

const stateWords: Readonly<Record<(typeof wantingStates)[number], string>> = {
  failed: 'not answered',
  blind: 'blind',
  truncated: 'truncated',
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

/** What the states of one row come to, in words, up to what the source has read. */
export const rowWords = (
  states: readonly CoverageState[],
  edges: readonly Micros[],
  until: Micros,
  zone: string,
): { readonly words: string; readonly isWanting: boolean } => {
  const all = stretchesOf(states, edges, until)
  if (all.length === 0) return { words: 'not read yet', isWanting: true }
  const parts = wantingStates.flatMap((state) => {
    const own = all.filter((one) => one.state === state)
    return own.length === 0 ? [] : [`${stateWords[state]} ${whenWords(own, all, zone)}`]
  })
  if (parts.length > 0) return { words: parts.join(', '), isWanting: true }
  const quiet = lengthOf(all.filter((one) => one.state === 'quiet'))
  if (quiet === 0) return { words: 'seen the whole time', isWanting: false }
  if (quiet === lengthOf(all)) return { words: 'alive, none of this kind', isWanting: false }
  return { words: `seen, quiet ${formatSpan(quiet)}`, isWanting: false }
}
