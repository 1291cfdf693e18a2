import { inspect } from 'node:util'
import { Worker } from 'node:worker_threads'
import { openCatalog } from '../catalog/catalog.ts'
import { loadGuides } from '../catalog/guides.ts'
import type { DataFolder } from '../data-folder.ts'
import type { RunProgress } from '../workspace/parse-run.ts'
import type { Run, RunEnd } from '../workspace/runs.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { queueRun, snapshotFile } from './ask.ts'
import { type Asked, findAsked } from './asked.ts'
import type { Stop } from './gaps.ts'
import type { Question } from './question.ts'
import { interruptedEnd, runErrorOf, stoppedEarly } from './run-end.ts'
import type { FromWorker, ToWorker, WorkerJob } from './run-messages.ts'

/** More runs than this wait as `queued`. */
const atOnce = 2
/** How long a run may take to keep what it has when the program ends. */
const graceMs = 5_000
/** How often a run's progress is written to the workspace; the page reads it from memory. */
const writeEveryMs = 1_000

export interface RunManagerInput {
  readonly folder: DataFolder
  readonly workspace: Workspace
  /** Names of the sources that can be asked, looked up for each question. */
  readonly sources: () => readonly string[]
  /** One line for whoever runs the server. */
  readonly log: (line: string) => void
}

/** Starts, follows and stops the runs of the server's data folder. */
export interface RunManager {
  /**
   * Writes the run as `queued` and answers its id at once. With null it is a new hunt; else the hunt is asked
   * again. Throws what `findAsked` throws, before anything is written.
   */
  start(
    hunt: string | null,
    question: Question,
  ): Promise<{ readonly hunt: string; readonly run: string }>
  /** Asks a run to stop; it keeps what it has. A run that has ended stays as it is. */
  cancel(run: string): Promise<void>
  /** Of a run that has not ended here; null for any other. */
  progress(run: string): RunProgress | null
  /** Called on every progress and once with null at the end. Answers how to stop listening. */
  watch(run: string, listener: (progress: RunProgress | null) => void): () => void
  /** Resolves when the run has ended and its end is written. */
  ended(run: string): Promise<void>
  /** Stops every run, which becomes `interrupted`. Safe to call twice. */
  close(): Promise<void>
}

interface Live {
  readonly run: Run
  readonly asked: Asked
  readonly listeners: Set<(progress: RunProgress | null) => void>
  readonly done: PromiseWithResolvers<void>
  /** Null while the run waits for its turn. */
  worker: Worker | null
  progress: RunProgress | null
  writtenAt: number
}

/** Runs that were left open by a process that is gone become `interrupted`, with what they had kept. */
const recoverRuns = async (workspace: Workspace, folder: DataFolder): Promise<number> => {
  const left = (await workspace.runs.open()).filter((run) => !isAliveElsewhere(run.pid))
  for (const run of left) {
    await workspace.runs.finish(run.id, interruptedEnd(snapshotFile(folder, run.id)))
  }
  return left.length
}

const isAliveElsewhere = (pid: number): boolean => {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Recovers what an earlier process left, then takes runs: two at once, each in its own worker thread. */
export const createRunManager = async (input: RunManagerInput): Promise<RunManager> => {
  const { folder, workspace } = input
  await recoverRuns(workspace, folder)
  const live = new Map<string, Live>()
  let isClosing = false

  const isRunning = (one: Live): boolean => one.worker !== null

  const finish = async (one: Live, end: RunEnd): Promise<void> => {
    if (!live.delete(one.run.id)) return
    try {
      await workspace.runs.finish(one.run.id, end)
    } catch (error) {
      // The run stays open in the workspace; the next start of the program ends it.
      input.log(`run ${one.run.id}: its end could not be written: ${String(error)}`)
    }
    for (const listener of one.listeners) listener(null)
    one.done.resolve()
    next()
  }

  const hear = async (one: Live, message: FromWorker): Promise<void> => {
    if (message.kind === 'end') return finish(one, message.end)
    one.progress = message.progress
    for (const listener of one.listeners) listener(message.progress)
    const now = performance.now()
    if (now - one.writtenAt < writeEveryMs) return
    one.writtenAt = now
    await workspace.runs.progress(one.run.id, message.progress).catch((error: unknown) => {
      input.log(`run ${one.run.id}: its progress could not be written: ${String(error)}`)
    })
  }

  const begin = (one: Live): void => {
    const { id, hunt } = one.run
    const job: WorkerJob = { root: folder.root, run: id, hunt, asked: one.asked }
    // No loader flags: the worker is plain TypeScript and starts in a tenth of a second without them.
    const worker = new Worker(new URL('./run-worker.ts', import.meta.url), {
      workerData: job,
      execArgv: [],
    })
    one.worker = worker
    let failure: unknown
    worker.on('message', (message: FromWorker) => void hear(one, message))
    worker.on('error', (error) => {
      failure = error
    })
    worker.on('exit', () => {
      if (!live.has(id)) return
      const end = interruptedEnd(snapshotFile(folder, id))
      if (failure === undefined) void finish(one, end)
      else {
        input.log(`run ${id}: ${inspect(failure)}`)
        void finish(one, { ...end, state: 'failed', error: runErrorOf(failure) })
      }
    })
    workspace.runs.begin(id).catch((error: unknown) => {
      input.log(`run ${id}: its beginning could not be written: ${String(error)}`)
    })
  }

  const next = (): void => {
    if (isClosing) return
    const all = [...live.values()]
    const free = atOnce - all.filter(isRunning).length
    for (const one of all.filter((each) => !isRunning(each)).slice(0, Math.max(0, free))) begin(one)
  }

  const stop = async (one: Live, why: Stop): Promise<void> => {
    if (one.worker === null) return finish(one, stoppedEarly(why))
    const message: ToWorker = { stop: why }
    one.worker.postMessage(message)
  }

  return {
    async start(hunt, question) {
      const asked = findAsked(question, {
        catalog: openCatalog(),
        guides: loadGuides(),
        sources: input.sources(),
      })
      const run = await queueRun(workspace, asked, hunt)
      live.set(run.id, {
        run,
        asked,
        listeners: new Set(),
        done: Promise.withResolvers(),
        worker: null,
        progress: null,
        writtenAt: 0,
      })
      next()
      return { hunt: run.hunt, run: run.id }
    },
    async cancel(id) {
      const one = live.get(id)
      if (one) await stop(one, 'cancelled')
    },
    progress: (id) => live.get(id)?.progress ?? null,
    watch(id, listener) {
      const one = live.get(id)
      if (!one) {
        listener(null)
        return () => undefined
      }
      one.listeners.add(listener)
      if (one.progress) listener(one.progress)
      return () => one.listeners.delete(listener)
    },
    ended: (id) => live.get(id)?.done.promise ?? Promise.resolve(),
    async close() {
      isClosing = true
      const all = [...live.values()]
      await Promise.all(all.map((one) => stop(one, 'interrupted')))
      const late = setTimeout(() => {
        for (const one of all) void one.worker?.terminate()
      }, graceMs)
      await Promise.all(all.map((one) => one.done.promise))
      clearTimeout(late)
    },
  }
}
