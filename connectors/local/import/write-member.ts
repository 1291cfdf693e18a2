import { copyDigest } from '#queries/mappings/digest.ts'
import type { StoreDatabase } from '../database.ts'
import { type Batch, openBatch } from './batch.ts'
import type { Clocks } from './clocks.ts'
import { type Copies, openCopies } from './copies.ts'
import { openDedupe, type Dedupe } from './dedupe.ts'
import { judgeRecordGaps, openDeliveries } from './deliveries.ts'
import { type EventRows, openEventRows } from './event-rows.ts'
import { newEvtxReport } from './evtx.ts'
import { type FileRow, type FilesTable, openFilesTable } from './files-table.ts'
import { type Interner, openInterner } from './intern.ts'
import type { ImportLimits } from './limits.ts'
import { rejectTextBytes } from './raw-record.ts'
import { readRecords } from './read-records.ts'
import type { MemberResult } from './results.ts'
import type { Pause, ScannedMember } from './scan.ts'
import { digestBytes, openPacker, type TypedSlice } from './slice.ts'
import { type SliceView, viewSlice } from './slice-view.ts'
import type { TypingPool } from './typer.ts'
import type { Chunks } from './unpack.ts'

/** What the members of one import share. */
export interface StoreWriter {
  readonly db: StoreDatabase
  readonly files: FilesTable
  readonly intern: Interner
  readonly dedupe: Dedupe
  readonly batch: Batch
  readonly typing: TypingPool
}

export const openStoreWriter = (
  db: StoreDatabase,
  limits: ImportLimits,
  typing: TypingPool,
): StoreWriter => ({
  db,
  typing,
  files: openFilesTable(db),
  intern: openInterner(db),
  dedupe: openDedupe(db),
  batch: openBatch(db, limits.transactionEvents ?? 20_000),
})

/** Counts as they grow, for progress. */
export interface Tally {
  events: number
  duplicates: number
  rejects: number
}

/**
 * Second pass: writes a member's events in transactions, each with the point up to which the member is
 * in the store. A member that was interrupted goes on from there; one that is whole is not read again.
 */
export const writeMember = async (
  writer: StoreWriter,
  member: ScannedMember,
  chunks: Chunks,
  limits: ImportLimits,
  tally: Tally,
  pause: Pause,
): Promise<MemberResult> => {
  const known = writer.files.find(member)
  if (known?.state === 'whole') return resultOf(known, member, true)
  const work = openMemberWork(writer, member, known, tally)
  const report = newEvtxReport()
  const { name, shape, clocks } = member
  const place = { name, shape, estimates: clocks.estimates, jsonDepth: limits.jsonDepth }
  const typer = writer.typing.open(place, member.bytes)
  const packer = openPacker()
  const waiting: Promise<TypedSlice>[] = []
  const takeOldest = async (): Promise<void> => {
    const oldest = await waiting.shift()
    if (oldest) work.take(oldest)
    await pause()
  }
  const giveSlice = async (): Promise<void> => {
    const typed = typer.type(packer.take())
    // A failure is met when its turn comes; until then nobody else waits for it.
    typed.catch(() => undefined)
    waiting.push(typed)
    if (waiting.length >= typer.depth) await takeOldest()
  }
  try {
    for await (const records of readRecords(member.format, chunks, limits, work.resume, report)) {
      packer.add(records)
      if (packer.isFull) await giveSlice()
    }
    if (!packer.isEmpty) await giveSlice()
    while (waiting.length > 0) await takeOldest()
    return resultOf(work.finish([...member.notes, ...report.notes]), member, false)
  } catch (error) {
    work.abandon()
    throw error
  }
}

const resultOf = (row: FileRow, member: ScannedMember, isKnown: boolean): MemberResult => ({
  name: member.name,
  shape: row.shape,
  bytes: member.bytes,
  events: isKnown ? 0 : row.events,
  duplicates: isKnown ? row.events + row.duplicates : row.duplicates,
  rejects: row.rejects,
  note: row.note,
  clocks: member.clocks.estimates.map(({ asset, shiftUs, pairs, spreadUs, applied }) => ({
    asset,
    shiftUs,
    pairs,
    spreadUs,
    applied,
  })),
  known: isKnown,
})

