import type { Behavior } from '#queries/behaviors/schema.ts'
import { AppError } from '#queries/errors.ts'
import type { RuleWindow } from '#queries/links/rule.ts'
import { linkRules } from '#queries/links/rules.ts'
import { type RuleWindows, ruleWindows } from '#queries/links/windows.ts'
import { didYouMean } from '../near-names.ts'
import type { QuestionWindows } from './question.ts'

/**
 * The windows of a run: each rule's own, then what the behavior says of its grade, then what the hunter set
 * for all rules, then for one. Lookups by exact id keep theirs unless they are named. Throws `not_found`
 * for a rule that does not exist.
 */
export const huntWindows = (
  asked: QuestionWindows | undefined,
  ofBehavior: Behavior['windows'],
): RuleWindows => {
  const named = asked?.rules ?? {}
  const known = linkRules.map((rule) => rule.id)
  for (const id of Object.keys(named)) {
    if (known.includes(id)) continue
    const message = `There is no link rule ${id}.`
    throw new AppError('not_found', message, {
      faults: [{ field: `windows.rules.${id}`, message }],
      next: didYouMean(id, known, `The rules are ${known.join(', ')}.`),
    })
  }
  const own = ruleWindows()
  return new Map(
    linkRules.map((rule) => [
      rule.id,
      {
        ...(own.get(rule.id) ?? rule.window),
        ...(rule.lookup ? {} : given(ofBehavior[rule.grade])),
        ...(rule.lookup ? {} : given(asked)),
        ...given(named[rule.id]),
      },
    ]),
  )
}

/** Only the sides that were set. */
const given = (
  window:
    | { readonly beforeUs?: number | undefined; readonly afterUs?: number | undefined }
    | undefined,
): Partial<RuleWindow> => ({
  ...(window?.beforeUs === undefined ? {} : { beforeUs: window.beforeUs }),
  ...(window?.afterUs === undefined ? {} : { afterUs: window.afterUs }),
})
