import { statSync } from 'node:fs'
import { AppError, isAppError } from '#queries/errors.ts'
import { openStoreForWriting, type StoreDatabase, storeError } from '../database.ts'
import { storeIndices } from '../schema.ts'
import { faultOf, importFile } from './import-file.ts'
import { endAtBoots, rebuildLifetimes } from './lifetimes.ts'
import type { ImportLimits } from './limits.ts'
import { lockStore, type StoreLock } from './lock.ts'
import type { FileResult, ImportFile, ImportProgress, ImportSummary } from './results.ts'

import { createTypingPool, type TypingPool } from './typer.ts'
import { openStoreWriter, type StoreWriter, type Tally } from './write-member.ts'

export interface ImportRun {
  readonly storeFile: string
  readonly files: readonly ImportFile[]
  readonly limits: ImportLimits
  readonly isCancelled: () => boolean
  readonly onProgress: (progress: ImportProgress) => void
}

/** How often progress is told, and others may run, in milliseconds. */
const tellEveryMs = 100

/** Imports files one after another into one store. Throws only what concerns the store as a whole. */
export const runImport = async (run: ImportRun): Promise<ImportSummary> => {
  const started = performance.now()
  const tally: Tally = { events: 0, duplicates: 0, rejects: 0 }
  const teller = createTeller(run, tally, started)
  const typing = createTypingPool()
  const store = createStore(run, typing)
  const results: FileResult[] = []
  let cancelled = false
  try {
    for (const file of run.files) {
      typing.warm(sizeOf(file))
      results.push(
        await importFile(file, {
          limits: run.limits,
          writer: () => store.writer(),
          dropWriter: () => store.dropWriter(),
          tally,
          storeFile: run.storeFile,
          count: (bytes) => teller.count(bytes),
          pause: () => teller.pause(),
          step: (step, name) => teller.step(step, name),
        }),
      )
      teller.fileDone(file)
    }
  } catch (error) {
    if (!isAppError(error) || error.code !== 'cancelled') throw error
    cancelled = true
  } finally {
    teller.step('finishing', '')
    await typing.close()
    keepFault(results, store.close())
  }
  return summaryOf(results, cancelled, (performance.now() - started) / 1000)
}

/** The store, opened and locked when the first log is there to be written. */
const createStore = (run: ImportRun, typing: TypingPool) => {
  let lock: StoreLock | undefined
  let db: StoreDatabase | undefined
  let writer: StoreWriter | undefined
  return {
    writer(): StoreWriter {
      lock ??= lockStore(run.storeFile)
      db ??= openStoreForWriting(run.storeFile, run.limits.storeBytes)
      writer ??= openStoreWriter(db, run.limits, typing)
      return writer
    },
    /** What it remembers may have been rolled back. */
    dropWriter(): void {
      writer = undefined
    },
    /** Answers why readers will not find it as it should be, or null. */
    close(): AppError | null {
      try {
        if (db && (hasWritten(db) || isUnfinished(db))) finishStore(db)
        return null
      } catch (error) {
        const known = storeError(error, run.storeFile)
        if (isAppError(known)) return known
        throw error
      } finally {
        db?.close()
        lock?.release()
      }
    },
  }
}

/** A store that cannot be finished is the last file's fault, unless one stopped for it already. */
const keepFault = (results: FileResult[], error: AppError | null): void => {
  const last = results.at(-1)
  if (error === null || !last || results.some((file) => file.fault?.code === error.code)) return
  results[results.length - 1] = { ...last, fault: faultOf(error) }
}

/** An import before this one ended before the indices were built. */
const isUnfinished = (db: StoreDatabase): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'ev_time'").get() === undefined ||
  db.prepare('SELECT 1 FROM pid_dirty LIMIT 1').get() !== undefined

/** Whether this connection changed a row; making the tables writes one. */
const hasWritten = (db: StoreDatabase): boolean =>
  Number(db.prepare('SELECT total_changes()').pluck().get()) > 0

/** What readers rely on after an import, whole or stopped. */
const finishStore = (db: StoreDatabase): void => {
  db.transaction(() => {
    rebuildLifetimes(db)
    endAtBoots(db)
  }).immediate()
  db.exec(storeIndices)
  db.exec('PRAGMA optimize')
  db.pragma('wal_checkpoint(TRUNCATE)')
}

const createTeller = (run: ImportRun, tally: Tally, started: number) => {
  const sizes = new Map(run.files.map((file) => [file, sizeOf(file)]))
  // Each file is read twice: once to look at it, once to write it.
  const bytesTotal = [...sizes.values()].reduce((sum, size) => sum + 2 * size, 0)
  let before = 0
  let inFile = 0
  let last = 0
  let name = ''
  let step: ImportProgress['step'] = 'looking'
  const tell = (): void => {
    last = performance.now()
    const seconds = (last - started) / 1000
    run.onProgress({
      file: name,
      step,
      bytesDone: Math.min(bytesTotal, before + inFile),
      bytesTotal,
      ...tally,
      eventsPerSecond: seconds > 0 ? Math.round(tally.events / seconds) : 0,
    })
  }
  return {
    count(bytes: number): void {
      inFile += bytes
    },
    async pause(): Promise<void> {
      if (run.isCancelled()) throw new AppError('cancelled', 'The import was stopped.')
      if (performance.now() - last < tellEveryMs) return
      tell()
      await new Promise((resolve) => setImmediate(resolve))
    },
    step(now: ImportProgress['step'], file: string): void {
      step = now
      name = file
      tell()
    },
    fileDone(file: ImportFile): void {
      before += 2 * (sizes.get(file) ?? 0)
      inFile = 0
    },
  }
}

const sizeOf = (file: ImportFile): number => {
  try {
    return statSync(file.path).size
  } catch {
    // Told when its turn comes.
    return 0
  }
}

const summaryOf = (
  files: readonly FileResult[],
  cancelled: boolean,
  seconds: number,
): ImportSummary => {
  const members = files.flatMap((file) => file.members)
  const sum = (of: (member: (typeof members)[number]) => number): number =>
    members.reduce((total, member) => total + of(member), 0)
  const rejects = sum((m) => m.rejects)
  const isRefused = files.some((file) => file.skipped.some((member) => member.refused))
  return {
    files,
    events: sum((m) => m.events),
    duplicates: sum((m) => m.duplicates),
    rejects,
    bytes: sum((m) => m.bytes),
    seconds,
    whole: !cancelled && rejects === 0 && !isRefused && files.every((file) => file.fault === null),
    cancelled,
  }
}
