import type { Binding } from '#queries/binding.ts'
import type { EventKind, LogEvent, Micros } from '#queries/event.ts'
import type { LinkKey } from '#queries/links/keys.ts'
import type { AssetRef, Resolved, Scope, Window } from '#queries/scope.ts'
import type { LinkQuery, LinkTarget, ScopedQuery } from '#queries/scoped-query.ts'

/** The hunter's name of a source; unique in one data folder. */
export type SourceId = string

/** What a source cannot do is data, and each claim is tested both ways. */
export interface Capabilities {
  readonly cancel: 'between-slices' | 'server'
  readonly exactTotals: boolean
  readonly maxPageSize: number
}

/** Why an answer is not whole (DESIGN §4.5). An empty list of gaps means complete. */
export interface Gap {
  readonly kind:
    | 'timed-out'
    | 'shards-failed'
    | 'truncated'
    | 'cancelled'
    | 'interrupted'
    | 'rejects'
    | 'not-read-yet'
    | 'undetermined'
    | 'row-failed'
  readonly origin: 'input' | 'source' | 'workbench'
  /** One plain sentence with its numbers. */
  readonly message: string
}

/** A number of events with its standing. */
export interface Count {
  readonly value: number
  readonly relation: 'exact' | 'at-least'
}

/** A count in scope: the events that name an identity in scope, and those that name nobody and are undecided. */
export interface ScopeCount {
  readonly named: Count
  readonly owner: Count
  readonly undetermined: Count
}

/** A channel and an event id in it; the unit in which telemetry is there or missing. */
export interface LogSource {
  readonly channel: string
  readonly code: string
}

/** How much of one log source a source holds, and from how many assets. */
export interface LogSourceStat extends LogSource {
  readonly events: number
  readonly first: Micros
  readonly last: Micros
  readonly assets: number
}

/** What a source is and holds, without reading an event. */
export interface SourceDescription {
  readonly id: SourceId
  readonly kind: 'local' | 'elasticsearch'
  readonly version: string
  readonly events: Count
  readonly range: Window | null
  /** Newest event time that had arrived when the source last received anything; null when it holds nothing. */
  readonly watermark: Micros | null
  readonly schemas: readonly string[]
  readonly health: 'ok' | 'importing' | 'degraded' | 'unreachable'
  readonly logSources: readonly LogSourceStat[]
  readonly assets: number
  readonly identities: number
  readonly bytes: number | null
  /** Lines and records that could not be read, kept with their reason. */
  readonly rejects: number
}

/** One asset and log source over all buckets. */
export interface CoverageCell {
  readonly asset: string
  readonly channel: string
  readonly code: string
  /** One state a bucket, in order. */
  readonly states: readonly CoverageState[]
  readonly counts: readonly number[]
}

/** What a bucket says of telemetry (DESIGN §5): `blind` wherever nothing better is known. */
export type CoverageState = 'seen' | 'quiet' | 'truncated' | 'failed' | 'blind'

/** What telemetry a scope really had: asset × log source × time bucket (DESIGN §5). */
export interface Coverage {
  /** Bucket edges; `edges.length - 1` buckets. */
  readonly edges: readonly Micros[]
  readonly cells: readonly CoverageCell[]
  readonly watermark: Micros | null
  readonly gaps: readonly Gap[]
}

/** What a query would have to look at, asked before anything heavy runs. */
export interface CostEstimate {
  readonly events: Count
  readonly bytes: number | null
  readonly shards: number | null
  /** One sentence for the page: what the run will read. */
  readonly sentence: string
}

/** Where to go on and how much to read; a cursor is of the connector that gave it and of no other. */
export interface PageRequest {
  readonly size: number
  readonly cursor: string | null
  /** Ascending by best time, then id, unless told. */
  readonly order?: 'ascending' | 'descending'
}

/** How an event came to be of an identity in scope. */
export type IdentityStanding = 'named' | 'owner' | 'undetermined'

/** An event of the scope, and why it counts as of an identity in it. */
export interface FoundEvent {
  readonly event: LogEvent
  readonly identity: IdentityStanding
}

/** A page of a search; `next` is null when there is nothing left to look at. */
export interface EventPage {
  readonly events: readonly FoundEvent[]
  readonly next: string | null
  readonly gaps: readonly Gap[]
  /** Candidates looked at so far and in all, for a progress bar that is true. */
  readonly progress: { readonly done: number; readonly total: number }
}

