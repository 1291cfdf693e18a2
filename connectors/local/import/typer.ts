import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { AppError } from '#queries/errors.ts'
import type { RawSlice, TypedSlice, TypingPlace } from './slice.ts'
import { openTyping } from './type-slice.ts'

/** Types slices of one member. Answers come in the order in which slices were given. */
export interface Typer {
  /** How many slices may wait for their answer at once. */
  readonly depth: number
  type(slice: RawSlice): Promise<TypedSlice>
}

/** The threads of one import, started when the first large member comes. */
export interface TypingPool {
  /** Starts the threads for a file that may need them: they load while it is looked at. */
  warm(bytes: number): void
  open(place: TypingPlace, bytes: number): Typer
  close(): Promise<void>
}

/** Below this a member is typed before a thread would have started. */
const smallBytes = 4 * 1024 * 1024
const maxThreads = 4

/**
 * Slices that are typed ahead while a batch is written: without them the threads stood still for a quarter
 * of the import. A slice takes some two megabytes.
 */
const aheadSlices = 24

/** One core is left to the thread that reads and writes. */
const threadCount = (): number => Math.max(1, Math.min(availableParallelism() - 1, maxThreads))

/** What a typing thread is told: a member, or a slice of the member it was told last. */
export type TypingOrder =
  | { readonly kind: 'member'; readonly place: TypingPlace }
  | { readonly kind: 'slice'; readonly slice: RawSlice }

interface Waiting {
  readonly resolve: (slice: TypedSlice) => void
  readonly reject: (error: unknown) => void
}

interface Thread {
  readonly worker: Worker
  /** Answers owed, oldest first. */
  readonly waiting: Waiting[]
  /** Why it will answer no more. */
  failure: AppError | null
}

export const createTypingPool = (): TypingPool => {
  let threads: Thread[] = []
  let turn = 0

  const start = (): Thread => {
    const worker = new Worker(new URL('./typing-worker.ts', import.meta.url), {
      execArgv: [],
      // Events live for a moment: a small young generation keeps as many of them and half the memory.
      resourceLimits: { maxYoungGenerationSizeMb: 24 },
    })
    const thread: Thread = { worker, waiting: [], failure: null }
    worker.on('message', (slice: TypedSlice) => thread.waiting.shift()?.resolve(slice))
    worker.on('error', (error) => {
      const failed = new AppError('internal', 'An event could not be typed.', {}, error)
      thread.failure = failed
      for (const { reject } of thread.waiting.splice(0)) reject(failed)
    })
    return thread
  }

  const tell = (thread: Thread, order: TypingOrder, moved: readonly ArrayBuffer[] = []): void =>
    thread.worker.postMessage(order, [...moved])

  const startAll = (): void => {
    if (threads.length === 0) threads = Array.from({ length: threadCount() }, start)
  }

  return {
    warm(bytes) {
      if (bytes >= smallBytes) startAll()
    },
    open(place, bytes) {
      if (bytes < smallBytes) {
        const typing = openTyping(place)
        return { depth: 1, type: async (slice) => typing(slice) }
      }
      startAll()
      for (const thread of threads) tell(thread, { kind: 'member', place })
      return {
        depth: threads.length * 2 + aheadSlices,
        type: (slice) =>
          new Promise((resolve, reject) => {
            const thread = threads[turn % threads.length]
            turn += 1
            if (!thread) throw new AppError('internal', 'The typing threads are gone.')
            if (thread.failure) throw thread.failure
            thread.waiting.push({ resolve, reject })
            tell(thread, { kind: 'slice', slice }, [slice.bytes.buffer, slice.table.buffer])
          }),
      }
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
      threads = []
    },
  }
}
