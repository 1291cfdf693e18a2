import type { Connector, SourceDescription } from '#connectors/contract.ts'
import { isListType, type Parameter } from '#queries/behaviors/parameter.ts'
import type { Behavior } from '#queries/behaviors/schema.ts'
import { ecsFieldTypes } from '#queries/field-types.ts'
import type {
  BehaviorTab,
  ClauseRowView,
  ClausesView,
  PickedBehavior,
} from '#views/models/draft.ts'
import type { BehaviorView } from '#views/pages/technique-model.ts'
import type { Technique } from '../../catalog/schema.ts'
import { guideFields, techniqueModel } from '../../catalog/technique-page.ts'
import { emptyRow, opNamed } from '../../hunts/draft/clauses.ts'
import type { ClauseRow, DraftBehavior, DraftContent } from '../../hunts/draft/draft.ts'
import type { Deps } from '../deps.ts'
import { editedText, fromForm } from '../form-text.ts'

export const ways = ['documented', 'capture', 'clauses'] as const
export type Way = (typeof ways)[number]

/** The way that is shown: the one asked for, else the one chosen, else where a hunter begins. */
export const wayShown = (
  asked: string | undefined,
  draft: DraftContent,
  hasGuide: boolean,
): Way => {
  const named = ways.find((way) => way === asked)
  if (named !== undefined) return named
  if (draft.behavior !== null)
    return draft.behavior.kind === 'documented' ? 'documented' : 'clauses'
  return hasGuide && draft.way === 'documented' ? 'documented' : 'capture'
}

export const tabsOf = (
  base: string,
  way: Way,
  draft: DraftContent,
  behaviors: number,
): readonly BehaviorTab[] => [
  {
    href: `${base}/behavior?by=documented`,
    label: 'Documented',
    n: behaviors,
    current: way === 'documented',
  },
  {
    href: `${base}/behavior?by=capture`,
    label: 'Capture from an event',
    current: way === 'capture',
  },
  {
    href: `${base}/behavior?by=clauses`,
    label:
      draft.behavior?.kind === 'clauses' && draft.behavior.event !== null
        ? 'Captured clauses'
        : 'State your own clauses',
    ...(draft.behavior?.kind === 'clauses' ? { n: draft.behavior.rows.length } : {}),
    current: way === 'clauses',
  },
]

/** The technique's documented behaviors against the chosen source. */
export const behaviorsHere = async (
  deps: Deps,
  technique: Technique,
  connector: Connector,
  source: SourceDescription,
  signal: AbortSignal,
): Promise<readonly BehaviorView[]> => {
  const guide = deps.guides.guide(technique.id) ?? null
  if (guide === null) return []
  const binding = await connector.bind(guideFields(guide), signal)
  const model = techniqueModel({ catalog: deps.catalog, technique, guide, source, binding })
  return model.guide?.behaviors ?? []
}

const textOf = (value: string | readonly string[]): string =>
  typeof value === 'string' ? value : value.join('\n')

/** The behavior that the address picks, or the draft has, with its values as typed. */
export const pickedOf = (
  behaviors: readonly BehaviorView[],
  pick: string | undefined,
  draft: DraftContent,
): PickedBehavior | null => {
  const kept = draft.behavior?.kind === 'documented' ? draft.behavior : null
  const id = pick ?? kept?.id
  const behavior = behaviors.find((one) => one.id === id)
  if (behavior === undefined) return null
  const values = kept?.id === behavior.id ? kept.values : {}
  return {
    behavior,
    values: Object.fromEntries(
      behavior.parameters.map(({ name, default: given }) => [
        name,
        Object.hasOwn(values, name) ? textOf(values[name] ?? '') : (given ?? ''),
      ]),
    ),
  }
}

/** What a form gives for each parameter of a behavior: lists as lists, one entry a line. */
export const valuesAsked = (
  form: URLSearchParams,
  behavior: Behavior,
): Record<string, string | string[]> =>
  Object.fromEntries(
    behavior.parameters.flatMap((parameter) => {
      const text = form.get(`values.${parameter.name}`)
      return text === null
        ? []
        : [[parameter.name, valueAsked(parameter, fromForm(text).slice(0, 32_768))]]
    }),
  )

const valueAsked = (parameter: Parameter, text: string): string | string[] =>
  isListType(parameter.type)
    ? text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .slice(0, 500)
    : text

/** The rows as a form leaves them; a row that was taken out is gone, one that was not touched is as it was. */
export const rowsAsked = (form: URLSearchParams, kept: DraftBehavior | null): ClauseRow[] => {
  const before = kept?.kind === 'clauses' ? kept.rows : []
  const drop = form.get('drop')
  const rows: ClauseRow[] = []
  for (let n = 0; n < 60; n += 1) {
    const field = form.get(`field.${n}`)
    if (field === null) break
    if (drop === String(n)) continue
    const op = form.get(`op.${n}`) ?? 'equals'
    rows.push({
      field: editedText(field, before[n]?.field).trim().slice(0, 200),
      op: opNamed(op.replace(/^!/, '')),
      not: op.startsWith('!'),
      value: editedText(form.get(`value.${n}`) ?? '', before[n]?.value).slice(0, 32_768),
      keep: form.get(`keep.${n}`) === '1',
      label: fromForm(form.get(`label.${n}`) ?? '').slice(0, 80),
    })
  }
  return form.get('do') === 'add' && rows.length < 60 ? [...rows, emptyRow] : rows
}

const rowView = (row: ClauseRow, n: number): ClauseRowView => ({
  n,
  label: row.label,
  field: row.field,
  op: row.not ? `!${row.op}` : row.op,
  value: row.value,
  keep: row.keep,
  not: row.not,
})

/** The clauses of a draft, each a row to edit; where there are none, one empty row. */
export const clausesView = (behavior: DraftBehavior | null): ClausesView => {
  const fields = Object.keys(ecsFieldTypes).toSorted()
  if (behavior?.kind === 'kept') {
    return {
      rows: [],
      origin: null,
      fields,
      kept: JSON.stringify(behavior.predicate, null, 2),
    }
  }
  const rows = behavior?.kind === 'clauses' ? behavior.rows : []
  const event = behavior?.kind === 'clauses' ? behavior.event : null
  return {
    rows: (rows.length === 0 ? [emptyRow] : rows).map(rowView),
    origin: event && {
      id: event.id,
      asset: event.about?.asset ?? null,
      logSource: event.about?.logSource ?? null,
      time: event.about?.time ?? null,
      lacks: event.lacks,
    },
    fields,
    kept: null,
  }
}
