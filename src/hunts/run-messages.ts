import type { RunProgress } from '../workspace/parse-run.ts'
import type { RunEnd } from '../workspace/runs.ts'
import type { Asked } from './asked.ts'
import type { Stop } from './gaps.ts'

/** What a run's worker is started with. */
export interface WorkerJob {
  /** The data folder's path. */
  readonly root: string
  readonly run: string
  readonly hunt: string
  readonly asked: Asked
}

/** From the manager to a run's worker. */
export interface ToWorker {
  readonly stop: Stop
}

/** From a run's worker to the manager. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: RunProgress }
  | { readonly kind: 'end'; readonly end: RunEnd }
