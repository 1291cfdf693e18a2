import type { Gap, SourceDescription } from '#connectors/contract.ts'
import type { Micros } from '#queries/event.ts'
import type { RunCounts } from '../workspace/parse-run.ts'
import { accountOf } from './account.ts'
import type { Correlation } from './correlate/types.ts'
import { distinctGaps, sourceGaps, type Stop, stopGap, undeterminedGap } from './gaps.ts'
import type { Hits } from './hits.ts'
import type { Plan } from './plan.ts'
import type { SnapshotMeta } from './snapshot/meta.ts'
import { snapshotVersion } from './snapshot/schema.ts'
import type { SnapshotContent } from './snapshot/write.ts'
import type { Surroundings } from './surroundings.ts'

/** All that a run has when it ends, early or not. */
export interface Outcome {
  readonly run: string
  readonly hunt: string
  readonly plan: Plan
  readonly description: SourceDescription
  readonly hits: Hits
  /** Null where the run ended before. */
  readonly correlation: Correlation | null
  readonly surroundings: Surroundings | null
  /** Why and where it was ended early, and what else went wrong; null for neither. */
  readonly stopped: { readonly stop: Stop; readonly during: string } | null
  readonly failure: Gap | null
  readonly started: Micros
  readonly finished: Micros
  readonly timings: Readonly<Record<string, number>>
}

/** Hits that nothing was linked to yet: each is an episode of its own. */
const unlinked = (hits: Hits): Correlation => ({
  context: [],
  hitLinks: new Map(),
  folded: [],
  processes: [],
  episodes: hits.hits.map(({ event }) => ({
    id: event.id,
    first: event.time.best,
    last: event.time.best,
    hits: [event.id],
    context: [],
    assets: [event.asset],
    identities: [accountOf(event)].filter((account) => account !== ''),
  })),
  gaps: [],
  queries: 0,
})

/** The snapshot of an outcome: counts with their standing, every gap, and the state that follows from them. */
export const contentOf = (outcome: Outcome): SnapshotContent => {
  const { plan, hits, description, stopped } = outcome
  const correlation = outcome.correlation ?? unlinked(hits)
  const found = outcome.surroundings?.coverage.gaps ?? []
  const gaps = distinctGaps([
    ...(stopped ? [stopGap(stopped.stop, stopped.during)] : []),
    ...(outcome.failure ? [outcome.failure] : []),
    ...hits.gaps,
    ...correlation.gaps,
    ...found,
    // A source that can say which files its rejects are in has said so with the coverage.
    ...sourceGaps(description, plan.scope.window).filter(
      (gap) => gap.kind !== 'rejects' || !found.some((one) => one.kind === 'rejects'),
    ),
    ...undeterminedGap(hits.undetermined),
  ])
  return {
    meta: metaOf(outcome, correlation, gaps),
    gaps,
    hits: hits.hits,
    correlation,
    coverage: outcome.surroundings?.coverage ?? null,
    volume: outcome.surroundings?.volume ?? [],
  }
}

const metaOf = (outcome: Outcome, correlation: Correlation, gaps: readonly Gap[]): SnapshotMeta => {
  const { plan, stopped } = outcome
  const { asked, scope } = plan
  return {
    version: snapshotVersion,
    run: outcome.run,
    hunt: outcome.hunt,
    state: stopped ? stopped.stop : gaps.length > 0 ? 'partial' : 'complete',
    title: asked.title,
    technique: {
      id: asked.technique.id,
      name: asked.technique.name,
      attackVersion: asked.attackVersion,
    },
    source: asked.question.source,
    question: asked.question,
    scope: { assets: scope.assets, identities: scope.identities, window: scope.window },
    behavior: asked.behavior,
    predicate: asked.predicate,
    needs: asked.needs,
    binding: plan.binding,
    compiled: plan.compiled,
    estimate: plan.estimate,
    counts: countsOf(outcome, correlation),
    watermark: outcome.description.watermark,
    windows: Object.fromEntries(plan.windows),
    extensions: [
      ...new Set(correlation.context.filter((c) => c.extension).map((c) => c.event.asset)),
    ].toSorted(),
    coverageEdges: plan.coverageEdges,
    linkQueries: correlation.queries,
    started: outcome.started,
    finished: outcome.finished,
    timings: outcome.timings,
  }
}

const countsOf = (outcome: Outcome, correlation: Correlation): RunCounts => {
  const { hits } = outcome
  const isWhole =
    outcome.correlation !== null && hits.gaps.length === 0 && correlation.gaps.length === 0
  return {
    hits: hits.decided,
    context: {
      value: correlation.context.length,
      relation: isWhole && !hits.isCancelled ? 'exact' : 'at-least',
    },
    identityUndetermined: hits.undetermined,
  }
}
