import { parentPort, workerData } from 'node:worker_threads'
import { isAppError } from '#queries/errors.ts'
import { storeError } from '../database.ts'
import { faultOf } from './import-file.ts'
import type { ImportOrder, ImportReport } from './import-files.ts'
import { runImport } from './run-import.ts'

/** The thread of one import: everything that reads logs and writes the store happens here. */
const order: ImportOrder = workerData
const tell = (report: ImportReport): void => parentPort?.postMessage(report)

try {
  const summary = await runImport({
    storeFile: order.storeFile,
    files: order.files,
    limits: order.limits,
    isCancelled: () => Atomics.load(order.cancelled, 0) === 1,
    onProgress: (progress) => tell({ kind: 'progress', progress }),
  })
  tell({ kind: 'done', summary })
} catch (error) {
  const known = storeError(error, order.storeFile)
  if (!isAppError(known)) throw error
  tell({ kind: 'failed', fault: faultOf(known) })
}
