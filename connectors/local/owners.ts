import type { LogEvent } from '#queries/event.ts'
import { textOf } from '#queries/event.ts'
import { keysOf } from '#queries/links/keys-of.ts'
import type { IdentityStanding } from '../contract.ts'
import type { Reader } from './reader.ts'
import type { EventRow } from './rows.ts'
import { sql } from './sql.ts'

/** How an event that names nobody stands to the identities of a scope. */
export type OwnerVerdict = Exclude<IdentityStanding, 'named'> | 'out'

/** An event that names nobody; its document is read only when the store knows no process for it. */
export interface Nameless {
  readonly row: EventRow
  readonly event: () => LogEvent
}

interface OwnerRow {
  readonly i: number
  readonly owner: number
}

/**
 * Decides events that name nobody by the owner of their process (DESIGN §4.3): by the process row the
 * store linked, else by entity id, else by pid inside its lifetime. Three statements a batch, however
 * many events it holds. `isMine` says whether a set of accounts is in scope.
 */
export const decideOwners = (
  reader: Reader,
  batch: readonly Nameless[],
  isMine: (identitySet: number) => boolean,
): readonly OwnerVerdict[] => {
  const owners = batch.map(() => 0)
  const take = (rows: readonly OwnerRow[]): void => {
    for (const { i, owner } of rows) owners[i] = owner
  }
  const open = (): readonly number[] => owners.flatMap((owner, i) => (owner === 0 ? [i] : []))

  take(byProcessRow(reader, batch))
  const unknown = open().flatMap((i) => {
    const nameless = batch[i]
    return nameless ? [wantedOf(i, nameless)] : []
  })
  take(byEntity(reader, unknown))
  const still = new Set(open())
  take(
    byPid(
      reader,
      unknown.filter((wanted) => still.has(wanted.i)),
    ),
  )
  return owners.map((owner) => (owner === 0 ? 'undetermined' : isMine(owner) ? 'owner' : 'out'))
}

interface Wanted {
  readonly i: number
  readonly asset: number
  readonly entity: string | null
  readonly pid: number | null
  readonly early: number
  readonly late: number
}

const wantedOf = (i: number, { row, event }: Nameless): Wanted => {
  const decoded = event()
  const pid = Number(textOf(decoded.fields, 'process.pid'))
  return {
    i,
    asset: row.asset,
    entity: keysOf(decoded).find((key) => key.kind === 'entity')?.value ?? null,
    pid: Number.isSafeInteger(pid) && pid > 4 ? pid : null,
    early: decoded.time.early,
    late: decoded.time.late,
  }
}

const byProcessRow = (reader: Reader, batch: readonly Nameless[]): readonly OwnerRow[] => {
  const pairs = batch.flatMap(({ row }, i) => (row.proc === null ? [] : [[i, row.proc]]))
  if (pairs.length === 0) return []
  return reader.rows<OwnerRow>(sql`SELECT w.value ->> 0 AS i, p.owner FROM json_each(${JSON.stringify(pairs)}) AS w
    CROSS JOIN process AS p ON p.id = w.value ->> 1 WHERE p.owner <> 0`)
}

const byEntity = (reader: Reader, wanted: readonly Wanted[]): readonly OwnerRow[] => {
  const keys = wanted.flatMap((w) => (w.entity === null ? [] : [[w.i, w.asset, w.entity]]))
  if (keys.length === 0) return []
  return reader.rows<OwnerRow>(sql`SELECT w.value ->> 0 AS i, p.owner FROM json_each(${JSON.stringify(keys)}) AS w
    CROSS JOIN process AS p ON p.asset = w.value ->> 1 AND p.entity = w.value ->> 2 WHERE p.owner <> 0`)
}

/** Of processes that had this pid one after another, the last that had begun and not yet ended. */
const byPid = (reader: Reader, wanted: readonly Wanted[]): readonly OwnerRow[] => {
  const keys = wanted.flatMap((w) =>
    w.pid === null ? [] : [[w.i, w.asset, w.pid, w.early, w.late]],
  )
  if (keys.length === 0) return []
  return reader.rows<OwnerRow>(sql`SELECT i, owner FROM (
      SELECT w.value ->> 0 AS i, (
        SELECT p.owner FROM process AS p
        WHERE p.asset = w.value ->> 1 AND p.pid = w.value ->> 2 AND p.first <= w.value ->> 4
          AND (p.ended IS NULL OR p.ended >= w.value ->> 3) AND p.owner <> 0
        ORDER BY p.first DESC LIMIT 1) AS owner
      FROM json_each(${JSON.stringify(keys)}) AS w)
    WHERE owner IS NOT NULL`)
}