/** The events that hold one target's key inside its window, up to the rule's limit, and the exact fan-out. */
export interface LinkedKey {
  readonly target: LinkTarget
  readonly fanOut: number
  /** Empty when the fan-out exceeds the limit: the key folds. */
  readonly events: readonly LogEvent[]
  /** The key as the linked events hold it, for the receipt. */
  readonly key: LinkKey | null
}

/** Some targets of a link query with what they hold; the pages together answer each target once. */
export interface LinkPage {
  readonly keys: readonly LinkedKey[]
  readonly gaps: readonly Gap[]
}

/** Events in the half-open span `[from, to)`. */
export interface HistogramBucket {
  readonly from: Micros
  readonly to: Micros
  readonly count: number
}

/** One combination of values with its events and on how many assets and identities it was seen. */
export interface StackRow {
  readonly values: readonly (string | null)[]
  readonly count: number
  readonly assets: number
  readonly identities: number
}

/** Most or least frequent values of some fields; `distinct` counts all combinations. */
export interface Stack {
  readonly rows: readonly StackRow[]
  readonly distinct: Count
  readonly gaps: readonly Gap[]
}

/** An asset or identity the source holds, for the pickers. */
export interface Entity {
  readonly kind: 'asset' | 'identity'
  readonly key: string
  readonly label: string
  /** Other spellings folded into this one: FQDN, IPs, SID, `user@domain`. */
  readonly aliases: readonly string[]
  readonly events: number
  readonly lastSeen: Micros
}

/** A piece of a compiled query, cut where the scope begins and ends. */
export interface CompiledPart {
  readonly text: string
  /** Marked on the page: the part that is the scope. */
  readonly scope: boolean
}

/** The query as it will be run, shown read-only, never run from text. */
export interface CompiledQuery {
  readonly language: 'sql' | 'elasticsearch'
  readonly parts: readonly CompiledPart[]
  readonly parameters: readonly (string | number)[]
  /** Clauses decided on the original document by the reference evaluator, in words. */
  readonly decidedAfter: readonly string[]
}

/**
 * How a source is asked. Read-only by design. Every method that reads events takes a `ScopedQuery` or
 * a `LinkQuery` that one derived; `describe`, `bind`, `coverage`, `resolve` and `entities` return names,
 * types and counts, never events. All methods reject with `AppError`; an aborted signal gives `cancelled`.
 */
export interface Connector {
  readonly id: SourceId
  readonly kind: 'local' | 'elasticsearch'
  readonly capabilities: Capabilities
  /** Requests or statements sent since it was opened: a test counts them. */
  readonly queries: { readonly sent: number }
  describe(signal: AbortSignal): Promise<SourceDescription>
  bind(fields: readonly string[], signal: AbortSignal): Promise<Binding>
  /** Aliases the source knows for names of assets and identities. */
  resolve(
    names: { assets: readonly string[]; identities: readonly string[] },
    signal: AbortSignal,
  ): Promise<Resolved>
  coverage(
    scope: Scope,
    selectors: readonly LogSource[],
    edges: readonly Micros[],
    signal: AbortSignal,
  ): Promise<Coverage>
  estimate(query: ScopedQuery, signal: AbortSignal): Promise<CostEstimate>
  /**
   * Pages in a stable order: best time, then event id. A page may hold fewer events than its size, even
   * none, while `next` says that there is more to look at: long searches show their progress so.
   */
  search(query: ScopedQuery, page: PageRequest, signal: AbortSignal): AsyncIterable<EventPage>
  count(query: ScopedQuery, signal: AbortSignal): Promise<ScopeCount>
  /** Single events again, for capture, pins and verification; an id outside the scope is not answered. */
  read(
    query: ScopedQuery,
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly FoundEvent[]>
  /** Every target once, with what it holds in its half-open window `[from, to)`. */
  link(query: LinkQuery, signal: AbortSignal): AsyncIterable<LinkPage>
  /** How many rows `search` would give in each bucket, whatever their identity standing. */
  histogram(
    query: ScopedQuery,
    edges: readonly Micros[],
    signal: AbortSignal,
  ): Promise<readonly HistogramBucket[]>
  stack(
    query: ScopedQuery,
    fields: readonly string[],
    order: 'most' | 'least',
    signal: AbortSignal,
  ): Promise<Stack>
  entities(
    prefix: string,
    kind: 'asset' | 'identity',
    window: Window | null,
    signal: AbortSignal,
  ): Promise<readonly Entity[]>
  explain(query: ScopedQuery): CompiledQuery
  /** Safe to call twice. */
  close(): Promise<void>
}

export type { AssetRef, EventKind }