const openMemberWork = (
  writer: StoreWriter,
  member: ScannedMember,
  known: FileRow | null,
  tally: Tally,
) => {
  const { db, files, dedupe, batch, intern } = writer
  const importedUs = Date.now() * 1000
  let row: FileRow | null = known
  let rows: EventRows | null = null
  let copies: Copies | null = null
  let isOpen = false
  const digest = Buffer.alloc(digestBytes)
  const addReject = db.prepare('INSERT OR REPLACE INTO reject VALUES (?, ?, ?, ?)')

  const begin = (): { file: FileRow; events: EventRows } => {
    if (!isOpen) {
      db.exec('BEGIN IMMEDIATE')
      isOpen = true
    }
    row ??= files.add(member, importedUs)
    rows ??= openEventRows(db, intern, openDeliveries(db, row.id, importedUs))
    return { file: row, events: rows }
  }

  const commit = (state: FileRow['state']): FileRow => {
    const { file, events } = begin()
    events.flush()
    batch.write(file.id)
    intern.flush()
    file.state = state
    if (state === 'whole') {
      writeClocks(db, file.id, intern, member.clocks)
      judgeRecordGaps(db, file.id)
    }
    files.save(file)
    db.exec('COMMIT')
    isOpen = false
    dedupe.committed()
    return file
  }

  const keepReject = (file: FileRow, view: SliceView, i: number): void => {
    const start = view.cell(i, 'start')
    const stop = Math.min(view.cell(i, 'stop'), start + rejectTextBytes)
    const text = Buffer.from(view.slice.bytes.buffer).toString('utf8', start, stop)
    addReject.run(file.id, view.cell(i, 'record'), view.text(i, 'reject'), text)
    file.rejects += 1
    tally.rejects += 1
  }

  const keepEvent = (file: FileRow, events: EventRows, view: SliceView, i: number): void => {
    // Numbered documents are told apart by their number: most of a log is never looked up here.
    view.digestInto(i, digest)
    let copy = 0
    if (view.cell(i, 'isNumbered') !== 1) {
      copies ??= openCopies(db, file.id)
      copy = copies.count(digest)
      if (copy > 0) digest.write(copyDigest(digest.toString('hex'), copy), 'hex')
    }
    if (!dedupe.isNew(digest)) {
      file.duplicates += 1
      tally.duplicates += 1
      return
    }
    batch.add(events.of(view, i, digest, copy))
    file.events += 1
    tally.events += 1
  }

  return {
    resume: known?.resume ?? { at: 0, record: 0 },
    take(slice: TypedSlice): void {
      const view = viewSlice(slice, intern)
      for (let i = 0; i < slice.count; i += 1) {
        const { file, events } = begin()
        if (view.cell(i, 'reject') >= 0) keepReject(file, view, i)
        else keepEvent(file, events, view, i)
        const at = view.cell(i, 'resumeAt')
        if (at < 0) continue
        file.resume = { at, record: view.cell(i, 'resumeRecord') }
        if (batch.isFull) commit('importing')
      }
    },
    finish(notes: readonly string[]): FileRow {
      const { file } = begin()
      if (notes.length > 0) file.note = [file.note, ...notes].filter((n) => n !== null).join('; ')
      return commit('whole')
    },
    /** Nothing of the open transaction stays; what was committed before does, and is gone on from. */
    abandon(): void {
      if (isOpen && db.inTransaction) db.exec('ROLLBACK')
      isOpen = false
      if (row) files.stop(row.id)
    },
  }
}

const writeClocks = (db: StoreDatabase, file: number, intern: Interner, clocks: Clocks): void => {
  const insert = db.prepare('INSERT OR REPLACE INTO clock VALUES (?, ?, ?, ?, ?, ?)')
  for (const { asset, shiftUs, pairs, spreadUs, applied } of clocks.estimates)
    insert.run(file, intern.asset(asset, asset), shiftUs, pairs, spreadUs, applied ? 1 : 0)
}
