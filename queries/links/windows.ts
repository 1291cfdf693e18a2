import { linkRules } from './rules.ts'
import type { RuleWindow } from './rule.ts'

/** Where each rule reaches around its origin, by rule id. */
export type RuleWindows = ReadonlyMap<string, RuleWindow>

/** Every rule's own window; where the hunter sets one side (`--before`, `--after`), that side of all rules. */
export const ruleWindows = (set: Partial<RuleWindow> = {}): RuleWindows =>
  new Map(linkRules.map((rule) => [rule.id, { ...rule.window, ...set }]))
