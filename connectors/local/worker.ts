import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '#queries/errors.ts'
import { faultOf, type Reply, type Request, type WorkerStart } from './messages.ts'
import { type Answer, begin, type OperationName } from './operations.ts'
import { openStore } from './store.ts'

/* One read-only connection in its own thread: one request at a time, answered before the next. */

const start = (port: NonNullable<typeof parentPort>, { file, flag }: WorkerStart): void => {
  const cancelled = new Int32Array(flag)
  const isCancelled = (): boolean => Atomics.load(cancelled, 0) === 1
  const store = openStore(file, isCancelled)

  const work = <K extends OperationName>({ name, ask }: Request<K>): Answer<K> => {
    const operation = begin(store, name, ask)
    for (let step = operation.next(); ; step = operation.next()) {
      if (step.done) return step.value
      if (isCancelled()) throw new AppError('cancelled', 'The work was cancelled.')
    }
  }

  port.on('message', (request: Request<OperationName>) => {
    const before = store.reader.sent
    let reply: Reply<unknown>
    try {
      reply = { ok: true, answer: work(request), sent: store.reader.sent - before }
    } catch (error) {
      reply = { ok: false, fault: faultOf(error), sent: store.reader.sent - before }
    }
    port.postMessage(reply)
  })
}

if (parentPort) start(parentPort, workerData)
