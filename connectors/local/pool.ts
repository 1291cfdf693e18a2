import { Worker } from 'node:worker_threads'
import { AppError, isAppError, throwIfCancelled } from '#queries/errors.ts'
import { errorOf, type Reply, type Request, type WorkerStart } from './messages.ts'
import type { Answer, Ask, OperationName } from './operations.ts'
import { closedError, openReader } from './reader.ts'
import type { Runner } from './runner.ts'

interface Seat {
  readonly worker: Worker
  readonly flag: Int32Array
}

const workerFile = new URL('./worker.ts', import.meta.url)

/**
 * Runs operations in a fixed pool of read-only threads; each has its own connection and does one thing
 * at a time. Throws as `openReader` does when there is no such store.
 */
export const openPool = (file: string, threads: number): Runner => {
  // Opened once here, so that a store that cannot be read says so at once and not in a thread.
  openReader(file).close()
  const free: Seat[] = []
  const all = new Set<Seat>()
  const waiting: ((seat: Seat) => void)[] = []
  let sent = 0
  let isClosed = false
  let giveUp: (error: AppError) => void = () => {}
  const whenClosed = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  whenClosed.catch(() => {})

  const seat = (): Seat => {
    const flag = new SharedArrayBuffer(4)
    const start: WorkerStart = { file, flag }
    // No loader: workers import plain `.ts` only, which starts 70 ms sooner.
    const worker = new Worker(workerFile, { workerData: start, execArgv: [] })
    worker.unref()
    const made = { worker, flag: new Int32Array(flag) }
    all.add(made)
    return made
  }

  const take = (): Promise<Seat> => {
    const idle = free.pop()
    if (idle) return Promise.resolve(idle)
    if (all.size < threads) return Promise.resolve(seat())
    return new Promise((resolve) => waiting.push(resolve))
  }

  const giveBack = (used: Seat): void => {
    Atomics.store(used.flag, 0, 0)
    const next = waiting.shift()
    if (next) next(used)
    else free.push(used)
  }

  /** A thread that died is replaced; whoever waits gets the new one. */
  const replace = (dead: Seat): void => {
    all.delete(dead)
    if (!isClosed && waiting.length > 0) waiting.shift()?.(seat())
  }

  /** Resolves with the reply of a thread, however late; the seat is free again only then. */
  const ask = <K extends OperationName>(
    { worker }: Seat,
    request: Request<K>,
  ): Promise<Reply<Answer<K>>> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        worker.off('message', onReply)
        worker.off('error', onError)
        worker.off('exit', onExit)
        worker.unref()
      }
      const onReply = (reply: Reply<Answer<K>>): void => {
        settle()
        resolve(reply)
      }
      const onError = (error: unknown): void => {
        settle()
        reject(error)
      }
      const onExit = (): void => {
        settle()
        reject(closedError())
      }
      worker.on('message', onReply)
      worker.on('error', onError)
      worker.on('exit', onExit)
      // A thread at work keeps the process alive, an idle one does not.
      worker.ref()
      worker.postMessage(request)
    })

  const answer = async <K extends OperationName>(
    used: Seat,
    request: Request<K>,
  ): Promise<Answer<K>> => {
    let isDead = true
    try {
      const reply = await ask(used, request)
      isDead = false
      sent += reply.sent
      if (reply.ok) return reply.answer
      throw errorOf(reply.fault)
    } catch (error) {
      if (isAppError(error)) throw error
      throw new AppError('internal', 'A reading thread failed.', {}, error)
    } finally {
      if (isDead) replace(used)
      else giveBack(used)
    }
  }

  return {
    async run<K extends OperationName>(name: K, question: Ask<K>, signal: AbortSignal) {
      throwIfCancelled(signal)
      if (isClosed) throw closedError()
      const cancelled = Promise.withResolvers<never>()
      let used: Seat | undefined
      const onAbort = (): void => {
        if (used) Atomics.store(used.flag, 0, 1)
        cancelled.reject(new AppError('cancelled', 'The work was cancelled.'))
      }
      signal.addEventListener('abort', onAbort, { once: true })
      const work = (async () => {
        const got = await take()
        if (signal.aborted || isClosed) {
          giveBack(got)
          throw isClosed ? closedError() : new AppError('cancelled', 'The work was cancelled.')
        }
        used = got
        try {
          return await answer(got, { name, ask: question })
        } finally {
          used = undefined
        }
      })()
      // Whoever asked has gone when the late answer fails.
      work.catch(() => {})
      try {
        return await Promise.race([work, cancelled.promise, whenClosed])
      } finally {
        signal.removeEventListener('abort', onAbort)
      }
    },
    get sent() {
      return sent
    },
    async close() {
      if (isClosed) return
      isClosed = true
      giveUp(closedError())
      for (const { flag } of all) Atomics.store(flag, 0, 1)
      await Promise.all([...all].map(({ worker }) => worker.terminate()))
    },
  }
}
