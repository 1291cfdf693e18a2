import { identityVerdict } from '#queries/scope.ts'
import type { FoundEvent } from '../contract.ts'
import { compile, type Question, rowColumns } from './compile.ts'
import { accountsOf, decide } from './matches.ts'
import type { CandidateRow } from './rows.ts'
import { sql } from './sql.ts'
import type { Store } from './store.ts'

export interface ReadAsk {
  readonly question: Question
  readonly ids: readonly string[]
}

const eventId = /^[0-9a-f]{32}$/

/** Single events by id, in the order asked for; what lies outside the scope is not answered. The predicate is not asked. */
export function* readEvents(store: Store, ask: ReadAsk): Generator<void, readonly FoundEvent[]> {
  const ids = [...new Set(ask.ids)].filter((id) => eventId.test(id))
  if (ids.length === 0) return []
  const { scope } = ask.question
  const plan = compile({ scope, predicate: { all: [] } })
  const rows = store.reader.rows<CandidateRow>(
    sql`SELECT ${rowColumns}, 1 AS sure FROM json_each(${JSON.stringify(ids)}) AS wanted
      CROSS JOIN ev INDEXED BY ev_digest ON ev.digest = unhex(wanted.value)
      WHERE ${plan.place}`,
    scope.window,
  )
  const named = rows.filter((row) => {
    if (row.idset === 0) return true
    return identityVerdict(scope, store.reader.decoder.event(row).identities) === 'in'
  })
  const matches = yield* decide(store, plan, accountsOf(store, plan), named, true)
  const found = new Map(
    matches.map(({ row, event, standing }): [string, FoundEvent] => [
      row.digest.toString('hex'),
      { event: event(), identity: standing },
    ]),
  )
  return ids.flatMap((id) => {
    const event = found.get(id)
    return event ? [event] : []
  })
}
