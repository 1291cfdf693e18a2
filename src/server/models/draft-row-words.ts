import type { CoverageState } from '#connectors/contract.ts'
import type { Micros } from '#queries/event.ts'
import { formatSpan } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'

/** A length of time in one state. */
export interface Stretch {
  readonly state: CoverageState
  readonly from: Micros
  readonly to: Micros
}

/** Buckets of one state side by side, up to what the source has read. */
export const stretchesOf = (
  states: readonly CoverageState[],
  edges: readonly Micros[],
  until: Micros,
): readonly Stretch[] => {
  const stretches: Stretch[] = []
  for (const [i, state] of states.entries()) {
    const from = edges[i] ?? 0
    const to = Math.min(edges[i + 1] ?? from, until)
    if (to <= from) continue
    const last = stretches.at(-1)
    if (last && last.state === state) stretches[stretches.length - 1] = { ...last, to }
    else stretches.push({ state, from, to })
  }
  return stretches
}

const stateWords: Readonly<Record<CoverageState, string>> = {
  seen: 'seen',
  quiet: 'quiet',
  blind: 'blind',
  truncated: 'truncated',
  failed: 'not answered',
}

/** The states that make a zero worth nothing, the worst first. */
export const wantingStates = ['failed', 'blind', 'truncated'] as const

export const isWantingState = (state: CoverageState): boolean =>
  wantingStates.some((wanting) => wanting === state)

const lengthOf = (stretches: readonly Stretch[]): Micros =>
  stretches.reduce((sum, one) => sum + one.to - one.from, 0)

const dayUs = 86_400_000_000

/** When a state was: `12:00 to 14:00`, `from 15:49`, `until 08:00`, `3 h of 24 h`, `the whole time`. */
const whenWords = (own: readonly Stretch[], from: Micros, until: Micros, zone: string): string => {
  const style = until - from > dayUs ? 'day-clock' : 'clock'
  const at = (time: Micros): string => formatTime(time, style, zone).replace(/:00$/, '')
  const [first, ...more] = own
  if (!first || lengthOf(own) >= until - from) return 'the whole time'
  if (more.length > 0) return `${formatSpan(lengthOf(own))} of ${formatSpan(until - from)}`
  if (first.from === from) return `until ${at(first.to)}`
  return first.to === until ? `from ${at(first.from)}` : `${at(first.from)} to ${at(first.to)}`
}

/** What the states of one row come to, in words. */
export const rowWords = (
  { states }: { readonly states: readonly CoverageState[] },
  edges: readonly Micros[],
  until: Micros,
  zone: string,
): { readonly words: string; readonly isWanting: boolean } => {
  const stretches = stretchesOf(states, edges, until)
  const from = edges[0] ?? 0
  if (stretches.length === 0) return { words: 'not read yet', isWanting: true }
  const parts = wantingStates.flatMap((state) => {
    const own = stretches.filter((one) => one.state === state)
    return own.length === 0
      ? []
      : [
          `${stateWords[state]} ${whenWords(own, from, Math.min(until, edges.at(-1) ?? until), zone)}`,
        ]
  })
  if (parts.length > 0) return { words: parts.join(', '), isWanting: true }
  const quiet = stretches.filter((one) => one.state === 'quiet')
  const all = lengthOf(stretches)
  if (quiet.length === 0)
    return { words: `seen ${formatSpan(all)} of ${formatSpan(all)}`, isWanting: false }
  if (lengthOf(quiet) === all) return { words: 'alive, none of this kind', isWanting: false }
  return {
    words: `seen ${formatSpan(all - lengthOf(quiet))}, quiet ${formatSpan(lengthOf(quiet))}`,
    isWanting: false,
  }
}
