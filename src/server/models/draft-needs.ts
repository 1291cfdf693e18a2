import type { LogSource, SourceDescription } from '#connectors/contract.ts'
import { logSourcesNamed } from '#queries/behaviors/log-sources.ts'
import type { Behavior } from '#queries/behaviors/schema.ts'
import { foldCase } from '#queries/event.ts'
import { isAppError } from '#queries/errors.ts'
import type { Guides } from '../../catalog/guides.ts'
import type { DraftContent } from '../../hunts/draft/draft.ts'
import { behaviorOf } from '../../hunts/draft/to-question.ts'

/** What a draft needs to be seen: each need is met by any one of its log sources. */
export interface DraftNeeds {
  readonly needs: readonly (readonly LogSource[])[]
  /** Log sources that help to link what is found. */
  readonly helpful: readonly LogSource[]
  /** What they are needed for, for the page. */
  readonly words: string
}

const keyOf = ({ channel, code }: LogSource): string => `${foldCase(channel)}\u0000${code}`

export const uniqueSources = (sources: readonly LogSource[]): readonly LogSource[] => [
  ...new Map(sources.map((source) => [keyOf(source), source])).values(),
]

const ofBehaviors = (behaviors: readonly Behavior[]): Pick<DraftNeeds, 'needs' | 'helpful'> => ({
  needs: [
    ...new Map(
      behaviors
        .flatMap((behavior) => behavior.logSources.needed.map((need) => need.anyOf))
        .map((anyOf) => [anyOf.map(keyOf).toSorted().join('\u0001'), anyOf]),
    ).values(),
  ],
  helpful: uniqueSources(behaviors.flatMap((behavior) => behavior.logSources.helpful)),
})

/**
 * The log sources of the chosen behavior; before one is chosen, of all documented behaviors of the
 * technique; without a guide, the fullest of the source.
 */
export const draftNeeds = (
  draft: DraftContent,
  guides: Guides,
  source: SourceDescription,
): DraftNeeds => {
  const { behavior } = draft
  if (behavior?.kind === 'documented') {
    const documented = guides.behavior(behavior.id)
    if (documented)
      return { ...ofBehaviors([documented.behavior]), words: documented.behavior.title }
  } else if (behavior !== null) {
    const named = namedBy(draft)
    if (named.length > 0) return { needs: [named], helpful: [], words: 'the clauses of this hunt' }
  }
  const guide = guides.guide(draft.technique ?? '')
  if (guide) {
    const n = guide.behaviors.length
    return {
      ...ofBehaviors(guide.behaviors),
      words: n === 1 ? 'the documented behavior' : `the ${n} documented behaviors`,
    }
  }
  const fullest = source.logSources
    .toSorted((a, b) => b.events - a.events)
    .slice(0, 4)
    .map(({ channel, code }) => ({ channel, code }))
  return { needs: [], helpful: fullest, words: '' }
}

const namedBy = (draft: DraftContent): readonly LogSource[] => {
  try {
    const asked = behaviorOf(draft.behavior)
    return asked.kind === 'documented' ? [] : logSourcesNamed(asked.predicate).logSources
  } catch (error) {
    if (isAppError(error)) return []
    throw error
  }
}
