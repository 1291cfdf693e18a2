import { neededFields } from '#queries/behaviors/bind.ts'
import { isListType, type Parameter } from '#queries/behaviors/parameter.ts'
import type { Behavior, NamedLogSource } from '#queries/behaviors/schema.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import type {
  BehaviorView,
  FieldView,
  LogSourceView,
  NeedView,
  ParameterView,
} from '#views/pages/technique-model.ts'
import type { Seen } from './resolve.ts'

/** One behavior against the chosen source: what it needs, what is there, and whether it can be hunted here. */
export const behaviorView = (
  behavior: Behavior,
  seen: Seen,
  answered: (field: string) => FieldView,
): BehaviorView => {
  const needs = behavior.logSources.needed.map((need) => needView(need.anyOf, seen))
  const fields = neededFields(behavior).map((field) => ({ field, answered: answered(field) }))
  const reasons = [
    ...needs.flatMap((need) =>
      need.met === false
        ? [`${need.anyOf.map((one) => one.label).join(' or ')}: not seen in this source.`]
        : [],
    ),
    ...fields.flatMap(({ field, answered: answer }) =>
      answer?.state === 'missing' ? [`${field}: ${answer.reason}`] : [],
    ),
  ]
  const isKnown =
    needs.every((need) => need.met !== null) && fields.every((field) => field.answered !== null)
  return {
    id: behavior.id,
    title: behavior.title,
    summary: behavior.summary,
    platform: behavior.platform,
    cites: behavior.cites,
    needs,
    helps: behavior.logSources.helpful.map((source) => logSourceView(source, seen)),
    parameters: behavior.parameters.map(parameterView),
    captures: behavior.captures,
    benign: behavior.benign,
    blindSpots: behavior.blindSpots,
    fields,
    answerable: reasons.length > 0 ? 'no' : isKnown ? 'yes' : 'unknown',
    reasons,
  }
}

const logSourceView = ({ channel, code }: NamedLogSource, seen: Seen): LogSourceView => ({
  label: logSourceLabel(channel, code),
  channel,
  code,
  seen: seen(channel, code),
})

const needView = (anyOf: readonly NamedLogSource[], seen: Seen): NeedView => {
  const views = anyOf.map((source) => logSourceView(source, seen))
  return {
    anyOf: views,
    met: views.some((view) => view.seen === null)
      ? null
      : views.some((view) => view.seen?.state === 'seen'),
  }
}

const parameterView = (parameter: Parameter): ParameterView => ({
  name: parameter.name,
  label: parameter.label,
  type: parameter.type,
  choices: parameter.type === 'choice' ? parameter.choices : [],
  default: defaultText(parameter),
  isList: isListType(parameter.type),
  reason: parameter.reason,
})

const defaultText = ({ default: value }: Parameter): string | null =>
  value === undefined ? null : Array.isArray(value) ? value.join('\n') : String(value)
