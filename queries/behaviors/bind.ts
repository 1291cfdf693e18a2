import { AppError, type FieldFault } from '../errors.ts'
import { type Predicate, predicateSchema } from '../predicate.ts'
import { readParameter } from './parameter.ts'
import type { Behavior, NamedLogSource } from './schema.ts'
import { isPlaceholder, isTemplateClause, type Template, templateClauses } from './template.ts'

/** What a hunter gives for a behavior's parameters, by name, as a form, `--set` or JSON holds it. */
export type ParameterValues = Readonly<Record<string, unknown>>

/**
 * A behavior with its values: the predicate to run. Parameters left out take their default. Throws
 * `invalid_request` with one fault a parameter. A value lands in value position only and can never
 * change the tree's shape.
 */
export const fill = (behavior: Behavior, values: ParameterValues = {}): Predicate => {
  const faults: FieldFault[] = []
  const read = new Map<string, string | number | readonly string[]>()
  for (const parameter of behavior.parameters) {
    const value = readParameter(
      parameter,
      Object.hasOwn(values, parameter.name) ? values[parameter.name] : undefined,
    )
    if (value.ok) read.set(parameter.name, value.value)
    else faults.push({ field: parameter.name, message: value.message })
  }
  const known = new Set(behavior.parameters.map((parameter) => parameter.name))
  for (const name of Object.keys(values)) {
    if (!known.has(name)) {
      faults.push({ field: name, message: `${behavior.id} has no parameter of this name.` })
    }
  }
  if (faults.length > 0) {
    throw new AppError('invalid_request', `${behavior.title}: not all values can be used.`, {
      faults,
      next:
        known.size > 0
          ? `Its parameters are ${[...known].join(', ')}.`
          : 'This behavior has no parameters.',
    })
  }
  const predicate = predicateSchema.safeParse(filled(behavior.predicate, read))
  if (predicate.success) return predicate.data
  throw new AppError('invalid_request', `${behavior.title}: the values give no predicate.`, {
    faults: predicate.error.issues.map((issue) => ({
      field: issue.path.join('.') || behavior.id,
      message: issue.message,
    })),
  })
}

const filled = (
  node: Template,
  values: ReadonlyMap<string, string | number | readonly string[]>,
): unknown => {
  if (!isTemplateClause(node)) {
    if ('not' in node) return { not: filled(node.not, values) }
    return 'all' in node
      ? { all: node.all.map((part) => filled(part, values)) }
      : { any: node.any.map((part) => filled(part, values)) }
  }
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      isPlaceholder(value) ? values.get(value.param) : value,
    ]),
  )
}

/** Every field the behavior asks for, once each: what a source must bind before it can be hunted there. */
export const neededFields = (behavior: Behavior): readonly string[] => [
  ...new Set(templateClauses(behavior.predicate).map((clause) => clause.field)),
]

/** Every log source that can answer the behavior, once each, whichever alternative it belongs to. */
export const neededLogSources = (behavior: Behavior): readonly NamedLogSource[] => [
  ...new Map(
    behavior.logSources.needed
      .flatMap((need) => need.anyOf)
      .map((source) => [`${source.channel}\u0000${source.code}`, source]),
  ).values(),
]
