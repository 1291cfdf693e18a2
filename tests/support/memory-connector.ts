import type { Connector, FoundEvent, LinkedKey } from '#connectors/contract.ts'
import { bindingDigest, type FieldBinding } from '#queries/binding.ts'
import { evaluate } from '#queries/evaluate.ts'
import type { LogEvent } from '#queries/event.ts'
import { keysOf } from '#queries/links/keys-of.ts'
import { keyKinds, keyText, type LinkKey } from '#queries/links/keys.ts'
import { identityVerdict, noAliases, placeInScope } from '#queries/scope.ts'
import type { LinkQuery, LinkTarget, ScopedQuery } from '#queries/scoped-query.ts'

/** What the correlation and its tests need of a source; the rest of the contract is the real connectors'. */
export type MemoryConnector = Pick<
  Connector,
  'id' | 'kind' | 'capabilities' | 'queries' | 'bind' | 'resolve' | 'search' | 'link' | 'close'
>

interface Held {
  readonly event: LogEvent
  readonly key: LinkKey
}

/**
 * A source in memory, by the plainest reading of the contract: every event, every key, no index but a map.
 * It answers events of its list as new objects, as a real source does.
 */
export const memoryConnector = (events: readonly LogEvent[]): Connector => {
  const byKey = new Map<string, Held[]>()
  for (const event of events) {
    for (const key of keysOf(event)) {
      const text = keyText(key.kind, key.asset, key.value)
      const held = byKey.get(text)
      if (held) held.push({ event, key })
      else byKey.set(text, [{ event, key }])
    }
  }
  const queries = { sent: 0 }
  const lookUp = (query: LinkQuery, target: LinkTarget): LinkedKey => {
    const { rule } = query
    const codes = rule.codes
    const held = (byKey.get(keyText(rule.to, target.asset, target.value)) ?? []).filter(
      ({ event }) =>
        event.time.best >= target.from &&
        event.time.best < target.to &&
        (codes === null || codes.includes(event.code)) &&
        (keyKinds[rule.to] === 'anywhere' || event.asset === target.asset),
    )
    const folds = held.length > rule.limit
    return {
      target,
      fanOut: held.length,
      events: folds
        ? []
        : held.map(({ event }) => ({ ...event })).toSorted((a, b) => a.time.best - b.time.best),
      key: held[0]?.key ?? null,
    }
  }
  const memory: MemoryConnector = {
    id: 'memory',
    kind: 'local',
    capabilities: { cancel: 'between-slices', exactTotals: true, maxPageSize: 1_000 },
    queries,
    async bind(fields) {
      const bound = fields.map((field): FieldBinding => ({
        field,
        status: 'bound',
        paths: [field],
        type: 'keyword',
        answeredBy: 'document',
        seen: 1,
        sample: null,
      }))
      return { source: 'memory', fields: bound, mappingVersion: 1, digest: bindingDigest(1, bound) }
    },
    async resolve() {
      return noAliases
    },
    async *search(query: ScopedQuery) {
      queries.sent += 1
      const found = events
        .filter(
          (event) => placeInScope(query.scope, event) && evaluate(query.predicate, event.fields),
        )
        .flatMap((event): FoundEvent[] => {
          const verdict = identityVerdict(query.scope, event.identities)
          if (verdict === 'out') return []
          return [{ event, identity: verdict === 'in' ? 'named' : 'undetermined' }]
        })
        .toSorted(
          (a, b) => a.event.time.best - b.event.time.best || (a.event.id < b.event.id ? -1 : 1),
        )
      yield { events: found, next: null, gaps: [], progress: { done: 1, total: 1 } }
    },
    async *link(query: LinkQuery) {
      queries.sent += 1
      yield { keys: query.targets.map((target) => lookUp(query, target)), gaps: [] }
    },
    async close() {},
  }
  return { ...memory, ...unused }
}

const refuse = (): never => {
  throw new Error('the memory connector has no such method')
}

/** Methods that no test of the correlation calls. */
const unused = {
  describe: refuse,
  coverage: refuse,
  estimate: refuse,
  count: refuse,
  read: refuse,
  histogram: refuse,
  stack: refuse,
  entities: refuse,
  explain: refuse,
}
