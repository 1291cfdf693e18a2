import type { ErrorCode } from '#queries/errors.ts'
import type { Shape } from '#queries/normalize.ts'

/** One file to import: where it stands and the name the hunter knows it by. */
export interface ImportFile {
  readonly path: string
  readonly name: string
}

/** The estimated clock of one host in one member. */
export interface MemberClock {
  readonly asset: string
  readonly shiftUs: number
  readonly pairs: number
  readonly spreadUs: number
  readonly applied: boolean
}

/** What became of one member. `name` is `file` or `archive!member`. */
export interface MemberResult {
  readonly name: string
  readonly shape: Shape
  readonly bytes: number
  readonly events: number
  readonly duplicates: number
  readonly rejects: number
  readonly note: string | null
  readonly clocks: readonly MemberClock[]
  /** The same member had been imported whole before. */
  readonly known: boolean
}

/** A member of an archive that was not read. `refused` means it may hold logs that a limit kept out. */
export interface SkippedMember {
  readonly name: string
  readonly reason: string
  readonly refused: boolean
}

/** An error as it crosses from the worker: the fields of an `AppError`. */
export interface ImportFault {
  readonly code: ErrorCode
  readonly message: string
  readonly where?: string
  readonly next?: string
  readonly kept?: string
}

export interface FileResult {
  readonly name: string
  readonly members: readonly MemberResult[]
  readonly skipped: readonly SkippedMember[]
  /** Why the file as a whole was not imported, or stopped; null when it was read to its end. */
  readonly fault: ImportFault | null
}

export interface ImportSummary {
  readonly files: readonly FileResult[]
  readonly events: number
  readonly duplicates: number
  readonly rejects: number
  /** Bytes of the members that were read, unpacked. */
  readonly bytes: number
  readonly seconds: number
  /** Every file was read to its end, nothing was rejected, refused or found damaged. */
  readonly whole: boolean
  readonly cancelled: boolean
}

/** Where an import stands. Bytes are those of the files on disk; each file is read twice. */
export interface ImportProgress {
  readonly file: string
  readonly step: 'looking' | 'writing' | 'finishing'
  readonly bytesDone: number
  readonly bytesTotal: number
  readonly events: number
  readonly duplicates: number
  readonly rejects: number
  readonly eventsPerSecond: number
}
