import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type Database from 'better-sqlite3'
import { AppError } from '#queries/errors.ts'
import type { Fields, IdentityMention, Locator, LogEvent } from '#queries/event.ts'

/** What a snapshot keeps of an event beside its row: enough to be read without its source. */
export interface EventDocument {
  readonly fields: Fields
  readonly original: string
  readonly locator: Locator
  readonly identities: readonly IdentityMention[]
  readonly written: string
  readonly shiftUs: number
}

/** A block is closed at either bound: small enough to open for one event, large enough to compress. */
const blockBytes = 128 * 1024
const blockEvents = 64

export const openBlockWriter = (db: Database.Database) => {
  const insert = db.prepare('INSERT INTO block VALUES (?, ?)')
  let block = 1
  let bytes = 0
  let documents: EventDocument[] = []

  const flush = (): void => {
    if (documents.length === 0) return
    insert.run(block, zstdCompressSync(Buffer.from(JSON.stringify(documents))))
    block += 1
    bytes = 0
    documents = []
  }

  return {
    /** Where the event's document will stand. */
    add(event: LogEvent): { readonly block: number; readonly position: number } {
      const place = { block, position: documents.length }
      documents.push({
        fields: event.fields,
        original: event.original,
        locator: event.locator,
        identities: event.identities,
        written: event.time.written,
        shiftUs: event.time.shiftUs,
      })
      bytes += event.original.length * 2
      if (bytes >= blockBytes || documents.length >= blockEvents) flush()
      return place
    },
    end: flush,
  }
}

/** Opens documents by their place; the blocks opened last are kept unpacked. */
export const openBlockReader = (db: Database.Database, keep = 8) => {
  const select = db.prepare<[number], { data: Buffer }>('SELECT data FROM block WHERE id = ?')
  const kept = new Map<number, readonly EventDocument[]>()

  const unpacked = (id: number): readonly EventDocument[] => {
    const known = kept.get(id)
    if (known) return known
    const row = select.get(id)
    const documents: readonly EventDocument[] = row
      ? JSON.parse(zstdDecompressSync(row.data).toString('utf8'))
      : []
    kept.set(id, documents)
    const oldest = kept.size > keep ? kept.keys().next().value : undefined
    if (oldest !== undefined) kept.delete(oldest)
    return documents
  }

  return (block: number, position: number): EventDocument => {
    const document = unpacked(block)[position]
    if (document) return document
    throw new AppError('damaged_file', `A document of this snapshot is missing (block ${block}).`)
  }
}
