import type { EventKind, Micros } from '#queries/event.ts'
import type { ProcessRow } from '../snapshot/row-types.ts'

/** One lane before it has a place: a process, several runs of one, or the sessions of one account. */
export interface Lane {
  readonly key: string
  readonly kind: 'process' | 'session'
  readonly asset: string
  /** The processes it stands for; more than one are runs of one name under one parent. */
  readonly processes: readonly ProcessRow[]
  readonly account: string
  readonly sessions: readonly string[]
  readonly parent: string | null
  readonly isHit: boolean
  readonly events: number
  readonly rank: number
  readonly start: Micros
  readonly kinds: ReadonlyMap<EventKind, number>
}
