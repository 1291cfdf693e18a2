import { randomBytes } from 'node:crypto'
import { importFiles } from '#connectors/local/import/import-files.ts'
import type { ImportLimits } from '#connectors/local/import/limits.ts'
import type { ImportFile, ImportProgress, ImportSummary } from '#connectors/local/import/results.ts'
import { type DataFolder, storeFile } from '../data-folder.ts'
import { type ErrorReport, reportOf } from '../errors.ts'

/** `whole` and `partial` have a summary; `partial` means something was rejected, refused or failed. */
export type ImportJobState = 'queued' | 'running' | 'whole' | 'partial' | 'stopped' | 'failed'

/** Where one import stands, for a page. */
export interface ImportJob {
  readonly id: string
  readonly source: string
  readonly files: readonly string[]
  readonly state: ImportJobState
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly endedAt: number | null
  /** The last that was told; null before the first. */
  readonly progress: ImportProgress | null
  readonly summary: ImportSummary | null
  /** Why the import as a whole failed. */
  readonly error: ErrorReport | null
}

export interface ImportJobs {
  /**
   * Starts an import and answers its id at once. Imports into one source run one after another. Throws
   * `invalid_request` for a name that is none. `onEnd` runs when the files are needed no more.
   */
  start(source: string, files: readonly ImportFile[], onEnd?: () => Promise<void>): string
  /** Jobs of one source, or of all, newest first. Ended ones are kept until the program ends. */
  list(source?: string): readonly ImportJob[]
  get(id: string): ImportJob | null
  /** Stops a job between slices; what is committed stays. False when there is none to stop. */
  stop(id: string): boolean
  /** Stops all jobs and waits for them. */
  close(): Promise<void>
}

interface Entry {
  job: ImportJob
  readonly controller: AbortController
  readonly done: Promise<void>
}

/** The imports of this process: started by the server, shown on its pages. */
export const createImportJobs = (folder: DataFolder, limits?: ImportLimits): ImportJobs => {
  const entries = new Map<string, Entry>()
  /** The last import of each source: the next one waits for it. */
  const last = new Map<string, Promise<void>>()
  let isClosed = false

  const set = (id: string, change: Partial<ImportJob>): void => {
    const entry = entries.get(id)
    if (entry) entry.job = { ...entry.job, ...change }
  }

  const run = async (id: string, store: string, files: readonly ImportFile[]): Promise<void> => {
    const signal = entries.get(id)?.controller.signal
    if (!signal || signal.aborted) {
      set(id, { state: 'stopped', endedAt: Date.now() })
      return
    }
    set(id, { state: 'running' })
    try {
      const summary = await importFiles({
        storeFile: store,
        files,
        signal,
        ...(limits === undefined ? {} : { limits }),
        onProgress: (progress) => set(id, { progress }),
      })
      set(id, { state: endState(summary), summary, endedAt: Date.now() })
    } catch (error) {
      set(id, { state: 'failed', error: reportOf(error), endedAt: Date.now() })
    }
  }

  return {
    start(source, files, onEnd = async () => undefined) {
      const store = storeFile(folder, source)
      const id = randomBytes(8).toString('hex')
      const before = last.get(source) ?? Promise.resolve()
      // A turn later, when the entry stands in the map.
      const done = before
        .then(() => run(id, store, files))
        .then(onEnd)
        .catch((error: unknown) => set(id, { error: reportOf(error) }))
      last.set(source, done)
      entries.set(id, {
        job: {
          id,
          source,
          files: files.map((file) => file.name),
          state: 'queued',
          startedAt: Date.now(),
          endedAt: null,
          progress: null,
          summary: null,
          error: null,
        },
        controller: new AbortController(),
        done,
      })
      if (isClosed) entries.get(id)?.controller.abort()
      return id
    },
    list: (source) =>
      [...entries.values()]
        .map((entry) => entry.job)
        .filter((job) => source === undefined || job.source === source)
        .toReversed(),
    get: (id) => entries.get(id)?.job ?? null,
    stop(id) {
      const entry = entries.get(id)
      if (!entry || entry.job.endedAt !== null) return false
      entry.controller.abort()
      return true
    },
    async close() {
      isClosed = true
      for (const { controller } of entries.values()) controller.abort()
      await Promise.all([...entries.values()].map((entry) => entry.done))
    },
  }
}

const endState = (summary: ImportSummary): ImportJobState => {
  if (summary.cancelled) return 'stopped'
  if (summary.whole) return 'whole'
  return summary.files.every((file) => file.fault !== null && file.members.length === 0)
    ? 'failed'
    : 'partial'
}
