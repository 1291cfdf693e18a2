import { Worker } from 'node:worker_threads'
import { AppError } from '#queries/errors.ts'
import { defaultLimits, type ImportLimits } from './limits.ts'
import type { ImportFault, ImportFile, ImportProgress, ImportSummary } from './results.ts'

export interface ImportOptions {
  /** The store's file; made when the first file that holds a log is written. */
  readonly storeFile: string
  readonly files: readonly ImportFile[]
  readonly limits?: ImportLimits
  /** Stops between slices; what was committed stays, and the same import goes on from it. */
  readonly signal: AbortSignal
  /** Told about ten times a second. */
  readonly onProgress?: (progress: ImportProgress) => void
}

/** What the import's thread is given. */
export interface ImportOrder {
  readonly storeFile: string
  readonly files: readonly ImportFile[]
  readonly limits: ImportLimits
  /** One flag in shared memory: 1 asks the import to stop. */
  readonly cancelled: Int32Array
}

/** What the import's thread says. */
export type ImportReport =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'done'; readonly summary: ImportSummary }
  | { readonly kind: 'failed'; readonly fault: ImportFault }

/**
 * Imports files into a store in a thread of its own. What is wrong with one file is told in its result
 * and keeps no other file out. A cancelled import answers too, with what it had. Rejects with `AppError`
 * only when the store as a whole cannot be used.
 */
export const importFiles = (options: ImportOptions): Promise<ImportSummary> =>
  new Promise((resolve, reject) => {
    const cancelled = new Int32Array(new SharedArrayBuffer(4))
    const order: ImportOrder = {
      storeFile: options.storeFile,
      files: options.files,
      limits: options.limits ?? defaultLimits,
      cancelled,
    }
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: order,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 24 },
    })
    const cancel = (): void => void Atomics.store(cancelled, 0, 1)
    if (options.signal.aborted) cancel()
    options.signal.addEventListener('abort', cancel)
    let outcome: (() => void) | undefined
    worker.on('message', (report: ImportReport) => {
      if (report.kind === 'progress') options.onProgress?.(report.progress)
      else if (report.kind === 'done') outcome = () => resolve(report.summary)
      else outcome = () => reject(errorOf(report.fault))
    })
    worker.on('error', (error) => {
      outcome ??= () =>
        reject(new AppError('internal', 'The import failed in AttackTrace itself.', {}, error))
    })
    // Settled only when the thread is gone: by then the store is closed and unlocked.
    worker.on('exit', () => {
      options.signal.removeEventListener('abort', cancel)
      if (outcome) outcome()
      else reject(new AppError('internal', 'The import ended without an answer.'))
    })
  })

/** The error a fault stands for. */
export const errorOf = ({ code, message, ...details }: ImportFault): AppError =>
  new AppError(code, message, details)
