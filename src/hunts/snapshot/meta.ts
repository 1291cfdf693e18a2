import type { CostEstimate, CompiledQuery, LogSource } from '#connectors/contract.ts'
import type { Binding } from '#queries/binding.ts'
import type { Micros } from '#queries/event.ts'
import type { RuleWindow } from '#queries/links/rule.ts'
import type { Predicate } from '#queries/predicate.ts'
import type { AssetScope, IdentityScope, Window } from '#queries/scope.ts'
import type { RunCounts, RunState } from '../../workspace/parse-run.ts'
import type { Question } from '../question.ts'

/** The behavior a run asked for, with its values filled in. */
export interface AskedBehavior {
  readonly kind: Question['behavior']['kind']
  /** The documented behavior's id; null where the hunter captured or stated one. */
  readonly id: string | null
  readonly title: string
  /** The event it was captured from. */
  readonly from: { readonly event: string; readonly note?: string | undefined } | null
}

/** What a run is, apart from its events: one value a row of the table `meta`. */
export interface SnapshotMeta {
  readonly version: number
  readonly run: string
  readonly hunt: string
  readonly state: Exclude<RunState, 'queued' | 'running'>
  readonly title: string
  readonly technique: {
    readonly id: string
    readonly name: string
    /** The ATT&CK version its facts were read from. */
    readonly attackVersion: string
  }
  readonly source: string
  readonly question: Question
  readonly scope: {
    readonly assets: AssetScope
    readonly identities: IdentityScope
    readonly window: Window
  }
  readonly behavior: AskedBehavior
  readonly predicate: Predicate
  /** Log sources the behavior needs. */
  readonly needs: readonly LogSource[]
  readonly binding: Binding
  readonly compiled: CompiledQuery
  readonly estimate: CostEstimate
  readonly counts: RunCounts
  readonly watermark: Micros | null
  /** The windows used, by link rule. */
  readonly windows: Readonly<Record<string, RuleWindow>>
  /** Assets outside the scope that a link reached: named extensions of the run. */
  readonly extensions: readonly string[]
  /** Bucket edges of the table `coverage`. */
  readonly coverageEdges: readonly Micros[]
  /** Link queries sent: it does not depend on the number of hits. */
  readonly linkQueries: number
  /** When the run began and ended, UTC microseconds. */
  readonly started: Micros
  readonly finished: Micros
  /** Milliseconds a phase. */
  readonly timings: Readonly<Record<string, number>>
}

/** The digest stands beside the rest and covers it. */
export const digestKey = 'digest'
