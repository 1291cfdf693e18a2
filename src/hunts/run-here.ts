import type { Connector } from '#connectors/contract.ts'
import type { DataFolder } from '../data-folder.ts'
import type { RunProgress } from '../workspace/parse-run.ts'
import type { RunEnd } from '../workspace/runs.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { queueRun, snapshotFile } from './ask.ts'
import type { Asked } from './asked.ts'
import { runHunt } from './run.ts'
import { endOf } from './run-end.ts'

export interface RunHere {
  readonly workspace: Workspace
  readonly folder: DataFolder
  readonly connector: Connector
  readonly asked: Asked
  readonly signal: AbortSignal
  readonly onProgress: (progress: RunProgress) => void
}

export interface RanHere {
  readonly hunt: string
  readonly run: string
  /** The snapshot's file; it exists when the run had found anything to keep. */
  readonly file: string
  readonly end: RunEnd
  /** What the run failed with, as it was thrown; null when it did not fail. */
  readonly failure: unknown
}

/** One run in this process, kept in the workspace like any other: what the command line does. */
export const runHere = async (input: RunHere): Promise<RanHere> => {
  const { workspace, folder, connector, asked, signal, onProgress } = input
  const { id, hunt } = await queueRun(workspace, asked)
  const file = snapshotFile(folder, id)
  await workspace.runs.begin(id)
  let failure: unknown = null
  const end = await endOf(
    async () => {
      try {
        return await runHunt(connector, { run: id, hunt, asked, file, signal, onProgress })
      } catch (error) {
        failure = error
        throw error
      }
    },
    file,
    signal,
  )
  await workspace.runs.finish(id, end)
  return { hunt, run: id, file, end, failure }
}
