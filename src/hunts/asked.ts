import type { LogSource } from '#connectors/contract.ts'
import { fill, neededLogSources } from '#queries/behaviors/bind.ts'
import { logSourcesNamed } from '#queries/behaviors/log-sources.ts'
import type { Behavior } from '#queries/behaviors/schema.ts'
import { AppError, isAppError } from '#queries/errors.ts'
import type { Predicate } from '#queries/predicate.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { Guides } from '../catalog/guides.ts'
import type { Technique } from '../catalog/schema.ts'
import { didYouMean } from '../near-names.ts'
import type { Question } from './question.ts'
import type { AskedBehavior } from './snapshot/meta.ts'

/** What a question may name. */
export interface Known {
  readonly catalog: Catalog
  readonly guides: Guides
  readonly sources: readonly string[]
}

/** A question with all it names found: the technique, the behavior's predicate with its values in it. */
export interface Asked {
  readonly question: Question
  readonly technique: Technique
  readonly attackVersion: string
  readonly title: string
  readonly behavior: AskedBehavior
  readonly predicate: Predicate
  /** Log sources the behavior needs, or those its clauses name. */
  readonly needs: readonly LogSource[]
  /** Windows the documented behavior comes with, by grade. */
  readonly behaviorWindows: Behavior['windows']
}

/**
 * Finds what a question names. Throws `not_found` with near names for a technique, behavior or source that
 * does not exist, `invalid_request` for a behavior of another technique and for values that do not fit.
 */
export const findAsked = (question: Question, known: Known): Asked => {
  const technique = findTechnique(question.technique, known.catalog)
  findSource(question.source, known.sources)
  const found = findBehavior(question, technique, known)
  return {
    question,
    technique,
    attackVersion: known.catalog.attackVersion,
    title: question.title ?? `${technique.name}: ${found.behavior.title}`,
    ...found,
  }
}

const findTechnique = (id: string, catalog: Catalog): Technique => {
  const technique = catalog.technique(id)
  if (technique) return technique
  const parent = catalog.technique(id.slice(0, 5))
  const near = parent ? [parent, ...catalog.children(parent.id)] : catalog.techniques
  const ids = near.map((one) => one.id)
  const message = `ATT&CK ${catalog.attackVersion} has no active technique ${id}.`
  throw new AppError('not_found', message, {
    where: 'technique',
    faults: [{ field: 'technique', message }],
    next: didYouMean(id, ids, 'Look it up with attacktrace techniques.'),
  })
}

const findSource = (name: string, sources: readonly string[]): void => {
  if (sources.includes(name)) return
  const message = `This data folder has no source ${name}.`
  throw new AppError('not_found', message, {
    where: 'source',
    faults: [{ field: 'source', message }],
    next: didYouMean(
      name,
      sources,
      sources.length > 0
        ? `Its sources are ${sources.slice(0, 20).join(', ')}.`
        : 'Import a log first: attacktrace import --source NAME FILE.',
    ),
  })
}

const findBehavior = (
  { behavior }: Question,
  technique: Technique,
  { guides }: Known,
): Pick<Asked, 'behavior' | 'predicate' | 'needs' | 'behaviorWindows'> => {
  if (behavior.kind !== 'documented') {
    return {
      behavior: {
        kind: behavior.kind,
        id: null,
        title: behavior.kind === 'captured' ? 'captured behavior' : 'stated behavior',
        from: behavior.from ?? null,
      },
      predicate: behavior.predicate,
      needs: logSourcesNamed(behavior.predicate).logSources,
      behaviorWindows: {},
    }
  }
  const documented = guides.behavior(behavior.id)
  const own = guides.guide(technique.id)?.behaviors.map((one) => one.id) ?? []
  if (!documented) {
    const message = `There is no documented behavior ${behavior.id}.`
    throw new AppError('not_found', message, {
      where: 'behavior.id',
      faults: [{ field: 'behavior.id', message }],
      next: didYouMean(behavior.id, own, behaviorsOf(technique, own)),
    })
  }
  if (documented.technique !== technique.id) {
    const message = `${behavior.id} is documented for ${documented.technique}, not for ${technique.id}.`
    throw new AppError('invalid_request', message, {
      faults: [{ field: 'behavior.id', message }],
      next: `Ask with technique ${documented.technique}. ${behaviorsOf(technique, own)}`,
    })
  }
  return {
    behavior: { kind: 'documented', id: behavior.id, title: documented.behavior.title, from: null },
    predicate: filled(documented.behavior, behavior.values),
    needs: neededLogSources(documented.behavior),
    behaviorWindows: documented.behavior.windows,
  }
}

const behaviorsOf = (technique: Technique, own: readonly string[]): string =>
  own.length > 0
    ? `${technique.id} has ${own.join(', ')}.`
    : `${technique.id} has no documented behavior yet: state or capture one.`

/** Faults of values are named by where they stand in the question. */
const filled = (behavior: Behavior, values: Readonly<Record<string, unknown>>): Predicate => {
  try {
    return fill(behavior, values)
  } catch (error) {
    if (!isAppError(error)) throw error
    throw new AppError(
      error.code,
      error.message,
      {
        ...error.details,
        faults: (error.details.faults ?? []).map((fault) => ({
          field: `behavior.values.${fault.field}`,
          message: fault.message,
        })),
      },
      error,
    )
  }
}
