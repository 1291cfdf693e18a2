import { openCatalog } from '../catalog/catalog.ts'
import { loadGuides } from '../catalog/guides.ts'
import type { Config, Limits } from '../config.ts'
import { createRunManager } from '../hunts/run-manager.ts'
import { openDataFolder } from '../data-folder.ts'
import { createImportJobs } from '../imports/import-jobs.ts'
import { openWorkspace } from '../workspace/workspace.ts'
import type { Deps } from './deps.ts'
import { openSourceBook } from './source-book.ts'
import { clearSpool } from './spool.ts'
import { loadAssets } from './static.ts'

export interface Server {
  readonly deps: Deps
  /** Ends what runs and closes every file. Safe to call twice. */
  close(): Promise<void>
}

/** Opens everything the pages stand on, over one data folder. */
export const openServer = async (
  config: Config,
  edge: Pick<Deps, 'port' | 'log'>,
): Promise<Server> => {
  const folder = openDataFolder(config.data)
  await clearSpool(folder.spoolDir)
  const workspace = await openWorkspace(folder.workspaceFile)
  const sources = openSourceBook(folder)
  const runs = await createRunManager({
    folder,
    workspace,
    sources: () => sources.list(),
    log: edge.log,
  })
  const imports = createImportJobs(folder, importLimits(config.limits))
  const deps: Deps = {
    config,
    folder,
    workspace,
    catalog: openCatalog(),
    guides: loadGuides(),
    sources,
    runs,
    imports,
    assets: loadAssets(),
    ...edge,
  }
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await Promise.all([runs.close(), imports.close()])
    await sources.close()
    await workspace.close()
  }
  return { deps, close: () => (closed ??= close()) }
}

/** What of the limits the importer holds; the others are held before it. */
const importLimits = ({ unpackedBytes, ratio, members, lineBytes, jsonDepth }: Limits) => ({
  unpackedBytes,
  ratio,
  members,
  lineBytes,
  jsonDepth,
})
