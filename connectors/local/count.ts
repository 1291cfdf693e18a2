import { AppError } from '#queries/errors.ts'
import type { Micros } from '#queries/event.ts'
import type { CostEstimate, Count, HistogramBucket, ScopeCount } from '../contract.ts'
import {
  compile,
  countSettled,
  isEverything,
  type Plan,
  type Question,
  selectCandidates,
  selectUnsettled,
  timesSettled,
} from './compile.ts'
import { accountsOf, decide, type Match } from './matches.ts'
import { eventsIn } from './rollup.ts'
import type { CandidateRow } from './rows.ts'
import { type Slice, slicesOf } from './slices.ts'
import { sql } from './sql.ts'
import type { Store } from './store.ts'

const exactly = (value: number): Count => ({ value, relation: 'exact' })

/** Exact counts of matches: those that name an identity in scope, by owner, and undetermined, apart. */
export function* countScope(store: Store, question: Question): Generator<void, ScopeCount> {
  const plan = compile(question)
  const counts = { named: 0, owner: 0, undetermined: 0 }
  if (isEverything(plan)) {
    counts.named = eventsIn(store.reader, plan, question.scope.window)
  } else {
    yield* eachSlice(store, plan, {
      settled: (slice, ids) => {
        const [row] = store.reader.rows<{ n: number }>(countSettled(plan), {
          ...slice,
          identities: ids,
        })
        counts.named += row?.n ?? 0
      },
      match: ({ standing }) => {
        counts[standing] += 1
      },
    })
  }
  return {
    named: exactly(counts.named),
    owner: exactly(counts.owner),
    undetermined: exactly(counts.undetermined),
  }
}

interface Tally {
  /** Counts what SQL has decided in one slice. `ids` are the accounts of the scope as statements bind them. */
  settled(slice: { from: Micros; to: Micros }, ids: string): void
  /** One match that its document or the owner of its process decided. */
  match(match: Match): void
}

function* eachSlice(store: Store, plan: Plan, tally: Tally): Generator<void, void> {
  if (plan.empty) return
  const accounts = accountsOf(store, plan)
  for (const { from, to } of slicesOf(store.reader, plan)) {
    yield
    // Testing text twice would cost more than the few rows that pass it.
    const isNarrow = plan.over !== null
    if (!isNarrow) tally.settled({ from, to }, accounts.ids)
    const rest = isNarrow ? selectCandidates(plan) : selectUnsettled(plan)
    const rows = store.reader.rows<CandidateRow>(rest, { from, to, identities: accounts.ids })
    for (let at = 0; at < rows.length; at += 512) {
      const chunk = rows.slice(at, at + 512)
      for (const match of yield* decide(store, plan, accounts, chunk, false)) tally.match(match)
    }
  }
}

export interface HistogramAsk {
  readonly question: Question
  readonly edges: readonly Micros[]
}

/** How many rows `search` would give in each bucket, whatever their identity standing. */
export function* histogram(
  store: Store,
  ask: HistogramAsk,
): Generator<void, readonly HistogramBucket[]> {
  const { edges, question } = ask
  checkEdges(edges)
  const plan = compile(question)
  const { window } = question.scope
  const counts = edges.slice(1).map(() => 0)
  const add = (time: Micros): void => {
    const bucket = bucketOf(edges, time)
    if (bucket !== undefined) counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  if (isEverything(plan)) {
    for (let i = 0; i < counts.length; i += 1) {
      const from = Math.max(window.from, edges[i] ?? 0)
      const to = Math.min(window.to, edges[i + 1] ?? 0)
      counts[i] = eventsIn(store.reader, plan, { from, to })
      yield
    }
  } else {
    yield* eachSlice(store, plan, {
      settled: (slice: Pick<Slice, 'from' | 'to'>, ids) => {
        for (const { ts } of store.reader.rows<{ ts: Micros }>(timesSettled(plan), {
          ...slice,
          identities: ids,
        }))
          add(ts)
      },
      match: ({ row }) => add(row.ts),
    })
  }
  return counts.map((count, i) => ({ from: edges[i] ?? 0, to: edges[i + 1] ?? 0, count }))
}

/** At least two edges, each later than the one before; at most 10,000 buckets. Throws `invalid_request`. */
export const checkEdges = (edges: readonly Micros[]): void => {
  const isRising = edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? edge))
  if (edges.length < 2 || edges.length > 10_001 || !isRising) {
    throw new AppError('invalid_request', 'Buckets need 2 to 10,001 edges that rise.')
  }
}

/** The bucket a time lies in, by halves; undefined outside all of them. */
const bucketOf = (edges: readonly Micros[], time: Micros): number | undefined => {
  let low = 0
  let high = edges.length - 1
  if (time < (edges[low] ?? 0) || time >= (edges[high] ?? 0)) return undefined
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (time < (edges[middle] ?? 0)) high = middle
    else low = middle
  }
  return low
}

/** What a run of this question will read, from the rollups and the index alone. */
export function* estimate(store: Store, question: Question): Generator<void, CostEstimate> {
  const plan = compile(question)
  const { window } = question.scope
  const everything = compile({ ...question, predicate: { all: [] } })
  const events = eventsIn(store.reader, everything, window)
  yield
  const candidates = plan.empty
    ? 0
    : plan.logSources === null
      ? events
      : eventsIn(store.reader, plan, window)
  const [size] = store.reader.rows<{ events: number; bytes: number }>(
    sql`SELECT coalesce(sum(events), 0) AS events, coalesce(sum(bytes), 0) AS bytes FROM file`,
  )
  const bytes = size && size.events > 0 ? Math.round((candidates * size.bytes) / size.events) : 0
  return { events: exactly(events), bytes, shards: null, sentence: sentenceOf(events, candidates) }
}

const grouped = (value: number): string => value.toLocaleString('en-US')

const sentenceOf = (events: number, candidates: number): string =>
  candidates === events
    ? `The scope holds ${grouped(events)} events; all of them are looked at.`
    : `The scope holds ${grouped(events)} events; ${grouped(candidates)} are of log sources that can hold this behavior and are looked at.`
