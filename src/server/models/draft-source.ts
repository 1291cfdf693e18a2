import { neededFields, neededLogSources } from '#queries/behaviors/bind.ts'
import { isAppError } from '#queries/errors.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import type { SourceChoiceRow, SourceStepView } from '#views/models/draft.ts'
import { seenIn } from '../../catalog/resolve.ts'
import type { Technique } from '../../catalog/schema.ts'
import { guideFields, techniqueModel } from '../../catalog/technique-page.ts'
import type { Deps } from '../deps.ts'

/** Every source beside what the technique's behaviors need, each asked now. */
export const sourceStep = async (
  deps: Deps,
  technique: Technique,
  chosen: string | null,
  signal: AbortSignal,
): Promise<SourceStepView> => ({
  technique: { id: technique.id, name: technique.name },
  behaviors: deps.guides.guide(technique.id)?.behaviors.length ?? 0,
  rows: await Promise.all(
    deps.sources.list().map((name) => rowOf(deps, technique, name, name === chosen, signal)),
  ),
})

const rowOf = async (
  deps: Deps,
  technique: Technique,
  id: string,
  isChosen: boolean,
  signal: AbortSignal,
): Promise<SourceChoiceRow> => {
  const guide = deps.guides.guide(technique.id) ?? null
  const behaviors = guide?.behaviors ?? []
  const fields = [...new Set(behaviors.flatMap(neededFields))]
  const needs = new Map(
    behaviors
      .flatMap(neededLogSources)
      .map((need) => [logSourceLabel(need.channel, need.code), need]),
  )
  const unknown: SourceChoiceRow = {
    id,
    isChosen,
    fault: null,
    events: null,
    from: null,
    to: null,
    bound: 0,
    fields: fields.length,
    missing: [],
    logSources: [],
    answerable: 0,
  }
  try {
    const connector = await deps.sources.open(id)
    const [source, binding] = await Promise.all([
      connector.describe(signal),
      guide === null ? null : connector.bind(guideFields(guide), signal),
    ])
    const seen = seenIn(source)
    const missing = (binding?.fields ?? []).filter(
      (field) => field.status === 'missing' && fields.includes(field.field),
    )
    const model = techniqueModel({ catalog: deps.catalog, technique, guide, source, binding })
    return {
      ...unknown,
      events: source.events,
      from: source.range?.from ?? null,
      to: source.watermark ?? source.range?.to ?? null,
      bound: fields.length - missing.length,
      missing: missing.map(({ field }) => field),
      logSources: [...needs].map(([label, { channel, code }]) => ({
        label,
        seen: seen(channel, code)?.state === 'seen',
      })),
      answerable: (model.guide?.behaviors ?? []).filter((one) => one.answerable === 'yes').length,
    }
  } catch (error) {
    if (!isAppError(error) || signal.aborted) throw error
    return { ...unknown, fault: error.message }
  }
}
