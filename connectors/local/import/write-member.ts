import { normalize } from '#queries/normalize.ts'
import type { LogEvent } from '#queries/event.ts'
import { copyDigest, isShallow } from '#queries/mappings/digest.ts'
import { isObject } from '#queries/mappings/record.ts'
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
import type { RawRecord } from './raw-record.ts'
import { parseRecord, readRecords, textOf } from './read-records.ts'
import type { MemberResult } from './results.ts'
import type { Pause, ScannedMember } from './scan.ts'
import type { Chunks } from './unpack.ts'

/** What the members of one import share. */
export interface StoreWriter {
  readonly db: StoreDatabase
  readonly files: FilesTable
  readonly intern: Interner
  readonly dedupe: Dedupe
  readonly batch: Batch
}

export const openStoreWriter = (db: StoreDatabase, limits: ImportLimits): StoreWriter => ({
  db,
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
  const work = openMemberWork(writer, member, known, limits, tally)
  const report = newEvtxReport()
  try {
    for await (const records of readRecords(member.format, chunks, limits, work.resume, report)) {
      for (const raw of records) work.take(raw)
      await pause()
    }
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
  limits: ImportLimits,
  tally: Tally,
) => {
  const { db, files, dedupe, batch, intern } = writer
  const importedUs = Date.now() * 1000
  let row: FileRow | null = known
  let rows: EventRows | null = null
  let copies: Copies | null = null
  let isOpen = false
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

  const keepReject = (file: FileRow, raw: RawRecord, reason: string): void => {
    addReject.run(file.id, raw.record, reason, rejectText(raw))
    file.rejects += 1
    tally.rejects += 1
  }

  const keepEvent = (
    file: FileRow,
    events: EventRows,
    raw: RawRecord,
    event: LogEvent,
    copy: number,
  ): void => {
    const id = copyDigest(event.id, copy)
    if (!dedupe.isNew(id)) {
      file.duplicates += 1
      tally.duplicates += 1
      return
    }
    const start = batch.keep(raw.bytes, raw.start, raw.stop)
    batch.add(events.of({ ...event, id }, raw.record, copy, start, raw.stop - raw.start))
    file.events += 1
    tally.events += 1
  }

  return {
    resume: known?.resume ?? { at: 0, record: 0 },
    take(raw: RawRecord): void {
      const { file, events } = begin()
      const read = readEvent(raw, member, limits)
      if (!read.ok) {
        keepReject(file, raw, read.reason)
      } else {
        copies ??= openCopies(db, file.id)
        keepEvent(file, events, raw, read.event, copies.count(read.event))
      }
      if (!raw.resume) return
      file.resume = raw.resume
      if (batch.isFull) commit('importing')
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

type Read =
  | { readonly ok: true; readonly event: LogEvent }
  | { readonly ok: false; readonly reason: string }

const readEvent = (raw: RawRecord, member: ScannedMember, limits: ImportLimits): Read => {
  const parsed = parseRecord(raw)
  if (!parsed.ok) return parsed
  // Typing has its own limit of 64 levels.
  if (
    limits.jsonDepth < 64 &&
    isObject(parsed.document) &&
    !isShallow(parsed.document, limits.jsonDepth)
  )
    return { ok: false, reason: `nested deeper than ${limits.jsonDepth} levels` }
  const { clocks, shape, name } = member
  const withShift = (shiftUs: number) =>
    normalize(parsed.text, parsed.document, { shape, file: name, record: raw.record, shiftUs })
  const first = withShift(clocks.usual)
  if (!first.ok) return first
  const shiftUs = clocks.shiftOf(first.event.asset)
  return shiftUs === clocks.usual ? first : withShift(shiftUs)
}

const rejectBytes = 4096

const rejectText = (raw: RawRecord): string =>
  textOf({ ...raw, stop: Math.min(raw.stop, raw.start + rejectBytes) })

const writeClocks = (db: StoreDatabase, file: number, intern: Interner, clocks: Clocks): void => {
  const insert = db.prepare('INSERT OR REPLACE INTO clock VALUES (?, ?, ?, ?, ?, ?)')
  for (const { asset, shiftUs, pairs, spreadUs, applied } of clocks.estimates)
    insert.run(file, intern.asset(asset, asset), shiftUs, pairs, spreadUs, applied ? 1 : 0)
}
