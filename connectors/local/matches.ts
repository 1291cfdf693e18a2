import { AppError } from '#queries/errors.ts'
import { evaluate } from '#queries/evaluate.ts'
import type { LogEvent } from '#queries/event.ts'
import { identityVerdict, placeInScope } from '#queries/scope.ts'
import type { IdentityStanding } from '../contract.ts'
import type { Plan } from './compile.ts'
import { accountsNamed } from './names.ts'
import { decideOwners } from './owners.ts'
import type { CandidateRow, EventRow } from './rows.ts'
import { inList, sql } from './sql.ts'
import type { Store } from './store.ts'

/** A candidate that is a match, and how it belongs to the identities of the scope. */
export interface Match<Row extends EventRow = CandidateRow> {
  readonly row: Row
  readonly standing: IdentityStanding
  readonly event: () => LogEvent
}

/** Documents read between two looks at the abort signal. */
const sliceOfDocuments = 64

/** The accounts of a plan's scope in this store, and which sets of accounts hold one of them. */
export interface ScopeAccounts {
  /** A JSON array of account ids, as the statements bind it. */
  readonly ids: string
  readonly isMine: (identitySet: number) => boolean
}

export const accountsOf = (store: Store, plan: Plan): ScopeAccounts => {
  const { identities } = plan.question.scope
  if (identities.kind === 'any') return { ids: '[]', isMine: () => true }
  const ids = accountsNamed(store.names().accounts, identities.identities).map((a) => a.id)
  let sets: ReadonlySet<number> | undefined
  return {
    ids: JSON.stringify(ids),
    isMine: (identitySet) => {
      sets ??= new Set(
        store.reader
          .rows<{ id: number }>(
            sql`SELECT set_id AS id FROM identity_set_member WHERE identity IN ${inList(ids)}`,
          )
          .map((row) => row.id),
      )
      return sets.has(identitySet)
    },
  }
}

/** Reads an event and holds it against the scope that asked: one that does not belong is our bug and fails loudly. */
const decodeInScope = (store: Store, plan: Plan, row: EventRow): LogEvent => {
  const event = store.reader.decoder.event(row)
  if (event.id !== row.digest.toString('hex')) throw drifted(event, 'reads as another event')
  if (event.time.best !== row.ts) throw drifted(event, 'reads with another time')
  if (!placeInScope(plan.question.scope, event)) throw drifted(event, 'lies outside the scope')
  return event
}

const drifted = (event: LogEvent, how: string): AppError =>
  new AppError('internal', `A row of the store ${how} than it was imported as.`, {
    where: `${event.locator.file}, record ${event.locator.record}`,
    next: 'Import the logs again into a new source, and report this.',
  })

/**
 * Decides candidates: the reference evaluator where SQL could not, then the owner of the process where
 * the event names nobody. Documents are read block by block. Keeps the order of the rows.
 */
export function* decide<Row extends CandidateRow>(
  store: Store,
  plan: Plan,
  accounts: ScopeAccounts,
  rows: readonly Row[],
  needsEvents: boolean,
): Generator<void, readonly Match<Row>[]> {
  const { predicate, scope } = plan.question
  const events = new Map<number, LogEvent>()
  const eventOf = (row: Row): LogEvent => {
    const known = events.get(row.id)
    if (known) return known
    const event = decodeInScope(store, plan, row)
    events.set(row.id, event)
    return event
  }

  const unread = rows.filter((row) => needsEvents || row.sure !== 1)
  let read = 0
  for (const row of unread.toSorted((a, b) => a.blk - b.blk || a.off - b.off)) {
    eventOf(row)
    read += 1
    if (read % sliceOfDocuments === 0) yield
  }
  const matching = rows.filter((row) => {
    const event = events.get(row.id)
    return event ? evaluate(predicate, event.fields) : true
  })
  if (scope.identities.kind === 'any') {
    return matching.map((row) => ({ row, standing: 'named', event: () => eventOf(row) }))
  }
  for (const row of matching) {
    const event = events.get(row.id)
    if (event && identityVerdict(scope, event.identities) !== (row.idset === 0 ? 'nameless' : 'in'))
      throw drifted(event, 'names other accounts')
  }
  const nameless = matching.filter((row) => row.idset === 0)
  const verdicts = decideOwners(
    store.reader,
    nameless.map((row) => ({ row, event: () => eventOf(row) })),
    accounts.isMine,
  )
  const standing = new Map(nameless.map((row, i) => [row.id, verdicts[i] ?? 'undetermined']))
  return matching.flatMap((row) => {
    const how = standing.get(row.id) ?? 'named'
    return how === 'out' ? [] : [{ row, standing: how, event: () => eventOf(row) }]
  })
}
