import type { LogEvent, Micros } from '#queries/event.ts'
import type { LinkKey } from '#queries/links/keys.ts'
import { type Grade, grades, type LinkRule } from '#queries/links/rule.ts'
import type { PathStep, ShownKey } from './types.ts'

/** An event reached from one hit, and the way to it. The hit itself is the arrival without a step. */
export interface Arrival {
  /** Place of the hit in the correlation's list. */
  readonly hit: number
  readonly event: LogEvent
  readonly step: Step | null
}

export interface Step {
  readonly from: Arrival
  readonly rule: LinkRule
  /** The rule's, or one less where the event names the key in its message text only. */
  readonly grade: Grade
  readonly shown: ShownKey
  readonly fanOut: number
  /** Found by exact id outside the rule's window. */
  readonly lookup: boolean
}

/** One key to follow from one arrival, in a window of its own. */
export interface Want {
  readonly from: Arrival
  readonly key: LinkKey
  readonly since: Micros
  /** Exclusive. */
  readonly until: Micros
  /** Says which of the events found are meant; all when null. */
  readonly keep: ((event: LogEvent) => boolean) | null
  /** Fewer events than the rule allows, because the key is a hub: 0 folds always. Null: the rule's own limit. */
  readonly hubLimit: number | null
}

export const gradeRank = (grade: Grade): number => grades.indexOf(grade)

/** All steps of an arrival, the first from the hit first. */
export const stepsOf = (arrival: Arrival): readonly Step[] => {
  const steps: Step[] = []
  for (let step = arrival.step; step !== null; step = step.from.step) steps.push(step)
  return steps.toReversed()
}

/** A path is as strong as its weakest step (DESIGN §6). */
export const weakestGrade = (steps: readonly Step[]): Grade => {
  let weakest = 0
  for (const step of steps) weakest = Math.max(weakest, gradeRank(step.grade))
  return grades[weakest] ?? 'weak'
}

export const pathOf = (arrival: Arrival): readonly PathStep[] => {
  const path: PathStep[] = []
  let to = arrival
  for (let step = arrival.step; step !== null; step = to.step) {
    path.push({
      rule: step.rule.id,
      key: step.shown,
      grade: step.grade,
      from: step.from.event.id,
      to: to.event.id,
    })
    to = step.from
  }
  return path.toReversed()
}
