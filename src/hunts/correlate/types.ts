import type { Connector, FoundEvent, Gap, IdentityStanding } from '#connectors/contract.ts'
import type { LogEvent, Micros } from '#queries/event.ts'
import type { Direction, Grade } from '#queries/links/rule.ts'
import type { RuleWindows } from '#queries/links/windows.ts'
import type { ScopedQuery } from '#queries/scoped-query.ts'

/** A key as a receipt shows it: ECS field names with the values as the log writes them. */
export type ShownKey = Readonly<Record<string, string | number>>

/** One step of a link: the rule that was followed, the key that joined, the event it led to. */
export interface PathStep {
  readonly rule: string
  readonly key: ShownKey
  readonly grade: Grade
  /** Event id the step starts from and event id it leads to; null where the log holds no event of it. */
  readonly from: string | null
  readonly to: string | null
}

/** Why one event is linked to one hit. */
export interface Link {
  /** Event id of the hit. */
  readonly hit: string
  readonly rule: string
  readonly key: ShownKey
  /** Every step from the hit to the event; one step where a single key joins them. */
  readonly path: readonly PathStep[]
  readonly grade: Grade
  readonly direction: Direction
  /** One sentence: how the direction was decided. */
  readonly whyOrder: string
  /** Distinct events with this key inside the rule's windows, counted before any limit. */
  readonly fanOut: number
  readonly limit: number
  readonly beforeUs: Micros
  readonly afterUs: Micros
  /** Found by exact id outside the rule's window. */
  readonly lookup: boolean
}

/** An event linked to at least one hit. */
export interface ContextEvent {
  readonly event: LogEvent
  readonly identity: IdentityStanding
  /** Its asset lies outside the scope and was reached by a link: a named extension of the run. */
  readonly extension: boolean
  readonly lookup: boolean
  /** At most one a hit and rule; best first. */
  readonly links: readonly Link[]
  /** 0 = most telling: grade, then rarity of its kind and rule inside this run. */
  readonly rank: number
}

/** A key that too many events share: one row with its count instead of the events. */
export interface Fold {
  readonly hit: string
  readonly rule: string
  readonly grade: Grade
  readonly key: ShownKey
  readonly asset: string | null
  readonly count: number
  readonly fanOut: number
  readonly reason: 'hub' | 'fan-out'
}

/** A process of the lanes and the tree. `parent` is the `id` of another node of this list. */
export interface ProcessNode {
  readonly id: string
  readonly asset: string
  readonly entity: string | null
  readonly pid: number | null
  readonly parent: string | null
  readonly name: string
  readonly commandLine: string
  readonly account: string
  readonly logon: string | null
  readonly started: Micros | null
  readonly ended: Micros | null
  readonly first: Micros
  readonly last: Micros
  /** Ids of the events it acts in, hits and context. */
  readonly events: readonly string[]
}

/** Hits and context that hang together by exact or strong links: the unit of review. */
export interface Episode {
  readonly id: string
  readonly first: Micros
  readonly last: Micros
  readonly hits: readonly string[]
  readonly context: readonly string[]
  readonly assets: readonly string[]
  readonly identities: readonly string[]
}

export interface CorrelateInput {
  readonly connector: Connector
  readonly query: ScopedQuery
  readonly hits: readonly FoundEvent[]
  /** Windows a rule; `ruleWindows()` gives the defaults, `ruleWindows({beforeUs, afterUs})` sets all. */
  readonly windows: RuleWindows
  readonly maxContext: number
  readonly signal: AbortSignal
  readonly onProgress?: (done: number, total: number, label: string) => void
}

export interface Correlation {
  readonly context: readonly ContextEvent[]
  /** Links between hits, by the id of the hit that is linked; `link.hit` is the other one. */
  readonly hitLinks: ReadonlyMap<string, readonly Link[]>
  readonly folded: readonly Fold[]
  readonly processes: readonly ProcessNode[]
  readonly episodes: readonly Episode[]
  readonly gaps: readonly Gap[]
  /** `connector.link` calls made: it does not depend on the number of hits. */
  readonly queries: number
}
