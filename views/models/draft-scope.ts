import type { Micros } from '#queries/event.ts'
import type { CountView, ErrorView, GapView } from '../model.ts'
import type { CoverageRun } from './lanes.ts'

/** One name that the source knows, offered by a picker. */
export interface EntityOption {
  readonly name: string
  readonly aliases: readonly string[]
  readonly events: number
  readonly lastSeen: Micros
  readonly isChosen: boolean
}

export interface PickerView {
  readonly kind: 'asset' | 'identity'
  readonly mode: 'list' | 'any'
  readonly chosen: readonly {
    readonly name: string
    readonly also: string | null
    readonly isSeen: boolean
  }[]
  readonly reason: string
  /** What was typed to find; null where nothing was asked. */
  readonly find: string | null
  readonly options: readonly EntityOption[]
  /** Whether there may be more than are shown. */
  readonly isCut: boolean
  /** Where matches are fetched as it is typed. */
  readonly href: string
}

export interface WindowView {
  readonly mode: 'last' | 'all' | 'between'
  readonly presets: readonly {
    readonly value: string
    readonly label: string
    readonly on: boolean
  }[]
  readonly from: string
  readonly to: string
  /** The same in the reader's zone; null where that is UTC or the time cannot be read. */
  readonly fromLocal: string | null
  readonly toLocal: string | null
  readonly length: string | null
  readonly readUpTo: Micros | null
  /** Whether the window reaches past what the source has read. */
  readonly isPast: boolean
}

export interface SightRow {
  readonly label: string
  readonly name: string
  readonly isNeeded: boolean
  readonly runs: readonly CoverageRun[]
  readonly words: string
  readonly isWanting: boolean
}

/** What a scope can see; or why that cannot be said yet. */
export type SightView =
  | { readonly state: 'open'; readonly missing: readonly string[] }
  | { readonly state: 'error'; readonly error: ErrorView }
  | {
      readonly state: 'seen'
      readonly source: string
      readonly checkedAt: Micros
      readonly verdict: {
        readonly tone: 'ok' | 'warn' | 'unknown'
        readonly head: string
        readonly text: string
      }
      readonly ticks: readonly {
        readonly x: number
        readonly text: string
        readonly anchor: 'start' | 'middle' | 'end'
      }[]
      readonly bucket: string
      /** Where what is not read yet begins, in percent; null where all is read. */
      readonly undecided: number | null
      readonly assets: readonly { readonly asset: string; readonly rows: readonly SightRow[] }[]
      readonly moreAssets: number
      /** What the marked log sources are needed for. */
      readonly neededFor: string
      readonly events: CountView
      readonly cost: string
      readonly gaps: readonly GapView[]
    }

export interface ScopeStepView {
  readonly assets: PickerView
  readonly identities: PickerView
  readonly window: WindowView
  readonly sight: SightView
  readonly source: string
}
