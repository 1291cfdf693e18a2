import { join } from 'node:path'
import type { DataFolder } from '../data-folder.ts'
import { AppError } from '#queries/errors.ts'
import { idPattern } from '../workspace/ids.ts'
import type { Run } from '../workspace/runs.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { Asked } from './asked.ts'

/** The file of a run's snapshot. Throws `not_found` for what is no run's id: no other text becomes a path. */
export const snapshotFile = (folder: DataFolder, run: string): string => {
  if (idPattern.test(run)) return join(folder.runsDir, `${run}.db`)
  throw new AppError('not_found', 'There is no such run in this data folder.')
}

/** Writes a question as a hunt, or as the next version of one, and its run as `queued`. */
export const queueRun = async (
  workspace: Workspace,
  asked: Asked,
  hunt: string | null = null,
): Promise<Run> => {
  const question = JSON.stringify(asked.question)
  const row = {
    technique: asked.technique.id,
    source: asked.question.source,
    title: asked.title,
    question,
    scope: JSON.stringify(asked.question.scope),
  }
  const version = hunt === null ? 1 : await workspace.hunts.ask(hunt, row)
  const id = hunt ?? (await workspace.hunts.create(row)).id
  return workspace.runs.queue(id, version, question, process.pid)
}
