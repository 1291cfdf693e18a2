import type { EventKind, Micros } from '#queries/event.ts'
import type { CountView, GapView } from '../model.ts'
import type { GradeName } from '../parts/grade.tsx'
import type { EventPanelView, EventTableView } from './events.ts'
import type { CoverageRun, LanesView, OverviewView } from './lanes.ts'

export interface RunChoice {
  readonly n: number
  readonly state: string
  readonly at: Micros
  readonly hits: CountView | null
  readonly href: string
  readonly isCurrent: boolean
}

/** What every tab of a hunt begins with. */
export interface HuntHeaderView {
  readonly hunt: string
  readonly title: string
  readonly technique: { readonly id: string; readonly name: string }
  readonly source: { readonly name: string; readonly href: string | null }
  readonly assets: readonly string[]
  /** Why any asset or any identity was asked for. */
  readonly assetsReason: string | null
  readonly identities: readonly string[]
  readonly identitiesReason: string | null
  readonly window: { readonly from: Micros; readonly to: Micros }
  readonly behavior: string
  readonly run: {
    readonly n: number
    readonly of: number
    readonly at: Micros
    readonly tookMs: number | null
    readonly scopeVersion: number
    readonly isLive: boolean
    readonly id: string
  } | null
  readonly runs: readonly RunChoice[]
  readonly runAction: string
  readonly cancelAction: string | null
}

export interface HuntTab {
  readonly href: string
  readonly label: string
  readonly n?: number
  readonly current: boolean
}

/** One note of the banner: its word, its fact, and the gaps behind it. */
export interface BannerNote {
  readonly tone: 'ok' | 'warn' | 'bad' | 'unknown'
  readonly what: string
  readonly text: string
  readonly gaps: readonly GapView[]
  readonly act: { readonly href: string; readonly label: string } | null
}

export interface EpisodeCard {
  readonly n: number
  readonly asset: string
  readonly identity: string
  /** Its first hit. */
  readonly first: Micros
  /** The episodes lie on more than one day. */
  readonly withDay: boolean
  readonly words: string
  readonly title: string
  readonly href: string
  readonly isCurrent: boolean
}

export interface EpisodeStripView {
  readonly cards: readonly EpisodeCard[]
  readonly all: {
    readonly href: string
    readonly isCurrent: boolean
    readonly words: string
  } | null
  readonly more: { readonly href: string; readonly words: string } | null
}

export interface FilterChoice {
  readonly href: string
  readonly label: string
  readonly n: number
  readonly isOff: boolean
}

export interface FilterBarView {
  readonly kinds: readonly (FilterChoice & { readonly kind: EventKind })[]
  readonly grades: readonly (FilterChoice & { readonly grade: GradeName })[]
  readonly sides: readonly FilterChoice[]
  readonly zooms: readonly {
    readonly href: string
    readonly label: string
    readonly isCurrent: boolean
  }[]
  readonly scales: readonly {
    readonly href: string
    readonly label: string
    readonly isCurrent: boolean
  }[]
  /** A field that only rows with one value are shown of. */
  readonly field: {
    readonly name: string
    readonly value: string
    readonly clearHref: string
  } | null
  /** Takes every filter back; null when there is none. */
  readonly clearHref: string | null
}

export interface CoverageMatrixView {
  readonly groups: readonly {
    readonly asset: string
    readonly isExtension: boolean
    readonly rows: readonly {
      readonly source: string
      readonly channel: string
      readonly isNeeded: boolean
      readonly runs: readonly CoverageRun[]
      readonly events: number
      readonly words: string
      readonly isWanting: boolean
    }[]
  }[]
  readonly ticks: readonly {
    readonly x: number
    readonly text: string
    readonly anchor: 'start' | 'middle' | 'end'
  }[]
  readonly shown: number
  readonly total: number
  readonly from: Micros
  readonly watermark: Micros | null
}

export interface QueryAsRunView {
  readonly language: string
  readonly parts: readonly { readonly text: string; readonly scope: boolean }[]
  readonly parameters: readonly string[]
  readonly decidedAfter: readonly string[]
  readonly binding: {
    readonly source: string
    readonly bound: number
    readonly fields: readonly { readonly field: string; readonly words: string }[]
    readonly digest: string
  }
  readonly correlation: string
  readonly answered: string
  readonly digest: string
  readonly timings: readonly { readonly phase: string; readonly ms: number }[]
}

export interface RunProgressView {
  readonly state: 'queued' | 'running'
  readonly phase: string
  readonly sentence: string
  readonly done: number
  readonly total: number
  readonly steps: readonly { readonly label: string; readonly state: 'done' | 'now' | 'next' }[]
  readonly pollHref: string
  readonly pageHref: string
  readonly cancelAction: string
}

/** The Timeline tab. */
export interface TimelineView {
  readonly banner: readonly BannerNote[]
  readonly episodes: EpisodeStripView
  readonly filter: FilterBarView
  readonly overview: OverviewView
  /** Null when the run found nothing. */
  readonly lanes: LanesView | null
  readonly table: EventTableView | null
  readonly panel: EventPanelView | null
  readonly matrix: CoverageMatrixView | null
  readonly zone: string
  readonly coverageHref: string
  readonly dragTo: string
  readonly keys: readonly KeyHint[]
  readonly steps: KeyLinks
  readonly announcement: string
}

export interface KeyHint {
  readonly keys: readonly string[]
  readonly words: string
}

/** Where keys lead: each follows a link that stands on the page. */
export interface KeyLinks {
  readonly zoomIn: string | null
  readonly zoomOut: string | null
  readonly zoomTo: string | null
  readonly whole: string
  readonly left: string | null
  readonly right: string | null
  readonly scale: string
  readonly nextHit: string | null
  readonly previousHit: string | null
  readonly nextEpisode: string | null
  readonly previousEpisode: string | null
}

export type { SentencePartView } from './events.ts'
