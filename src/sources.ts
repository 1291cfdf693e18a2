import type { Connector } from '#connectors/contract.ts'
import { openSource as openSourceOfKind } from '#connectors/registry.ts'
import { AppError } from '#queries/errors.ts'
import { type DataFolder, storeFile, storeNames } from './data-folder.ts'
import { didYouMean } from './near-names.ts'

/** Reading threads of a source; 0 reads in the calling thread, in slices. */
export interface SourceOptions {
  readonly threads: number
}

/** Names of all sources of a folder, sorted. */
export const sourceNames = (folder: DataFolder): readonly string[] => storeNames(folder)

/** Opens one source; the caller closes it. Rejects with `not_found`, naming what there is. */
export const openSource = async (
  folder: DataFolder,
  name: string,
  { threads }: SourceOptions,
): Promise<Connector> => {
  const file = storeFile(folder, name)
  const names = sourceNames(folder)
  if (!names.includes(name)) throw noSuchSource(name, names)
  return openSourceOfKind('local', { id: name, file, threads })
}

const noSuchSource = (name: string, names: readonly string[]): AppError =>
  new AppError('not_found', `There is no source ${name}.`, {
    where: name,
    next:
      names.length === 0
        ? 'Import a log file first: attacktrace import --source NAME FILE.'
        : didYouMean(name, names, `There are ${names.slice(0, 20).join(', ')}.`),
  })
