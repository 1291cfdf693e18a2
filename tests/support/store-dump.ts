import Database from 'better-sqlite3'
import { eachPosting, type KeyRow } from '#connectors/local/postings.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

/**
 * All a store says, with numbers that are only its own replaced by what they stand for: two stores hold
 * the same when their dumps are equal.
 */
export const dumpStore = (file: string): Readonly<Record<string, Rows>> => {
  const db = new Database(file, { readonly: true })
  const rows = (sql: string): Rows => db.prepare<[], Record<string, unknown>>(sql).all()
  const account = `(SELECT group_concat(n) FROM (SELECT i.domain || '\\' || i.name || ' ' || i.sid AS n
    FROM identity_set_member m JOIN identity i ON i.id = m.identity WHERE m.set_id = SET ORDER BY 1))`
  const source = "(SELECT folded || ' ' || code FROM log_source WHERE id = ls)"
  try {
    return {
      events: rows(`SELECT hex(digest) AS digest, asset.key AS asset, ${source} AS source, ts, kind,
        ${account.replace('SET', 'idset')} AS accounts, p.entity, p.pid, i.value AS image, pi.value AS parent,
        c.value AS cmd, f.name AS file, record, shift_us
        FROM ev JOIN asset ON asset.id = ev.asset JOIN file f ON f.id = ev.file
        LEFT JOIN process p ON p.id = ev.proc LEFT JOIN text i ON i.id = image
        LEFT JOIN text pi ON pi.id = parent_image LEFT JOIN text c ON c.id = cmd ORDER BY digest`),
      keys: keysIn(db),
      files:
        rows(`SELECT name, sha256, bytes, shape, state, resume_at, resume_record, events, duplicates, rejects, note
        FROM file ORDER BY name`),
      rejects: rows(
        'SELECT f.name, record, reason, text FROM reject JOIN file f ON f.id = file ORDER BY 1, 2',
      ),
      clocks: rows(`SELECT f.name, a.key, shift_us, pairs, spread_us, applied FROM clock
        JOIN file f ON f.id = file JOIN asset a ON a.id = asset ORDER BY 1, 2`),
      aliases: rows(
        'SELECT a.key, kind, alias, last FROM asset_alias JOIN asset a ON a.id = asset ORDER BY 1, 2, 3',
      ),
      accounts: rows(`SELECT i.domain, i.name, i.sid, i.label, p.label AS person FROM identity i
        JOIN identity p ON p.id = i.person ORDER BY 1, 2, 3`),
      processes:
        rows(`SELECT a.key, entity, pid, started, ended, first, last, ${account.replace('SET', 'owner')} AS owner,
        owner_rank FROM process JOIN asset a ON a.id = asset ORDER BY 1, 2, 3, first`),
      hours: rows(`SELECT a.key, ${source} AS source, hour, n, first, last FROM roll_asset_hour
        JOIN asset a ON a.id = asset ORDER BY 1, 2, 3`),
      totals: rows(`SELECT ${source} AS source, hour, n FROM roll_hour ORDER BY 1, 2`),
      days: rows(`SELECT i.label, i.sid, a.key, day, n, last FROM roll_identity_day JOIN identity i ON i.id = identity
        JOIN asset a ON a.id = asset ORDER BY 1, 2, 3, 4`),
      fields: rows(`SELECT field, ${source} AS source, n, sample FROM field_seen ORDER BY 1, 2`),
      deliveries: rows(
        'SELECT a.key, channel, watermark, longest_gap_us FROM delivery JOIN asset a ON a.id = asset ORDER BY 1, 2',
      ),
      truncations: rows(
        'SELECT a.key, channel, from_us, to_us, reason FROM truncation JOIN asset a ON a.id = asset ORDER BY 1, 2, 3',
      ),
    }
  } finally {
    db.close()
  }
}

/** Every key with the events that hold it, whatever batches they were written in. */
const keysIn = (db: Database.Database): Rows => {
  const digests = new Map(
    db
      .prepare<[], { id: number; digest: string }>('SELECT id, hex(digest) AS digest FROM ev')
      .all()
      .map((row) => [row.id, row.digest]),
  )
  return db
    .prepare<[], KeyRow>('SELECT k, ts, ev, ls, span, data FROM ev_key')
    .all()
    .flatMap((row) => {
      const found: { k: number; ts: number; digest: string }[] = []
      eachPosting(row, (ts, ev) =>
        found.push({ k: row.k, ts, digest: digests.get(ev) ?? 'no such event' }),
      )
      return found
    })
    .toSorted((a, b) => a.k - b.k || a.ts - b.ts || (a.digest < b.digest ? -1 : 1))
}
