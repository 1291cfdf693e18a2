import type { EventKind, Micros, TimeSource } from '#queries/event.ts'
import type { Direction, Grade } from '#queries/links/rule.ts'
import type { IdentityStanding } from '#connectors/contract.ts'

/** A row of the table `event`, by its column names. */
export interface EventRow {
  readonly row: number
  readonly id: string
  readonly is_hit: 0 | 1
  readonly hit_n: number | null
  readonly episode: number | null
  readonly identity: IdentityStanding
  readonly ts: Micros
  readonly early: Micros
  readonly late: Micros
  readonly time_source: TimeSource
  readonly asset: string
  readonly extension: 0 | 1
  readonly channel: string
  readonly code: string
  readonly kind: EventKind
  readonly process: number | null
  readonly session: string | null
  readonly account: string
  /** JSON: see `sentenceParts`. */
  readonly sentence: string
  readonly best_grade: Grade | null
  readonly best_rule: string | null
  readonly direction: Direction | null
  readonly rank: number
  readonly lookup: 0 | 1
  readonly blk: number
  readonly pos: number
}

/** A row of the table `process`, by its column names. */
export interface ProcessRow {
  readonly n: number
  readonly asset: string
  readonly entity: string | null
  readonly pid: number | null
  readonly parent: number | null
  readonly name: string
  readonly command_line: string
  readonly account: string
  readonly logon: string | null
  readonly started: Micros | null
  readonly ended: Micros | null
  readonly first: Micros
  readonly last: Micros
  readonly is_hit: 0 | 1
  readonly episode: number | null
}
