import type { LogEvent } from '#queries/event.ts'
import { keysFor } from '#queries/links/keys-cache.ts'
import { type KeyKind, keyKinds, type LinkKey } from '#queries/links/keys.ts'
import type { LinkTarget } from '#queries/scoped-query.ts'
import type { LinkedKey } from '../contract.ts'
import type { StoredRow } from './codec.ts'
import { keyHash } from './key-hash.ts'
import { type Fragment, inList, sql } from './sql.ts'
import type { Store } from './store.ts'

/** One rule's part of a `LinkQuery`, as plain data. */
export interface LinkAsk {
  readonly kind: KeyKind
  readonly codes: readonly string[] | null
  readonly limit: number
  readonly targets: readonly LinkTarget[]
}

/** One target with its fan-out and, where that is within the limit, the rows of its events. */
export interface FoundKey {
  readonly target: LinkTarget
  readonly fanOut: number
  readonly rows: readonly LinkRow[]
}

export interface LinkRow extends StoredRow {
  readonly id: number
  /** The event's id: as text, since rows cross between threads. */
  readonly digest: string
}

interface JoinedRow extends LinkRow {
  readonly i: number
  readonly n: number
}

/** Targets of one statement. The number of statements follows from it, never from the number of events. */
export const targetsAtOnce = 256

const codeFilter = (codes: readonly string[] | null): Fragment =>
  codes === null
    ? sql``
    : sql`CROSS JOIN ev AS e ON e.id = x.ev AND e.ls IN (SELECT id FROM log_source WHERE code IN ${inList(codes)})`

/** `tick` lets a long count over a hub key be cancelled. */
const inWindow = (key: Fragment, since: Fragment, until: Fragment): Fragment =>
  sql`x.k = ${key} AND x.ts >= ${since} AND x.ts < ${until} AND (x.ev & 511 <> 0 OR tick())`

const statementOf = (ask: LinkAsk): Fragment => {
  const wanted = ask.targets.map(({ asset, value, from, to }, i) => [
    i,
    keyHash(ask.kind, asset, value),
    from,
    to,
  ])
  const filter = codeFilter(ask.codes)
  return sql`WITH wanted AS MATERIALIZED (
      SELECT w.value ->> 0 AS i, w.value ->> 1 AS k, w.value ->> 2 AS since, w.value ->> 3 AS until,
        (SELECT count(*) FROM ev_key AS x ${filter}
          WHERE ${inWindow(sql`w.value ->> 1`, sql`w.value ->> 2`, sql`w.value ->> 3`)}) AS n
      FROM json_each(${JSON.stringify(wanted)}) AS w)
    SELECT i, n, 0 AS id, '' AS digest, 0 AS file, 0 AS record, 0 AS shift_us, 0 AS copy, 0 AS blk, 0 AS off, 0 AS len
      FROM wanted WHERE n > ${ask.limit}
    UNION ALL
    SELECT wanted.i, wanted.n, ev.id, lower(hex(ev.digest)) AS digest, ev.file, ev.record, ev.shift_us, ev.copy, ev.blk, ev.off, ev.len
      FROM wanted CROSS JOIN ev_key AS x ON ${inWindow(sql`wanted.k`, sql`wanted.since`, sql`wanted.until`)}
      ${filter} CROSS JOIN ev ON ev.id = x.ev
      WHERE wanted.n <= ${ask.limit}`
}

/** Looks one rule's keys up, all in one statement: fan-outs, and rows where they are within the limit. */
export function* findKeys(store: Store, ask: LinkAsk): Generator<void, readonly FoundKey[]> {
  yield
  const found = ask.targets.map((target) => ({ target, fanOut: 0, rows: new Array<LinkRow>() }))
  for (const { i, n, ...row } of store.reader.rows<JoinedRow>(statementOf(ask))) {
    const key = found[i]
    if (!key) continue
    key.fanOut = n
    if (n <= ask.limit) key.rows.push(row)
  }
  return found
}

export interface ReadKeysAsk extends Omit<LinkAsk, 'targets'> {
  readonly found: readonly FoundKey[]
}

/**
 * Reads the events of found keys and holds each against what was asked: the key itself (the index knows
 * only its hash), asset, window and event ids. The fan-out counts what stood the test.
 */
export function* readKeys(store: Store, ask: ReadKeysAsk): Generator<void, readonly LinkedKey[]> {
  const events = new Map<number, { event: LogEvent; keys: readonly LinkKey[] }>()
  const rows = ask.found
    .flatMap((key) => key.rows)
    .toSorted((a, b) => a.blk - b.blk || a.off - b.off)
  let read = 0
  for (const row of rows) {
    if (events.has(row.id)) continue
    const event = store.reader.decoder.event(row, row.digest)
    events.set(row.id, { event, keys: keysFor(event) })
    read += 1
    if (read % 64 === 0) yield
  }
  return ask.found.map(({ target, fanOut, rows: own }): LinkedKey => {
    if (fanOut > ask.limit) return { target, fanOut, events: [], key: null }
    let key: LinkKey | null = null
    const linked: LogEvent[] = []
    for (const row of own) {
      const known = events.get(row.id)
      const held = known?.keys.find(
        (k) => k.kind === ask.kind && k.value === target.value && isOfTarget(ask.kind, target, k),
      )
      if (!known || !held || !isMeant(ask, target, known.event)) continue
      key ??= held
      linked.push(known.event)
    }
    linked.sort((a, b) => a.time.best - b.time.best || (a.id < b.id ? -1 : 1))
    return { target, fanOut: linked.length, events: linked, key }
  })
}

const isOfTarget = (kind: KeyKind, target: LinkTarget, key: LinkKey): boolean =>
  keyKinds[kind] === 'anywhere' || key.asset === target.asset

const isMeant = (ask: Omit<LinkAsk, 'targets'>, target: LinkTarget, event: LogEvent): boolean =>
  event.time.best >= target.from &&
  event.time.best < target.to &&
  (keyKinds[ask.kind] === 'anywhere' || event.asset === target.asset) &&
  (ask.codes === null || ask.codes.includes(event.code))
