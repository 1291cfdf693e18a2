import { linkPaths } from '#queries/links/paths.ts'
import type { LinkCause } from '#queries/links/rule.ts'
import { linkRules } from '#queries/links/rules.ts'

/** What a link is called on a receipt, and what cause says of it. */
export interface Label {
  readonly id: string
  readonly title: string
  readonly reason: string
  readonly cause: LinkCause
  readonly within: 'process' | 'session'
  /** Keys walked from the hit's own process or session; fewer is plainer. */
  readonly hops: number
}

const label = (
  from: { id: string; title: string; reason: string; cause: LinkCause },
  within: 'process' | 'session',
  hops: number,
): Label => ({ ...from, within, hops })

const generations: readonly Label[] = [
  label(
    {
      id: 'ancestor',
      title: 'Ancestor process',
      reason: 'It is the creation of a process further up the line of parents.',
      cause: 'before',
    },
    'process',
    2,
  ),
  label(
    {
      id: 'descendant',
      title: 'Descendant process',
      reason: 'It was started by a process that descends from the hit.',
      cause: 'lifetime',
    },
    'process',
    2,
  ),
]

const labels = new Map<string, Label>(
  [
    ...linkRules.map((rule) => label(rule, rule.within ?? 'process', 1)),
    ...linkPaths.map((path) => label(path, 'process', path.steps.length)),
    ...generations,
  ].map((one) => [one.id, one]),
)

/** The label of a rule or path by its id. Throws on an unknown one. */
export const labelOf = (id: string): Label => {
  const found = labels.get(id)
  if (!found) throw new Error(`no link label ${id}`)
  return found
}
