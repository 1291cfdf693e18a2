import type { Catalog } from '../catalog/catalog.ts'
import type { Guides } from '../catalog/guides.ts'
import type { Config } from '../config.ts'
import type { DataFolder } from '../data-folder.ts'
import type { RunManager } from '../hunts/run-manager.ts'
import type { ImportJobs } from '../imports/import-jobs.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { SourceBook } from './source-book.ts'
import type { Assets } from './static.ts'

/** Everything the pages stand on, made once by `serve` and by the tests: real parts, never a stand-in. */
export interface Deps {
  readonly config: Config
  readonly folder: DataFolder
  readonly workspace: Workspace
  readonly catalog: Catalog
  readonly guides: Guides
  readonly sources: SourceBook
  readonly runs: RunManager
  readonly imports: ImportJobs
  readonly assets: Assets
  /** The port that is really listened on; known only after listening when it was asked for as 0. */
  readonly port: () => number
  /** One line for whoever runs the server: request id and what went wrong. */
  readonly log: (line: string) => void
}
