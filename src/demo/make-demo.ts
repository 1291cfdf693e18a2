import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { importFiles } from '#connectors/local/import/import-files.ts'
import { type DataFolder, storeFile } from '../data-folder.ts'
import { createLab, type LabOptions } from '../lab/lab.ts'
import { writeLab } from '../lab/write.ts'
import type { Question } from '../hunts/question.ts'
import { demoQuestion } from './demo-question.ts'

/** The source's name in the demo's data folder. */
const demoSource = 'lab'

export interface MadeDemo {
  readonly events: number
  readonly question: Question
}

/** Writes the lab into the data folder's spool, imports it and takes the file away again. */
export const makeDemo = async (
  folder: DataFolder,
  options: LabOptions,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<MadeDemo> => {
  const { world, plan } = createLab(options)
  const path = join(folder.spoolDir, 'lab.ndjson')
  try {
    // The truth is for tests and benches; the demo never writes it where the program could read it.
    await writeLab(options, path, null)
    const summary = await importFiles({
      storeFile: storeFile(folder, demoSource),
      files: [{ path, name: 'lab.ndjson' }],
      signal,
      onProgress: (progress) => onProgress(progress.bytesDone, progress.bytesTotal),
    })
    return { events: summary.events, question: demoQuestion(world, plan, demoSource) }
  } finally {
    await rm(path, { force: true })
  }
}
