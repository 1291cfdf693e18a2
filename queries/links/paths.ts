import { onwardPaths } from './paths-onward.ts'
import { ownPaths } from './paths-own.ts'
import { sourcePaths } from './paths-source.ts'
import type { LinkPath } from './rule.ts'
import { ruleOf } from './rules.ts'

/**
 * Walks of two and more keys. A step `child` that begins a path stands for every descendant, a step that
 * ends in `*` for any number of such steps, none among them.
 */
export const linkPaths: readonly LinkPath[] = [...ownPaths, ...sourcePaths, ...onwardPaths]

/** The rule of one step. */
export const stepRule = (step: string): string => step.replace(/\*$/, '')

// A path with a step that is no rule must fail when the program starts, not in a hunt.
for (const { steps } of linkPaths) for (const step of steps) ruleOf(stepRule(step))
