import type { GlyphName } from '../parts/glyph.tsx'
import type { GradeName } from '../parts/grade.tsx'

/*
 * The drawing of a hunt's timeline, finished: every `x` is a percent of the plot's width, every `y` a pixel.
 * The server places everything; the parts only write it down.
 */

export interface AxisTick {
  readonly x: number
  /** T±, or the clock where there is no hit to count from. */
  readonly delta: string
  readonly clock: string | null
  readonly day: string | null
  readonly anchor: 'start' | 'middle' | 'end'
  /** Also shown on a phone. */
  readonly small: boolean
}

export interface TimeAxis {
  readonly ticks: readonly AxisTick[]
  /** The focused hit's place and its clock; null without a hit or when it lies outside the span. */
  readonly zero: { readonly x: number; readonly clock: string } | null
  /** How far the drawing reaches to each side of the hit: `6 h`. */
  readonly before: string | null
  readonly after: string | null
}

export type LaneRowKind = 'asset' | 'session' | 'process' | 'kind' | 'fold'

/** One row of the gutter. */
export interface LaneRow {
  readonly kind: LaneRowKind
  readonly y: number
  /** Middle of the row, where marks stand. */
  readonly mid: number
  readonly label: string
  readonly sub: string | null
  /** Pixels from the left. */
  readonly indent: number
  /** The whole name with pid and command line, for the tooltip. */
  readonly title: string
  /** The row's name where it must be short. */
  readonly short: string
  readonly isHit: boolean
  /** The asset lies outside the scope. */
  readonly isExtension: boolean
  /** Middle of the parent's row, to draw the branch from. */
  readonly parentMid: number | null
}

export interface LifeLine {
  readonly y: number
  readonly from: number
  readonly to: number
  /** The end is known: a small stop is drawn. */
  readonly isEnded: boolean
  /** Where it may have gone on to: seen last at `to`, its end not logged. */
  readonly maybeTo: number | null
}

export interface EventMark {
  readonly x: number
  readonly y: number
  readonly glyph: GlyphName
  readonly kind: string
  readonly href: string
  readonly title: string
  /** Events it stands for; above 1 it is drawn with a shadow. */
  readonly count: number
  readonly isHit: boolean
  readonly isSelected: boolean
}

/** A row with more events than marks could show: columns in five steps, and the ways in. */
export interface DensityRow {
  readonly y: number
  readonly height: number
  readonly x: number
  readonly width: number
  /** One step (0 to 4) a column, from `x` over `width`. */
  readonly columns: readonly number[]
  readonly links: readonly { x: number; width: number; href: string; title: string }[]
}

/** A label is shown from the narrowest of four plot widths at which it touches nothing. */
export type LabelFrom = 'a' | 'b' | 'c' | 'd'

export interface MarkLabel {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly side: 'right' | 'left'
  /** Pixels from the mark's middle to the text. */
  readonly gap: number
  /** Pixels the text takes. */
  readonly width: number
  readonly from: LabelFrom
  readonly ground: 'plain' | 'before' | 'asset'
  /** `unknown`: the words for an order that the clocks cannot bear. */
  readonly look: 'plain' | 'hit' | 'unknown'
}

export interface LinkLine {
  readonly grade: GradeName
  readonly isPath: boolean
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

export interface HitFlag {
  readonly x: number
  /** `hit 2`. */
  readonly short: string
  /** What follows it where there is room: the process name. */
  readonly rest: string
  readonly href: string
  readonly isZero: boolean
  readonly hasText: boolean
}

/** A row that stands for more than is drawn: folded keys, or lanes that found no place. */
export interface FoldBar {
  readonly y: number
  readonly text: string
  readonly short: string
  readonly href: string
}

/** The clocks cannot tell which side of the hit it stands on: a band as wide as the doubt. */
export interface UnknownBand {
  readonly x: number
  readonly width: number
  readonly y: number
}

export interface CoverageRun {
  readonly x: number
  readonly width: number
  readonly state: CoverageStateName
}

export type CoverageStateName = 'seen' | 'quiet' | 'blind' | 'truncated' | 'failed'

export interface CoverageRow {
  readonly y: number
  readonly asset: string | null
  readonly source: string
  readonly short: string
  readonly isNeeded: boolean
  readonly runs: readonly CoverageRun[]
}

export interface CoverageStripView {
  readonly headY: number
  readonly top: number
  readonly bottom: number
  readonly rows: readonly CoverageRow[]
  /** Rows that found no place here; the Coverage tab has them all. */
  readonly more: number
}

export interface LanesView {
  readonly caption: string
  readonly height: number
  /** Where the lanes end and the coverage begins. */
  readonly lanesEnd: number
  readonly axis: TimeAxis
  readonly rows: readonly LaneRow[]
  readonly lives: readonly LifeLine[]
  readonly links: readonly LinkLine[]
  readonly flags: readonly HitFlag[]
  readonly bands: readonly UnknownBand[]
  readonly folds: readonly FoldBar[]
  /** Where the words of a fold stand clear of t = 0, and where its bar ends. */
  readonly foldWordsX: number
  readonly foldEnd: number
  readonly densities: readonly DensityRow[]
  readonly marks: readonly EventMark[]
  readonly labels: readonly MarkLabel[]
  readonly undecided: { readonly x: number; readonly words: string } | null
  readonly coverage: CoverageStripView
}

/** The whole scope on a clock scale, with the part that the lanes show in a frame. */
export interface OverviewView {
  readonly head: string
  readonly sub: string
  readonly label: string
  readonly bars: readonly {
    x: number
    width: number
    height: number
    href: string
    title: string
  }[]
  /** Percents at which hits stand. */
  readonly hits: readonly number[]
  readonly frame: { readonly x: number; readonly width: number } | null
  readonly undecided: number | null
  readonly ticks: readonly {
    x: number
    text: string
    day: string | null
    small: boolean
    anchor: 'start' | 'middle' | 'end'
  }[]
  /** The window's ends in microseconds, for the drag. */
  readonly from: number
  readonly to: number
}
