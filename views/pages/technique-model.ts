import type { Micros } from '#queries/event.ts'

/** Whether the chosen source holds an event: its count, last time and assets; `null` where no source is chosen. */
export type SeenView =
  | {
      readonly state: 'seen'
      readonly events: number
      readonly last: Micros
      /** Assets it came from; of `TechniqueSourceView.assets`. */
      readonly assets: number
    }
  | { readonly state: 'not-seen' }
  | null

/** The source a technique is shown against. */
export interface TechniqueSourceView {
  readonly id: string
  readonly assets: number
  readonly from: Micros | null
  readonly to: Micros | null
  /** What every count of events on the page is. */
  readonly relation: 'exact' | 'at-least'
}

/** A paragraph in our own words with the numbers of its references. */
export interface ParagraphView {
  readonly text: string
  readonly cites: readonly number[]
}

/** How the source answers one field; `null` where no source is chosen or it was not asked. */
export type FieldView =
  | { readonly state: 'bound'; readonly seen: number }
  | { readonly state: 'missing'; readonly reason: string }
  | null

/** One of the six values that must be captured from the environment. */
export interface CaptureView {
  readonly part:
    | 'command-line'
    | 'arguments'
    | 'parent-process'
    | 'account'
    | 'host'
    | 'execution-time'
  readonly label: string
  readonly field: string
  readonly hint: string
  readonly answered: FieldView
}

/** One row of the Windows or the Sysmon event table. `name` is the channel, or Sysmon's name of the event. */
export interface EventRowView {
  readonly code: string
  readonly channel: string
  readonly name: string
  readonly why: string
  readonly seen: SeenView
}

/** One log source as ATT&CK names it; `events` holds each event id with what the source has of it. */
export interface AttackLogSourceView {
  readonly name: string
  readonly component: string
  /** The Windows channel it stands for; null where it is no Windows event log. */
  readonly channel: string | null
  readonly events: readonly {
    readonly code: string
    readonly channel: string | null
    readonly seen: SeenView
  }[]
}

export interface StrategyView {
  readonly id: string
  readonly href: string
  readonly analytics: readonly {
    readonly id: string
    readonly platforms: readonly string[]
    readonly logSources: readonly AttackLogSourceView[]
  }[]
}

/** What ATT&CK publishes on detecting the technique. */
export interface DetectionView {
  readonly strategies: readonly StrategyView[]
  /** Our reading of it; null where we have none. */
  readonly guidance: readonly ParagraphView[] | null
  /** The plain words where nothing is published, with the fact behind them. */
  readonly absence: { readonly what: string; readonly fact: string } | null
}

export interface LogSourceView {
  /** `Sysmon 1`, `Security 4688`. */
  readonly label: string
  readonly channel: string
  readonly code: string
  readonly seen: SeenView
}

export interface NeedView {
  /** Any one of them will do. */
  readonly anyOf: readonly LogSourceView[]
  /** Whether the source has one of them; null where no source is chosen. */
  readonly met: boolean | null
}

export interface ParameterView {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly choices: readonly string[]
  /** The default as it would be typed, one entry a line for a list; null where a value must be given. */
  readonly default: string | null
  readonly isList: boolean
  readonly reason: string
}

/** One documented behavior. */
export interface BehaviorView {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly platform: string
  readonly cites: readonly number[]
  readonly needs: readonly NeedView[]
  readonly helps: readonly LogSourceView[]
  readonly parameters: readonly ParameterView[]
  readonly captures: readonly { readonly field: string; readonly why: string }[]
  readonly benign: readonly string[]
  readonly blindSpots: readonly string[]
  readonly fields: readonly { readonly field: string; readonly answered: FieldView }[]
  /** `yes`: every field bound and every needed log source seen. `unknown`: no source is chosen or it was not asked. */
  readonly answerable: 'yes' | 'no' | 'unknown'
  /** Why not, one sentence each; empty unless `answerable` is `no`. */
  readonly reasons: readonly string[]
}

export interface ReferenceView {
  readonly n: number
  readonly title: string
  readonly publisher: string
  readonly year: number | null
  /** Always https, from our own files. */
  readonly href: string
}

/** What is written about a technique. */
export interface GuideView {
  readonly what: readonly ParagraphView[]
  readonly why: readonly ParagraphView[]
  readonly capture: readonly CaptureView[]
  readonly windowsEvents: readonly EventRowView[]
  readonly sysmonEvents: readonly EventRowView[]
  readonly portableRule: string
  readonly start: readonly string[]
  readonly behaviors: readonly BehaviorView[]
  readonly references: readonly ReferenceView[]
}

/** Everything `/techniques/:id?source=` shows. */
export interface TechniqueModel {
  readonly id: string
  readonly name: string
  readonly attackVersion: string
  /** Version of the technique's own object in ATT&CK. */
  readonly version: string
  readonly href: string
  readonly tactics: readonly { readonly shortName: string; readonly name: string }[]
  readonly platforms: readonly string[]
  readonly parent: { readonly id: string; readonly name: string } | null
  readonly children: readonly { readonly id: string; readonly name: string }[]
  readonly source: TechniqueSourceView | null
  readonly detection: DetectionView
  /** Null for a technique without a guide of ours: the page says so and offers a captured behavior. */
  readonly guide: GuideView | null
  readonly notice: string
}
