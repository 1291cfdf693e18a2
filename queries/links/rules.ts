import type { LinkRule } from './rule.ts'
import { exactRules } from './rules-exact.ts'
import { objectRules } from './rules-objects.ts'
import { sharedRules } from './rules-shared.ts'
import { strongRules } from './rules-strong.ts'

export { lookupUs, usualLimit } from './rule-making.ts'

/** Every link rule, by grade (DESIGN §6). Windows are defaults: the behavior and the hunter may set others. */
export const linkRules: readonly LinkRule[] = [
  ...exactRules,
  ...strongRules,
  ...objectRules,
  ...sharedRules,
]

const byId = new Map(linkRules.map((rule) => [rule.id, rule]))

/** A rule by its id. Throws on an unknown one: paths are checked when they load. */
export const ruleOf = (id: string): LinkRule => {
  const found = byId.get(id)
  if (!found) throw new Error(`no link rule ${id}`)
  return found
}
