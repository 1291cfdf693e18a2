import type { FoundEvent } from '#connectors/contract.ts'
import { ruleWindows } from '#queries/links/windows.ts'
import type { LogEvent } from '#queries/event.ts'
import type { Predicate } from '#queries/predicate.ts'
import { fieldsOf } from '#queries/predicate.ts'
import { formatInstant, parseScope } from '#queries/scope.ts'
import { scope, type ScopedQuery } from '#queries/scoped-query.ts'
import { correlate, type Correlation } from '#src/hunts/correlate/correlate.ts'
import type { CorrelateInput } from '#src/hunts/correlate/types.ts'
import { baseTime, hour } from './documents.ts'
import { memoryConnector } from './memory-connector.ts'
import { eventsOf } from './reference.ts'

/** The whole of a small log in scope: every asset named, any identity with a reason. */
export const wholeScope = async (
  predicate: Predicate,
  assets: readonly string[],
): Promise<ScopedQuery> => {
  const binding = await memoryConnector([]).bind(fieldsOf(predicate), never)
  return scope(
    predicate,
    binding,
    parseScope({
      assets: { list: [...assets] },
      identities: { any: 'a test of links, not of identities' },
      window: { from: formatInstant(baseTime - hour), to: formatInstant(baseTime + 24 * hour) },
    }),
  )
}

export const never = new AbortController().signal

export interface Story {
  readonly documents: readonly string[]
  readonly hits: (event: LogEvent) => boolean
  readonly assets: readonly string[]
  readonly change?: Partial<CorrelateInput>
}

export interface Told {
  readonly answer: Correlation
  readonly events: readonly LogEvent[]
  /** Links of the one event that `which` is true of, best first; empty when it is no context. */
  readonly linksOf: (which: (event: LogEvent) => boolean) => Correlation['context'][number]['links']
  readonly isContext: (which: (event: LogEvent) => boolean) => boolean
}

/** Correlates a small log of our own making, all of it in memory. */
export const tell = async ({ documents, hits, assets, change }: Story): Promise<Told> => {
  const events = eventsOf(documents)
  const query = await wholeScope({ field: 'host.name', op: 'exists' }, assets)
  const found = events
    .filter(hits)
    .toSorted((a, b) => a.time.best - b.time.best)
    .map((event): FoundEvent => ({ event, identity: 'named' }))
  const answer = await correlate({
    connector: memoryConnector(events),
    query,
    hits: found,
    windows: ruleWindows(),
    maxContext: 50_000,
    signal: never,
    ...change,
  })
  const rowOf = (which: (event: LogEvent) => boolean) =>
    answer.context.find((row) => which(row.event))
  return {
    answer,
    events,
    linksOf: (which) => rowOf(which)?.links ?? [],
    isContext: (which) => rowOf(which) !== undefined,
  }
}

/** Events of one id whose process has this name. */
export const named =
  (code: string, process: string) =>
  (event: LogEvent): boolean =>
    event.code === code && event.fields['process.name'] === process

export const coded =
  (code: string, asset?: string) =>
  (event: LogEvent): boolean =>
    event.code === code && (asset === undefined || event.asset === asset)
