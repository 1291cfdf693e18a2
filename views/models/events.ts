import type { EventKind, Micros } from '#queries/event.ts'
import type { GlyphName } from '../parts/glyph.tsx'
import type { GradeName } from '../parts/grade.tsx'
import type { HuntTab } from './hunt.ts'

/** A part of a sentence: our words, or text from the log. */
export interface SentencePartView {
  readonly text: string
  readonly evidence?: boolean
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
