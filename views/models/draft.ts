import type { Micros } from '#queries/event.ts'
import type { BehaviorView } from '../pages/technique-model.ts'
import type { CountView, ErrorView } from '../model.ts'
import type { TechniqueRow } from '../parts/technique-table.tsx'
import type { GlyphName } from '../parts/glyph.tsx'
import type { SentencePartView } from './hunt.ts'

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
