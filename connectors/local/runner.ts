import { setImmediate } from 'node:timers/promises'
import { throwIfCancelled } from '#queries/errors.ts'
import type { Answer, Ask, OperationName } from './operations.ts'
import { begin } from './operations.ts'
import { closedError } from './reader.ts'
import { openStore } from './store.ts'

/** Runs operations against one store, in this thread or in others. */
export interface Runner {
  /** Rejects with `AppError`; with `cancelled` as soon as the signal is aborted. */
  run<K extends OperationName>(name: K, ask: Ask<K>, signal: AbortSignal): Promise<Answer<K>>
  /** Statements run so far. */
  readonly sent: number
  close(): Promise<void>
}

/** How long work goes on before the event loop gets a turn. */
const turnMs = 4

/** Runs operations in the calling thread, in turns, so that a server or a hunt worker stays awake. */
export const openInThread = (file: string): Runner => {
  const store = openStore(file)
  let isClosed = false
  return {
    async run(name, ask, signal) {
      throwIfCancelled(signal)
      if (isClosed) throw closedError()
      const work = begin(store, name, ask)
      let since = performance.now()
      for (let step = work.next(); ; step = work.next()) {
        if (step.done) return step.value
        if (performance.now() - since < turnMs) continue
        await setImmediate()
        throwIfCancelled(signal)
        if (isClosed) throw closedError()
        since = performance.now()
      }
    },
    get sent() {
      return store.reader.sent
    },
    async close() {
      isClosed = true
      store.reader.close()
    },
  }
}
