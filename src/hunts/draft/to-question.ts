import { parseDuration } from '#queries/duration.ts'
import { AppError, type FieldFault, isAppError } from '#queries/errors.ts'
import type { Micros } from '#queries/event.ts'
import { formatInstant, parseScope, type ScopeInput } from '#queries/scope.ts'
import { type Question, parseQuestion } from '../question.ts'
import { predicateOfRows } from './clauses.ts'
import type { DraftContent, DraftSide } from './draft.ts'
import { windowOf } from './window.ts'

const sideOf = (side: DraftSide): { list: string[] } | { any: string } =>
  side.mode === 'any' ? { any: side.reason } : { list: [...side.list] }

/**
 * The scope a draft asks for, window in UTC. Throws `invalid_request` with all faults at once, each under
 * the form field it stands beside: `assets`, `identities`, `window.from`, `window.to`.
 */
export const scopeInputOf = (draft: DraftContent, watermark: Micros | null): ScopeInput => {
  const faults: FieldFault[] = []
  if (draft.assets.mode === 'list' && draft.assets.list.length === 0) {
    faults.push({ field: 'assets', message: 'Name at least one asset, or say why any asset.' })
  }
  if (draft.identities.mode === 'list' && draft.identities.list.length === 0) {
    faults.push({ field: 'identities', message: 'Name at least one identity, or say why any identity.' })
  }
  let window = { from: '', to: '' }
  try {
    const read = windowOf(draft.window, watermark)
    window = { from: formatInstant(read.from), to: formatInstant(read.to) }
  } catch (error) {
    if (!isAppError(error)) throw error
    faults.push(...(error.details.faults ?? []))
  }
  const input = { assets: sideOf(draft.assets), identities: sideOf(draft.identities), window }
  if (window.from !== '') {
    try {
      parseScope(input)
    } catch (error) {
      if (!isAppError(error)) throw error
      faults.push(...(error.details.faults ?? []).map(besideField))
    }
  }
  if (faults.length > 0) throw badDraft('The scope is not complete.', faults)
  return input
}

/** `assets.any`, `assets.list.0` and the like all stand beside the one picker. */
const besideField = (fault: FieldFault): FieldFault => ({
  field: fault.field.startsWith('window') ? fault.field : (fault.field.split('.')[0] ?? fault.field),
  message: fault.message,
})

const badDraft = (message: string, faults: readonly FieldFault[]): AppError => {
  const seen = new Set<string>()
  const unique = faults.filter((fault) => {
    if (seen.has(fault.field)) return false
    seen.add(fault.field)
    return true
  })
  return new AppError('invalid_request', message, { faults: unique, next: 'Mend the fields marked, then go on.' })
}

const sideUs = (text: string, field: string, faults: FieldFault[]): number | undefined => {
  if (text.trim() === '') return undefined
  const us = parseDuration(text)
  if (us === undefined) faults.push({ field, message: 'Give a length of time, like 90s, 30m, 6h or 2d.' })
  return us
}

/** The behavior as a question states it. Throws `invalid_request` with faults under `rows`. */
const behaviorOf = (draft: DraftContent): Question['behavior'] => {
  const { behavior } = draft
  if (behavior === null) {
    throw badDraft('No behavior is chosen.', [{ field: 'behavior', message: 'Choose a behavior, or capture one.' }])
  }
  if (behavior.kind === 'documented') {
    return { kind: 'documented', id: behavior.id, values: { ...behavior.values } }
  }
  const read = predicateOfRows(behavior.rows)
  if (!read.ok) throw badDraft('The clauses cannot be used.', read.faults)
  return behavior.event === null
    ? { kind: 'stated', predicate: read.predicate }
    : { kind: 'captured', predicate: read.predicate, from: { event: behavior.event } }
}

/** The question a finished draft asks. Throws `invalid_request` with faults under the form's own fields. */
export const questionOf = (draft: DraftContent, watermark: Micros | null): Question => {
  const faults: FieldFault[] = []
  const beforeUs = sideUs(draft.before, 'before', faults)
  const afterUs = sideUs(draft.after, 'after', faults)
  if (faults.length > 0) throw badDraft('The link windows cannot be read.', faults)
  return parseQuestion({
    technique: draft.technique,
    source: draft.source,
    behavior: behaviorOf(draft),
    scope: scopeInputOf(draft, watermark),
    ...(beforeUs === undefined && afterUs === undefined
      ? {}
      : { windows: { ...(beforeUs === undefined ? {} : { beforeUs }), ...(afterUs === undefined ? {} : { afterUs }) } }),
    ...(draft.title.trim() === '' ? {} : { title: draft.title.trim() }),
  })
}
