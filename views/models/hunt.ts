import type { EventKind, Micros } from '#queries/event.ts'
import type { CountView, GapView } from '../model.ts'
import type { GlyphName } from '../parts/glyph.tsx'
import type { GradeName } from '../parts/grade.tsx'
import type { CoverageRun, LanesView, OverviewView } from './lanes.ts'

/** A part of a sentence: our words, or text from the log. */
export interface SentencePartView {
  readonly text: string
  readonly evidence?: boolean
}

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
  /** Where the guided steps begin with this hunt's answers. */
  readonly editHref: string
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
  readonly first: Micros
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

export interface EventRowView {
  readonly row: number
  readonly href: string
  readonly kind: EventKind
  readonly glyph: GlyphName
  /** T± in microseconds; null for a hit, which shows its number. */
  readonly delta: number | null
  readonly hit: number | null
  readonly isOrderUnknown: boolean
  readonly time: Micros
  readonly digits: 0 | 3 | 6
  /** The first row of another day than the one above it in its group: the day is said before it. */
  readonly newDay: string | null
  readonly asset: string
  readonly isExtension: boolean
  /** Empty where nobody is named and no owner is known. */
  readonly account: string
  /** The event names nobody: the account is the owner of its process. */
  readonly isOwner: boolean
  readonly standing: 'named' | 'owner' | 'undetermined'
  readonly sentence: readonly SentencePartView[]
  readonly grade: GradeName | null
  readonly key: string | null
  readonly isLookup: boolean
  readonly isSelected: boolean
  /** A sentence under the row: why its order is unknown. */
  readonly note: string | null
}

export interface FoldRowView {
  readonly text: string
  readonly evidence: string
  readonly after: string
  readonly href: string
  readonly action: string
  readonly opened: OpenedFold | null
}

/** Events of a fold as the source has them now: not part of the run. */
export interface OpenedFold {
  readonly said: string
  readonly rows: readonly {
    readonly time: Micros
    readonly asset: string
    readonly account: string
    readonly kind: EventKind
    readonly sentence: readonly SentencePartView[]
  }[]
  readonly closeHref: string
}

export interface RowGroup {
  readonly name: string
  readonly words: string
  readonly rows: readonly EventRowView[]
}

export interface EventTableView {
  readonly heading: string
  readonly groups: readonly RowGroup[]
  readonly folds: readonly FoldRowView[]
  readonly moreFolds: { readonly href: string; readonly words: string } | null
  readonly weak: { readonly href: string; readonly words: string } | null
  readonly undecided: {
    readonly delta: number
    readonly from: Micros
    readonly until: Micros
  } | null
  readonly page: {
    readonly first: number
    readonly last: number
    readonly total: number
    readonly previous: string | null
    readonly next: string | null
  }
  readonly zoneAt: Micros
}

export interface ReceiptLine {
  readonly word: string
  readonly text: string
  readonly isEvidence: boolean
}

export interface PathStepView {
  readonly rule: string
  readonly key: string
  readonly grade: GradeName
  readonly href: string | null
}

/** Why a row is here: one link, always the same lines. */
export interface LinkReceiptView {
  readonly grade: GradeName
  readonly reason: string
  readonly lines: readonly ReceiptLine[]
  readonly steps: readonly PathStepView[]
}

export interface OtherLink {
  readonly grade: GradeName
  readonly key: string
  readonly label: string
  readonly href: string
}

export interface FieldRow {
  readonly name: string
  readonly value: string
  readonly onlyHref: string | null
}

export interface TreeNode {
  readonly name: string
  readonly detail: string
  readonly commandLine: string
  readonly hits: readonly number[]
  readonly isSelected: boolean
  readonly href: string | null
  readonly children: readonly TreeNode[]
}

export interface ProcessTreeView {
  readonly roots: readonly { readonly asset: string; readonly nodes: readonly TreeNode[] }[]
  readonly shown: number
  readonly total: number
  readonly empty: string | null
}

export interface EventPanelView {
  readonly id: string
  readonly row: number
  readonly glyph: GlyphName
  readonly kind: EventKind
  readonly sentence: readonly SentencePartView[]
  readonly delta: number | null
  readonly hit: number | null
  readonly time: Micros
  readonly asset: string
  readonly logSource: string
  readonly isExtension: boolean
  readonly standing: string | null
  readonly clock: string
  readonly receipt: LinkReceiptView | null
  readonly otherLinks: readonly OtherLink[]
  readonly moreLinks: number
  readonly hitWords: string | null
  readonly tab: 'fields' | 'raw' | 'tree'
  readonly tabs: readonly HuntTab[]
  readonly fields: readonly FieldRow[]
  readonly raw: { readonly text: string; readonly sha256: string; readonly fullHref: string } | null
  readonly tree: ProcessTreeView | null
  readonly locator: string
  readonly ownHref: string
  readonly centreHref: string
  readonly captureHref: string
  readonly closeHref: string
  readonly rowHref: string
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

export interface HitListView {
  readonly heading: string
  readonly rows: readonly {
    readonly n: number
    readonly href: string
    readonly glyph: GlyphName
    readonly kind: EventKind
    readonly time: Micros
    readonly digits: 0 | 3
    readonly asset: string
    readonly account: string
    readonly standing: 'named' | 'owner' | 'undetermined'
    readonly sentence: readonly SentencePartView[]
    readonly episode: number | null
    readonly linked: number
  }[]
  readonly next: string | null
  readonly first: string | null
}
