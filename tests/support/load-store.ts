import { openStoreForWriting, type StoreDatabase } from '#connectors/local/database.ts'
import { packBlock } from '#connectors/local/codec.ts'
import { hash53, keyHash } from '#connectors/local/key-hash.ts'
import { storeIndices } from '#connectors/local/schema.ts'
import { eventKinds, foldCase, type LogEvent, valuesOf } from '#queries/event.ts'
import { keysOf } from '#queries/links/keys-of.ts'
import { detectShape, normalize } from '#queries/normalize.ts'

const fileName = 'events.ndjson'
const insert = (db: StoreDatabase, text: string, ...params: readonly unknown[]): number =>
  Number(db.prepare<unknown[]>(text).run(...params).lastInsertRowid)
const find = (db: StoreDatabase, text: string, ...params: readonly unknown[]): number | undefined =>
  db.prepare<unknown[], { id: number }>(text).get(...params)?.id

const textId = (db: StoreDatabase, event: LogEvent, field: string): number | null => {
  const values = valuesOf(event.fields, field)
  if (values.length === 0) return null
  const text = values.length > 1 ? '\ufffd' : String(values[0])
  return (
    find(db, 'SELECT id FROM text WHERE value = ?', text) ??
    insert(db, 'INSERT INTO text (value, h) VALUES (?, ?)', text, hash53(text))
  )
}

const idsetOf = (db: StoreDatabase, event: LogEvent): number => {
  const members = event.identities.map(({ name, domain, sid }) => {
    const row = [name ?? '', domain ?? '', sid ?? '']
    const known = find(
      db,
      'SELECT id FROM identity WHERE name = ? AND domain = ? AND sid = ?',
      ...row,
    )
    if (known !== undefined) return known
    const id = insert(
      db,
      'INSERT INTO identity (name, domain, sid, label, person) VALUES (?, ?, ?, ?, 0)',
      ...row,
      row.join('\\'),
    )
    db.prepare('UPDATE identity SET person = id WHERE id = ?').run(id)
    return id
  })
  if (members.length === 0) return 0
  const text = [...new Set(members)].toSorted((a, b) => a - b).join()
  const known = find(db, 'SELECT id FROM identity_set WHERE members = ?', text)
  if (known !== undefined) return known
  const id = insert(db, 'INSERT INTO identity_set (members) VALUES (?)', text)
  for (const member of new Set(members))
    insert(db, 'INSERT INTO identity_set_member VALUES (?, ?)', member, id)
  return id
}

/** Loads documents into a new store, one after another: the plainest reading of the layout. */
export const loadStore = (file: string, documents: readonly string[]): void => {
  const db = openStoreForWriting(file)
  db.transaction(() => {
    const data = Buffer.from(documents.join('\n'))
    const blk = insert(
      db,
      'INSERT INTO block (n, bytes, data) VALUES (?, ?, ?)',
      documents.length,
      data.length,
      packBlock(data),
    )
    let off = 0
    let id = 0
    documents.forEach((original, i) => {
      const document: unknown = JSON.parse(original)
      const shape = detectShape(document) ?? 'json'
      const result = normalize(original, document, {
        shape,
        file: fileName,
        record: i + 1,
        shiftUs: 0,
      })
      const len = Buffer.byteLength(original)
      if (!result.ok) throw new Error(result.reason)
      const { event } = result
      id += 1
      if (id === 1)
        insert(
          db,
          "INSERT INTO file (id, name, sha256, bytes, shape, imported_at, state, resume_at, events, duplicates, rejects) VALUES (1, ?, '', ?, ?, 0, 'whole', 0, ?, 0, 0)",
          fileName,
          data.length,
          shape,
          documents.length,
        )
      const asset =
        find(db, 'SELECT id FROM asset WHERE key = ?', event.asset) ??
        insert(db, 'INSERT INTO asset (key, label) VALUES (?, ?)', event.asset, event.asset)
      const folded = foldCase(event.channel)
      const ls =
        find(db, 'SELECT id FROM log_source WHERE folded = ? AND code = ?', folded, event.code) ??
        insert(
          db,
          'INSERT INTO log_source (channel, code, folded) VALUES (?, ?, ?)',
          event.channel,
          event.code,
          folded,
        )
      const ts = event.time.best
      const hour = Math.floor(ts / 3_600_000_000)
      insert(
        db,
        'INSERT INTO ev VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)',
        id,
        Buffer.from(event.id, 'hex'),
        asset,
        ls,
        ts,
        eventKinds.indexOf(event.kind),
        idsetOf(db, event),
        null,
        textId(db, event, 'process.name'),
        textId(db, event, 'process.parent.name'),
        textId(db, event, 'process.command_line'),
        1,
        i + 1,
        0,
        blk,
        off,
        len,
      )
      for (const key of keysOf(event))
        insert(
          db,
          'INSERT OR IGNORE INTO ev_key VALUES (?, ?, ?)',
          keyHash(key.kind, key.asset, key.value),
          ts,
          id,
        )
      insert(
        db,
        'INSERT INTO roll_asset_hour VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT DO UPDATE SET n = n + 1, first = min(first, excluded.first), last = max(last, excluded.last)',
        asset,
        ls,
        hour,
        ts,
        ts,
      )
      insert(
        db,
        'INSERT INTO roll_hour VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1',
        ls,
        hour,
      )
      for (const field of Object.keys(event.fields))
        insert(
          db,
          "INSERT INTO field_seen VALUES (?, ?, 1, '') ON CONFLICT DO UPDATE SET n = n + 1",
          field,
          ls,
        )
      off += len + 1
    })
    db.exec(storeIndices)
  })()
  db.close()
}
