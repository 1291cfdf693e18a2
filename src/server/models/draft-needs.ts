import type { LogSource, SourceDescription } from '#connectors/contract.ts'
import { logSourcesNamed } from '#queries/behaviors/log-sources.ts'
import type { Behavior } from '#queries/behaviors/schema.ts'
import { foldCase } from '#queries/event.ts'
import { isAppError } from '#queries/errors.ts'
import { plural } from '#views/format.ts'
import type { Guides } from '../../catalog/guides.ts'
import type { DraftContent } from '../../hunts/draft/draft.ts'
import { behaviorOf } from '../../hunts/draft/to-question.ts'

/** What one behavior needs: each need is met by any one of its log sources. */
export interface NeedGroup {
  readonly title: string
  readonly needs: readonly (readonly LogSource[])[]
}

/** What a draft needs to be seen. */
export interface DraftNeeds {
  /** The chosen behavior alone, or each one that could be chosen; empty where nothing is known. */
  readonly groups: readonly NeedGroup[]
  readonly isChosen: boolean
  /** Log sources that help to link what is found. */
  readonly helpful: readonly LogSource[]
  /** What they are needed for, for the page. */
  readonly words: string
}

const keyOf = ({ channel, code }: LogSource): string => `${foldCase(channel)}\u0000${code}`

/** Each once, in order. */
export const uniqueSources = (sources: readonly LogSource[]): readonly LogSource[] => [
  ...new Map(sources.map((source) => [keyOf(source), source])).values(),
]

/** Every log source that any of the groups needs. */
export const neededSources = ({ groups }: DraftNeeds): readonly LogSource[] =>
  uniqueSources(groups.flatMap(({ needs }) => needs.flat()))

const groupOf = (behavior: Behavior): NeedGroup => ({
  title: behavior.title,
  needs: behavior.logSources.needed.map(({ anyOf }) => anyOf),
})

const helpfulTo = (behaviors: readonly Behavior[]): readonly LogSource[] =>
  uniqueSources(behaviors.flatMap((behavior) => behavior.logSources.helpful))

/**
 * The log sources of the chosen behavior; before one is chosen, of each documented behavior of the
 * technique; without a guide, the fullest of the source.
 */
export const draftNeeds = (
  draft: DraftContent,
  guides: Guides,
  source: SourceDescription,
): DraftNeeds => {
  const { behavior } = draft
  if (behavior?.kind === 'documented') {
    const documented = guides.behavior(behavior.id)?.behavior
    if (documented)
      return {
        groups: [groupOf(documented)],
        isChosen: true,
        helpful: helpfulTo([documented]),
        words: documented.title,
      }
  }
  const named = namedBy(draft)
  if (named.length > 0) {
    const title = 'the clauses of this hunt'
    return { groups: [{ title, needs: [named] }], isChosen: true, helpful: [], words: title }
  }
  const behaviors = behavior === null ? (guides.guide(draft.technique ?? '')?.behaviors ?? []) : []
  return behaviors.length > 0
    ? {
        groups: behaviors.map(groupOf),
        isChosen: behaviors.length === 1,
        helpful: helpfulTo(behaviors),
        words: `one or more of the ${plural(behaviors.length, 'documented behavior')}`,
      }
    : { groups: [], isChosen: false, helpful: fullest(source), words: '' }
}

const fullest = ({ logSources }: SourceDescription): readonly LogSource[] =>
  logSources
    .toSorted((a, b) => b.events - a.events)
    .slice(0, 4)
    .map(({ channel, code }) => ({ channel, code }))

/** The log sources that the draft's own clauses name. */
const namedBy = ({ behavior }: DraftContent): readonly LogSource[] => {
  if (behavior === null || behavior.kind === 'documented') return []
  try {
    const asked = behaviorOf(behavior)
    return asked.kind === 'documented' ? [] : logSourcesNamed(asked.predicate).logSources
  } catch (error) {
    if (isAppError(error)) return []
    throw error
  }
}
