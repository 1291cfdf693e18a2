import type { Micros } from '#queries/event.ts'
import type { BehaviorView } from '../pages/technique-model.ts'
import type { CountView, ErrorView, GapView } from '../model.ts'
import type { TechniqueRow } from '../parts/technique-table.tsx'
import type { GlyphName } from '../parts/glyph.tsx'
import type { SentencePartView } from './hunt.ts'
import type { CoverageRun } from './lanes.ts'

export type StepName = 'technique' | 'source' | 'scope' | 'behavior' | 'preview'

/** One step of the stepper; a link where it can be gone to. */
export interface StepView {
  readonly name: StepName
  readonly label: string
  /** What was chosen, or what is asked for. */
  readonly note: string
  readonly state: 'done' | 'current' | 'next'
  readonly href: string | null
}

/** What every step stands in: where its form is sent, and what was refused. */
export interface StepFrame {
  readonly steps: readonly StepView[]
  readonly action: string
  /** The step before, as a link of the foot; null on the first. */
  readonly back: { readonly href: string; readonly label: string } | null
  /** The hunt this draft changes, or null. */
  readonly hunt: { readonly href: string; readonly title: string } | null
  readonly error: ErrorView | undefined
}

export interface HiddenField {
  readonly name: string
  readonly value: string
}

/** Step 1: the catalog, or what an address has chosen already. */
export interface TechniqueStepView {
  readonly query: string
  /** Where the search goes. */
  readonly searchAction: string
  /** What the button of the chosen technique does. */
  readonly beginLabel: string
  /** What the address carries beside the technique. */
  readonly carried: readonly HiddenField[]
  readonly attackVersion: string
  readonly total: number
  readonly found: number
  readonly chosen: TechniqueRow | null
  /** What else is chosen already, in words. */
  readonly with: readonly (readonly [string, string])[]
  readonly groups: readonly {
    readonly id: string
    readonly name: string
    readonly rows: readonly TechniqueRow[]
  }[]
  /** Drafts that were left before they ran. */
  readonly open: readonly DraftRow[]
}

export interface DraftRow {
  readonly href: string
  readonly title: string
  readonly step: string
  readonly updated: Micros
}

/** One source against what the technique's behaviors need. */
export interface SourceChoiceRow {
  readonly id: string
  readonly isChosen: boolean
  /** Why it could not be asked; the rest is then unknown. */
  readonly fault: string | null
  readonly events: CountView | null
  readonly from: Micros | null
  readonly to: Micros | null
  readonly bound: number
  readonly fields: number
  readonly missing: readonly string[]
  readonly logSources: readonly { readonly label: string; readonly seen: boolean }[]
  readonly answerable: number
}

export interface SourceStepView {
  readonly technique: { readonly id: string; readonly name: string }
  /** Documented behaviors of the technique; 0 without a guide. */
  readonly behaviors: number
  readonly rows: readonly SourceChoiceRow[]
}

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

export interface ClauseRowView {
  readonly n: number
  readonly label: string
  readonly field: string
  readonly op: string
  readonly value: string
  readonly keep: boolean
  readonly not: boolean
}

/** The event that clauses came from. */
export interface OriginView {
  readonly id: string
  readonly asset: string | null
  readonly logSource: string | null
  readonly time: Micros | null
  readonly lacks: readonly string[]
}

export interface ScopedEventRow {
  readonly id: string
  readonly time: Micros
  readonly glyph: GlyphName
  readonly kindWord: string
  readonly logSource: string
  readonly asset: string
  readonly account: string
  readonly sentence: readonly SentencePartView[]
  readonly isCaptured: boolean
}

/** The scoped events to capture from: one page. */
export interface BrowseView {
  readonly log: string
  readonly text: string
  readonly logs: readonly { readonly value: string; readonly label: string }[]
  /** The log sources that the technique's behaviors look at, as links. */
  readonly quick: readonly {
    readonly href: string
    readonly label: string
    readonly isOn: boolean
  }[]
  readonly rows: readonly ScopedEventRow[]
  readonly count: CountView | null
  readonly first: string | null
  readonly next: string | null
  readonly textFields: readonly string[]
  /** Candidates looked at, of all in scope. */
  readonly progress: { readonly done: number; readonly total: number }
}

/** The values that a documented behavior asks for, as typed, by parameter. */
export interface PickedBehavior {
  readonly behavior: BehaviorView
  readonly values: Readonly<Record<string, string>>
}

export interface ClausesView {
  readonly rows: readonly ClauseRowView[]
  readonly origin: OriginView | null
  /** Field names to suggest. */
  readonly fields: readonly string[]
  /** A predicate that is more than rows can show, as JSON; null where the rows are all of it. */
  readonly kept: string | null
}

export interface BehaviorTab {
  readonly href: string
  readonly label: string
  readonly n?: number
  readonly current: boolean
}

/** Step 4: one of three ways to say what is seen. */
export interface BehaviorStepView {
  readonly technique: { readonly id: string; readonly name: string }
  readonly source: string
  readonly tabs: readonly BehaviorTab[]
  /** The one of the three that is shown. */
  readonly documented: {
    readonly behaviors: readonly { readonly behavior: BehaviorView; readonly href: string }[]
    readonly picked: PickedBehavior | null
    readonly captureHref: string
  } | null
  readonly browse: BrowseView | null
  readonly clauses: ClausesView | null
}

export interface HistogramView {
  readonly bars: readonly {
    readonly x: number
    readonly width: number
    readonly height: number
    readonly hits: number
    readonly title: string
  }[]
  readonly ticks: readonly {
    readonly x: number
    readonly text: string
    readonly day: string | null
    readonly anchor: 'start' | 'middle' | 'end'
  }[]
  readonly undecided: number | null
  readonly label: string
  readonly tallest: number
}

export interface FoundView {
  readonly named: CountView
  readonly owner: CountView
  readonly undetermined: CountView
}

/** Step 5: what the hunt will read and what it begins to find. */
export interface PreviewStepView {
  readonly technique: { readonly id: string; readonly name: string }
  readonly source: string
  readonly behavior: string
  readonly title: string
  readonly titleHint: string
  readonly before: string
  readonly after: string
  readonly windows: readonly { readonly grade: string; readonly words: string }[]
  readonly body: PreviewBody
}

export type PreviewBody =
  | {
      readonly state: 'refused'
      readonly error: ErrorView
      readonly fix: { readonly href: string; readonly label: string } | null
    }
  | {
      readonly state: 'ready'
      readonly events: CountView
      readonly cost: string
      /** Null where it was not counted in time. */
      readonly found: FoundView | null
      readonly histogram: HistogramView | null
      readonly hits: readonly ScopedEventRow[]
      readonly isMore: boolean
      readonly notInTime: readonly string[]
      readonly sight: SightView
      readonly query: QueryPreviewView
    }

export interface QueryPreviewView {
  readonly language: string
  readonly parts: readonly { readonly text: string; readonly scope: boolean }[]
  readonly parameters: readonly string[]
  readonly decidedAfter: readonly string[]
  readonly digest: string
  readonly fields: readonly { readonly field: string; readonly words: string }[]
}
