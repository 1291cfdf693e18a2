import { evaluate } from '#queries/evaluate.ts'
import type { LogEvent } from '#queries/event.ts'
import { keysOf } from '#queries/links/keys-of.ts'
import { detectShape, normalize } from '#queries/normalize.ts'
import type { Predicate } from '#queries/predicate.ts'
import { identityVerdict, placeInScope, type Scope } from '#queries/scope.ts'

/* The plainest reading of the contract, over events in memory: what every connector must agree with. */

export const eventsOf = (documents: readonly string[]): readonly LogEvent[] =>
  documents.map((original, i) => {
    const document: unknown = JSON.parse(original)
    const shape = detectShape(document) ?? 'json'
    const result = normalize(original, document, {
      shape,
      file: 'reference',
      record: i + 1,
      shiftUs: 0,
    })
    if (!result.ok) throw new Error(`document ${i}: ${result.reason}`)
    return result.event
  })

/** Best time, then id. */
export const inOrder = (events: readonly LogEvent[]): readonly LogEvent[] =>
  events.toSorted((a, b) => a.time.best - b.time.best || (a.id < b.id ? -1 : 1))

export interface ReferenceMatch {
  readonly event: LogEvent
  readonly identity: 'named' | 'owner' | 'undetermined'
}

/** Matches of a predicate in a scope; who names nobody is decided by the start of its process. */
export const matchesOf = (
  events: readonly LogEvent[],
  predicate: Predicate,
  scope: Scope,
): readonly ReferenceMatch[] =>
  inOrder(events).flatMap((event): ReferenceMatch[] => {
    if (!placeInScope(scope, event) || !evaluate(predicate, event.fields)) return []
    const verdict = identityVerdict(scope, event.identities)
    if (verdict === 'in') return [{ event, identity: 'named' }]
    if (verdict === 'out') return []
    const start = startOf(events, event)
    if (!start) return [{ event, identity: 'undetermined' }]
    return identityVerdict(scope, start.identities) === 'in' ? [{ event, identity: 'owner' }] : []
  })

const startOf = (events: readonly LogEvent[], event: LogEvent): LogEvent | undefined => {
  const entity = keysOf(event).find((key) => key.kind === 'entity')
  if (!entity) return undefined
  return events.find(
    (other) =>
      other.asset === event.asset &&
      keysOf(other).some((key) => key.kind === 'entity-start' && key.value === entity.value),
  )
}
