import type { RunCounts } from '../../workspace/parse-run.ts'
import { formatNumber } from '#views/format.ts'
import type { Snapshot } from '../snapshot/read.ts'

/**
 * A run's counts with their standing: with any gap, more may be there than was found, and every count of
 * the run is *at least* (UI.md §9).
 */
export const standingCounts = (snapshot: Snapshot): RunCounts => {
  const { counts } = snapshot.meta()
  if (snapshot.gaps().length === 0) return counts
  const atLeast = (count: RunCounts['hits']): RunCounts['hits'] => ({
    ...count,
    relation: 'at-least',
  })
  return {
    hits: atLeast(counts.hits),
    context: atLeast(counts.context),
    identityUndetermined: counts.identityUndetermined,
  }
}

/** Matches whose identity is not known, which are no hits of the scope and are counted beside them. */
export const apartWords = (count: number): string =>
  `${formatNumber(count)} of undetermined identity`
