import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type Database from 'better-sqlite3'
import { AppError } from '#queries/errors.ts'
import type { LogEvent } from '#queries/event.ts'
import { normalize, type Shape } from '#queries/normalize.ts'

/** Where a row's original stands and what normalizing it needs. */
export interface StoredRow {
  readonly blk: number
  readonly off: number
  readonly len: number
  readonly file: number
  readonly record: number
  readonly shift_us: number
  readonly copy: number
}

export const packBlock = (data: Buffer): Buffer => zstdCompressSync(data)

/**
 * Turns stored rows back into events: unpacks blocks (the newest few are kept unpacked), cuts the
 * original out and normalizes it again, so that an event always has the shape of today's mapping.
 */
export const openDecoder = (db: Database.Database, keepBlocks = 64) => {
  const blockOf = db.prepare<[number], { data: Buffer }>('SELECT data FROM block WHERE id = ?')
  const fileOf = db.prepare<[number], { name: string; shape: Shape }>(
    'SELECT name, shape FROM file WHERE id = ?',
  )
  const blocks = new Map<number, Buffer>()
  const events = createEventCache()
  const files = new Map<number, { name: string; shape: Shape }>()

  const unpacked = (id: number): Buffer => {
    const kept = blocks.get(id)
    if (kept) {
      blocks.delete(id)
      blocks.set(id, kept)
      return kept
    }
    const row = blockOf.get(id)
    if (!row) throw new AppError('internal', `Block ${id} of the store is missing.`)
    const data = zstdDecompressSync(row.data)
    blocks.set(id, data)
    const oldest = blocks.size > keepBlocks ? blocks.keys().next().value : undefined
    if (oldest !== undefined) blocks.delete(oldest)
    return data
  }

  const fileNamed = (id: number): { name: string; shape: Shape } => {
    const kept = files.get(id) ?? fileOf.get(id)
    if (!kept) throw new AppError('internal', `File ${id} of the store is missing.`)
    files.set(id, kept)
    return kept
  }

  return {
    original: (row: StoredRow): string =>
      unpacked(row.blk).toString('utf8', row.off, row.off + row.len),
    /** `id` where the caller knows it. Throws `internal` when a row that was accepted at import no longer normalizes. */
    event(row: StoredRow, id?: string): LogEvent {
      // A search reads each event once; only links come back to the same ones.
      const kept = id === undefined ? undefined : events.get(row)
      if (kept) return kept
      const file = fileNamed(row.file)
      const original = this.original(row)
      const result = normalize(original, JSON.parse(original), {
        shape: file.shape,
        file: file.name,
        record: row.record,
        shiftUs: row.shift_us,
        copy: row.copy,
        ...(id === undefined ? {} : { id }),
      })
      if (result.ok) return id === undefined ? result.event : events.keep(row, result.event)
      throw new AppError(
        'internal',
        `Record ${row.record} of ${file.name} no longer reads: ${result.reason}.`,
      )
    },
  }
}

/** So many bytes of originals are kept as events; an event takes some three times as much. */
const cachedBytes = 16 * 1024 * 1024

/** The events read last: a correlation meets the same ones by many keys. Blocks never change, so nothing goes stale. */
const createEventCache = () => {
  const events = new Map<string, { readonly event: LogEvent; readonly bytes: number }>()
  let bytes = 0
  const keyOf = (row: StoredRow): string => `${row.blk} ${row.off}`
  return {
    get: (row: StoredRow): LogEvent | undefined => events.get(keyOf(row))?.event,
    keep(row: StoredRow, event: LogEvent): LogEvent {
      events.set(keyOf(row), { event, bytes: row.len })
      bytes += row.len
      for (const [key, oldest] of events) {
        if (bytes <= cachedBytes) break
        events.delete(key)
        bytes -= oldest.bytes
      }
      return event
    },
  }
}

export type Decoder = ReturnType<typeof openDecoder>
