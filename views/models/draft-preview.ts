import type { CountView, ErrorView } from '../model.ts'
import type { ScopedEventRow } from './draft.ts'
import type { SightView } from './draft-scope.ts'
import type { CompiledQueryView } from '../parts/compiled-query.tsx'

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

/** The query as it will be run. */
export interface QueryPreviewView extends CompiledQueryView {
  readonly language: string
  readonly digest: string
  readonly fields: readonly { readonly field: string; readonly words: string }[]
}
