import type { KeyKind } from './keys.ts'

/** How much a link can bear (DESIGN §6). */
export const grades = ['exact', 'strong', 'medium', 'weak'] as const
export type Grade = (typeof grades)[number]

export type Direction = 'before' | 'after' | 'unknown'

/** Where a rule's own windows reach around the hit, in microseconds. */
export interface RuleWindow {
  readonly beforeUs: number
  readonly afterUs: number
}

/**
 * One link rule, as data. The origin's keys of kind `from` are looked for as keys of kind `to`.
 * `lookup` rules look back by exact id to the source's start (30 days at most) and their rows say so.
 */
export interface LinkRule {
  readonly id: string
  readonly title: string
  /** Why the row is there, in one sentence with no names in it. */
  readonly reason: string
  readonly grade: Grade
  readonly from: KeyKind
  readonly to: KeyKind
  readonly window: RuleWindow
  /** A key whose fan-out is larger is folded to one row with its count. */
  readonly limit: number
  readonly lookup: boolean
  /** Holds only while the process or the session that the key names was alive. */
  readonly within: 'process' | 'session' | null
  /** What the order must be where the clocks overlap. */
  readonly cause: LinkCause
  /** Narrows the linked events by event id, when the rule means only some. */
  readonly codes: readonly string[] | null
  /**
   * How near the linked event must be to the event the key was read from, [before, after] in microseconds,
   * whatever the window: for keys that say something only at that moment.
   */
  readonly near?: readonly [beforeUs: number, afterUs: number]
  /** Leaves out events of these ids: another rule of a lower grade is theirs. */
  readonly exceptCodes?: readonly string[]
  /** Narrows the origins by event id: only keys of these events are followed. */
  readonly originCodes?: readonly string[]
  /** Only events of another asset than the origin's are meant. */
  readonly elsewhere?: true
  /** Only events whose target is one of these processes are meant: names, folded. */
  readonly targets?: readonly string[]
  /** Keys of files that Windows itself brings are not followed. */
  readonly skipSystemFiles?: true
  /** Of the origin's keys only the one that stands in this field is followed. */
  readonly originField?: string
}

/**
 * `after`: the linked event acts after its origin; `before`: it was there before it; `lifetime`: start
 * before acts, acts before end, of the process or session both belong to; null: cause says nothing.
 */
export type LinkCause = 'after' | 'before' | 'lifetime' | null

/** A path is data: rules followed one after another. Its grade is that of its weakest step. */
export interface LinkPath {
  readonly id: string
  readonly title: string
  readonly reason: string
  readonly steps: readonly string[]
  /** Of the event at its end, seen from the hit. */
  readonly cause: LinkCause
}
