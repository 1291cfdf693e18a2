import { formatDuration } from '#queries/duration.ts'
import { parseInstant } from '#queries/scope.ts'
import type { Question } from '../question.ts'
import { rowsOf } from './clauses.ts'
import { type DraftBehavior, type DraftContent, type DraftSide, draftSchema } from './draft.ts'
import { typedTime } from './window.ts'

const sideOf = (side: Question['scope']['assets']): DraftSide =>
  'any' in side
    ? { mode: 'any', list: [], reason: side.any }
    : { mode: 'list', list: side.list, reason: '' }

const typed = (text: string): string => {
  const time = parseInstant(text)
  return time === undefined ? text : typedTime(time)
}

const behaviorOf = (behavior: Question['behavior']): DraftBehavior => {
  if (behavior.kind === 'documented') {
    return { kind: 'documented', id: behavior.id, values: behavior.values }
  }
  const rows = rowsOf(behavior.predicate)
  const event = behavior.from?.event ?? null
  return rows === undefined
    ? { kind: 'kept', predicate: behavior.predicate, event }
    : {
        kind: 'clauses',
        rows: [...rows],
        event: event === null ? null : { id: event, about: null, lacks: [] },
      }
}

const duration = (us: number | undefined): string => (us === undefined ? '' : formatDuration(us))

/** A draft that asks what a hunt asked: with nothing changed, its question is the same. */
export const draftOf = (question: Question, hunt: string): DraftContent =>
  draftSchema.parse({
    hunt,
    title: question.title ?? '',
    technique: question.technique,
    source: question.source,
    assets: sideOf(question.scope.assets),
    identities: sideOf(question.scope.identities),
    window: {
      mode: 'between',
      from: typed(question.scope.window.from),
      to: typed(question.scope.window.to),
    },
    behavior: behaviorOf(question.behavior),
    before: duration(question.windows?.beforeUs),
    after: duration(question.windows?.afterUs),
    rules: question.windows?.rules ?? {},
  })
