import type { StoreDatabase } from '../database.ts'
import { packBlock } from '../codec.ts'
import { openKeyWriter } from './key-rows.ts'
import { digestBytes, type TypedSlice } from './slice.ts'

/** Everything of one event that becomes a row. */
export interface Row {
  /** Its place among the ids of the slice, or the id itself where it is a copy's. */
  readonly digest: number | Buffer
  readonly asset: number
  readonly source: number
  readonly ts: number
  readonly kind: number
  readonly idset: number
  readonly proc: number | null
  readonly image: number | null
  readonly parentImage: number | null
  readonly cmd: number | null
  readonly record: number
  readonly shiftUs: number
  readonly copy: number
  /** What holds its original and its link keys until the batch is written. */
  readonly slice: TypedSlice
  readonly keyFrom: number
  readonly keyTo: number
  readonly start: number
  readonly length: number
}

/** A batch is written when it holds this many bytes of originals, however few events they are. */
const batchBytes = 24 * 1024 * 1024

/** Unpacked size at which a block is closed, and below which assets of a batch share one. */
const blockBytes = 192 * 1024
const sharedBelow = 32 * 1024

/** Gathers rows and their originals and writes them sorted by asset and time. */
export interface Batch {
  readonly count: number
  readonly isFull: boolean
  add(row: Row): void
  write(file: number): void
}

export const openBatch = (db: StoreDatabase, maxEvents: number): Batch => {
  const insertRow =
    db.prepare(`INSERT INTO ev (id, digest, asset, ls, ts, kind, idset, proc, image, parent_image, cmd,
    file, record, shift_us, copy, blk, off, len) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertBlock = db.prepare('INSERT INTO block (id, n, bytes, data) VALUES (?, ?, ?, ?)')
  const keys = openKeyWriter(db)
  const highest = (table: 'ev' | 'block'): number =>
    Number(db.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get())
  let nextEvent = highest('ev') + 1
  let nextBlock = highest('block') + 1
  let used = 0
  let rows: Row[] = []

  const digest = Buffer.alloc(digestBytes)

  const writeBlock = (members: readonly Row[], file: number): void => {
    const bytes = members.reduce((sum, row) => sum + row.length, 0)
    const data = Buffer.allocUnsafe(bytes)
    const block = nextBlock
    nextBlock += 1
    let offset = 0
    for (const row of members) {
      data.set(row.slice.bytes.subarray(row.start, row.start + row.length), offset)
      digestOf(row, digest)
      const id = nextEvent
      nextEvent += 1
      insertRow.run(
        id,
        digest,
        row.asset,
        row.source,
        row.ts,
        row.kind,
        row.idset,
        row.proc,
        row.image,
        row.parentImage,
        row.cmd,
        file,
        row.record,
        row.shiftUs,
        row.copy,
        block,
        offset,
        row.length,
      )
      offset += row.length
    }
    insertBlock.run(block, members.length, bytes, packBlock(data))
  }

  return {
    get count() {
      return rows.length
    },
    get isFull() {
      return rows.length >= maxEvents || used >= batchBytes
    },
    add(row) {
      rows.push(row)
      used += row.length
    },
    write(file) {
      rows.sort((a, b) => a.asset - b.asset || a.ts - b.ts)
      const first = nextEvent
      const ordered = inBlocks(rows)
      for (const block of ordered) writeBlock(block, file)
      keys.write(ordered.flat(), first)
      rows = []
      used = 0
    },
  }
}

const digestOf = ({ digest, slice }: Row, into: Buffer): void => {
  if (typeof digest !== 'number') digest.copy(into)
  else
    for (let at = 0; at < digestBytes; at += 1)
      into[at] = slice.digests[digest * digestBytes + at] ?? 0
}

/** Cuts sorted rows into blocks of one asset each; assets with little in this batch share a block. */
const inBlocks = (sorted: readonly Row[]): readonly (readonly Row[])[] => {
  const sizes = new Map<number, number>()
  for (const row of sorted) sizes.set(row.asset, (sizes.get(row.asset) ?? 0) + row.length)
  const blocks: Row[][] = []
  let open: Row[] = []
  let bytes = 0
  let openAsset = -1
  const close = (): void => {
    if (open.length > 0) blocks.push(open)
    open = []
    bytes = 0
  }
  const shared: Row[] = []
  for (const row of sorted) {
    if ((sizes.get(row.asset) ?? 0) < sharedBelow) {
      shared.push(row)
      continue
    }
    if (row.asset !== openAsset || bytes >= blockBytes) close()
    openAsset = row.asset
    open.push(row)
    bytes += row.length
  }
  close()
  for (const row of shared) {
    if (bytes >= blockBytes) close()
    open.push(row)
    bytes += row.length
  }
  close()
  return blocks
}
