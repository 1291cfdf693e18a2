import type { LogEvent } from '#queries/event.ts'
import { keysFor } from '#queries/links/keys-cache.ts'
import { type KeyKind, keyKinds, type LinkKey } from '#queries/links/keys.ts'
import type { LinkTarget } from '#queries/scoped-query.ts'
import type { LinkedKey } from '../contract.ts'
import type { StoredRow } from './codec.ts'
import { keyHash } from './key-hash.ts'
import { eachPosting, type KeyRow } from './postings.ts'
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

interface WantedRow extends Omit<KeyRow, 'k' | 'span'> {
  /** Place of the target. */
  readonly i: number
}

/** Targets of one statement. The number of statements follows from it, never from the number of events. */
export const targetsAtOnce = 256

/** `tick` lets a long look for a hub key be cancelled. */
const rowsWanted = (ask: LinkAsk): Fragment => {
  const wanted = ask.targets.map(({ asset, value, from, to }, i) => [
    i,
    keyHash(ask.kind, asset, value),
    from,
    to,
  ])
  return sql`SELECT w.value ->> 0 AS i, x.ts, x.ev, x.ls, x.data
    FROM json_each(${JSON.stringify(wanted)}) AS w CROSS JOIN ev_key AS x
      ON x.k = w.value ->> 1 AND x.ts < w.value ->> 3 AND x.ts + x.span >= w.value ->> 2
      AND (x.ev & 511 <> 0 OR tick())`
}

const sourcesOf = (store: Store, codes: readonly string[] | null): ReadonlySet<number> | null =>
  codes === null
    ? null
    : new Set(
        store.reader
          .rows<{ id: number }>(sql`SELECT id FROM log_source WHERE code IN ${inList(codes)}`)
          .map((row) => row.id),
      )

const rowsById = (store: Store, ids: ReadonlySet<number>): ReadonlyMap<number, LinkRow> => {
  const rows = store.reader.rows<LinkRow>(
    sql`SELECT ev.id, lower(hex(ev.digest)) AS digest, ev.file, ev.record, ev.shift_us, ev.copy, ev.blk, ev.off, ev.len
      FROM json_each(${JSON.stringify([...ids])}) AS w CROSS JOIN ev ON ev.id = w.value`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Looks one rule's keys up, all at once: fan-outs, and rows where they are within the limit. */
export function* findKeys(store: Store, ask: LinkAsk): Generator<void, readonly FoundKey[]> {
  yield
  const sources = sourcesOf(store, ask.codes)
  const found = ask.targets.map((target) => ({ target, fanOut: 0, ids: new Array<number>() }))
  for (const row of store.reader.rows<WantedRow>(rowsWanted(ask))) {
    const key = found[row.i]
    if (!key) continue
    const { from, to } = key.target
    eachPosting(row, (ts, ev, ls) => {
      if (ts < from || ts >= to || (sources !== null && !sources.has(ls))) return
      key.fanOut += 1
      // Of a hub only the number is told.
      if (key.fanOut <= ask.limit) key.ids.push(ev)
    })
  }
  yield
  const within = found.filter((key) => key.fanOut <= ask.limit)
  const rows = rowsById(store, new Set(within.flatMap((key) => key.ids)))
  return found.map(({ target, fanOut, ids }) => ({
    target,
    fanOut,
    rows: fanOut > ask.limit ? [] : ids.flatMap((id) => rows.get(id) ?? []),
  }))
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
