import { parentPort, workerData } from 'node:worker_threads'
import { openDataFolder } from '../data-folder.ts'
import { openSource } from '../sources.ts'
import { snapshotFile } from './ask.ts'
import { shutdownReason } from './gaps.ts'
import { runHunt } from './run.ts'
import { endOf } from './run-end.ts'
import type { FromWorker, ToWorker, WorkerJob } from './run-messages.ts'

// One worker is one run: it opens the source for itself, so that no search blocks the server's event loop.
const job: WorkerJob = workerData
const controller = new AbortController()
const tell = (message: FromWorker): void => parentPort?.postMessage(message)

parentPort?.on('message', ({ stop }: ToWorker) => {
  controller.abort(stop === 'interrupted' ? shutdownReason : stop)
})

const folder = openDataFolder(job.root)
const file = snapshotFile(folder, job.run)
const end = await endOf(
  async () => {
    const connector = await openSource(folder, job.asked.question.source, { threads: 0 })
    try {
      return await runHunt(connector, {
        run: job.run,
        hunt: job.hunt,
        asked: job.asked,
        file,
        signal: controller.signal,
        onProgress: (progress) => tell({ kind: 'progress', progress }),
      })
    } finally {
      await connector.close()
    }
  },
  file,
  controller.signal,
)
tell({ kind: 'end', end })
parentPort?.close()
