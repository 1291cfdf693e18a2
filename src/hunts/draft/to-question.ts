import { predicateOf } from '#queries/capture.ts'
import { parseDuration } from '#queries/duration.ts'
import { AppError, type FieldFault, isAppError } from '#queries/errors.ts'
import { formatInstant, parseScope, type ScopeInput } from '#queries/scope.ts'
import { parseQuestion, type Question } from '../question.ts'
import { editedOf } from './clauses.ts'
import type { DraftBehavior, DraftContent, DraftSide } from './draft.ts'
import { type Reach, windowOf } from './window.ts'

/** The one answer of a side that counts. */
const sideOf = (side: DraftSide): { list: string[] } | { any: string } =>
  side.mode === 'any' ? { any: side.reason.trim() } : { list: [...side.list] }

const shortestReason = 8

const sideFault = (side: DraftSide, field: 'assets' | 'identities'): readonly FieldFault[] => {
  const one = field === 'assets' ? 'asset' : 'identity'
  if (side.mode === 'list')
    return side.list.length > 0
      ? []
      : [{ field, message: `Name at least one ${one}, or say why any ${one}.` }]
  return side.reason.trim().length >= shortestReason
    ? []
    : [
        {
          field: `${field}.reason`,
          message: `Say why any ${one}, in at least ${shortestReason} characters: it is kept with the hunt.`,
        },
      ]
}

/**
 * The scope a draft asks for, window in UTC. Throws `invalid_request` with all faults at once, each under
 * the form field it stands beside: `assets`, `assets.reason`, `identities`, `identities.reason`, `window`,
 * `window.from`, `window.to`.
 */
export const scopeInputOf = (draft: DraftContent, reach: Reach): ScopeInput => {
  const faults: FieldFault[] = [
    ...sideFault(draft.assets, 'assets'),
    ...sideFault(draft.identities, 'identities'),
  ]
  if (draft.assets.mode === 'any' && draft.identities.mode === 'any') {
    faults.push({
      field: 'identities',
      message: 'Any asset and any identity together is no scope: name one of them.',
    })
  }
  const window = faultsOf(faults, () => {
    const { from, to } = windowOf(draft.window, reach)
    return { from: formatInstant(from), to: formatInstant(to) }
  })
  if (window !== undefined) {
    const input = { assets: sideOf(draft.assets), identities: sideOf(draft.identities), window }
    // With sides that are known to be faulty, the window is still checked.
    faultsOf(faults, () => parseScope(faults.length === 0 ? input : { ...input, ...placeholders }))
    if (faults.length === 0) return input
  }
  throw new AppError('invalid_request', 'The scope is not complete.', {
    faults,
    next: 'Mend the fields that are marked, then go on.',
  })
}

const placeholders = { assets: { list: ['-'] }, identities: { list: ['-'] } }

/** What was read, or its faults added to the others. */
const faultsOf = <T>(faults: FieldFault[], read: () => T): T | undefined => {
  try {
    return read()
  } catch (error) {
    if (!isAppError(error)) throw error
    faults.push(...(error.details.faults ?? []))
    return undefined
  }
}

const sideUs = (text: string, field: string, faults: FieldFault[]): number | undefined => {
  if (text.trim() === '') return undefined
  const us = parseDuration(text)
  if (us === undefined)
    faults.push({ field, message: 'Give a length of time, like 90s, 30m, 6h or 2d.' })
  return us
}

/** Link windows as a question states them; undefined where every rule keeps its own. */
export const windowsOf = (draft: DraftContent): Question['windows'] => {
  const faults: FieldFault[] = []
  const beforeUs = sideUs(draft.before, 'before', faults)
  const afterUs = sideUs(draft.after, 'after', faults)
  if (faults.length > 0) {
    throw new AppError('invalid_request', 'The link windows cannot be read.', {
      faults,
      next: 'Leave a field empty to keep each rule’s own window.',
    })
  }
  const windows = {
    ...(beforeUs === undefined ? {} : { beforeUs }),
    ...(afterUs === undefined ? {} : { afterUs }),
    ...(Object.keys(draft.rules).length === 0 ? {} : { rules: draft.rules }),
  }
  return Object.keys(windows).length === 0 ? undefined : windows
}

/** The behavior as a question states it. Throws `invalid_request` with faults under `clauses`. */
export const behaviorOf = (behavior: DraftBehavior | null): Question['behavior'] => {
  if (behavior === null) {
    const message = 'Choose a behavior, capture one from an event, or state one.'
    throw new AppError('invalid_request', 'No behavior is chosen.', {
      faults: [{ field: 'behavior', message }],
    })
  }
  switch (behavior.kind) {
    case 'documented':
      return { kind: 'documented', id: behavior.id, values: { ...behavior.values } }
    case 'clauses': {
      const predicate = predicateOf(behavior.rows.map(editedOf))
      return behavior.event === null
        ? { kind: 'stated', predicate }
        : { kind: 'captured', predicate, from: { event: behavior.event.id } }
    }
    case 'kept':
      return behavior.event === null
        ? { kind: 'stated', predicate: behavior.predicate }
        : { kind: 'captured', predicate: behavior.predicate, from: { event: behavior.event } }
  }
}

/** The question a finished draft asks. Throws `invalid_request` with faults under the form's own fields. */
export const questionOf = (draft: DraftContent, reach: Reach): Question => {
  const windows = windowsOf(draft)
  const title = draft.title.trim()
  return parseQuestion({
    technique: draft.technique,
    source: draft.source,
    behavior: behaviorOf(draft.behavior),
    scope: scopeInputOf(draft, reach),
    ...(windows === undefined ? {} : { windows }),
    ...(title === '' ? {} : { title }),
  })
}
