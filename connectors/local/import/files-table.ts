import type { Shape } from '#queries/normalize.ts'
import type { StoreDatabase } from '../database.ts'
import type { ResumePoint } from './raw-record.ts'
import type { ScannedMember } from './scan.ts'

export type FileState = 'importing' | 'whole' | 'stopped' | 'failed'

/** The row of one member in the store, as it grows. */
export interface FileRow {
  readonly id: number
  readonly shape: Shape
  state: FileState
  resume: ResumePoint
  events: number
  duplicates: number
  rejects: number
  note: string | null
}

interface StoredFile {
  readonly id: number
  readonly shape: Shape
  readonly state: FileState
  readonly resume_at: number
  readonly resume_record: number
  readonly events: number
  readonly duplicates: number
  readonly rejects: number
  readonly note: string | null
}

export const openFilesTable = (db: StoreDatabase) => {
  const find = db.prepare<[string, string], StoredFile>(
    'SELECT id, shape, state, resume_at, resume_record, events, duplicates, rejects, note FROM file WHERE sha256 = ? AND name = ?',
  )
  const insert = db.prepare(`INSERT INTO file
    (name, sha256, bytes, shape, imported_at, state, resume_at, resume_record, events, duplicates, rejects)
    VALUES (?, ?, ?, ?, ?, 'importing', 0, 0, 0, 0, 0)`)
  const update =
    db.prepare(`UPDATE file SET state = ?, resume_at = ?, resume_record = ?, events = ?, duplicates = ?,
    rejects = ?, note = ? WHERE id = ?`)
  const stop = db.prepare("UPDATE file SET state = 'stopped' WHERE id = ? AND state = 'importing'")
  return {
    /** The member's row from an earlier import, whole or not. */
    find(member: ScannedMember): FileRow | null {
      const row = find.get(member.sha256, member.name)
      if (!row) return null
      const { resume_at: at, resume_record: record, ...rest } = row
      return { ...rest, resume: { at, record } }
    },
    /** To be called inside the transaction of the first batch. */
    add(member: ScannedMember, importedUs: number): FileRow {
      const made = insert.run(member.name, member.sha256, member.bytes, member.shape, importedUs)
      return {
        id: Number(made.lastInsertRowid),
        shape: member.shape,
        state: 'importing',
        resume: { at: 0, record: 0 },
        events: 0,
        duplicates: 0,
        rejects: 0,
        note: null,
      }
    },
    /** Marks what is committed of a member as not its whole; a full disk may refuse even that. */
    stop(id: number): void {
      try {
        stop.run(id)
      } catch {
        // The row still says that it is importing, and is gone on from all the same.
      }
    },
    save(row: FileRow): void {
      const { resume, events, duplicates, rejects, note } = row
      update.run(row.state, resume.at, resume.record, events, duplicates, rejects, note, row.id)
    },
  }
}

export type FilesTable = ReturnType<typeof openFilesTable>
