import { mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '#queries/errors.ts'

/** Where everything of one hunter lives; made on first use. */
export interface DataFolder {
  readonly root: string
  readonly workspaceFile: string
  readonly storesDir: string
  readonly runsDir: string
  readonly spoolDir: string
}

/** Opens a data folder, making what is missing. Throws `invalid_request` when it cannot be written. */
export const openDataFolder = (path: string): DataFolder => {
  const root = resolve(path)
  const folder: DataFolder = {
    root,
    workspaceFile: join(root, 'workspace.db'),
    storesDir: join(root, 'stores'),
    runsDir: join(root, 'runs'),
    spoolDir: join(root, 'spool'),
  }
  try {
    for (const dir of [root, folder.storesDir, folder.runsDir, folder.spoolDir])
      mkdirSync(dir, { recursive: true })
  } catch (error) {
    throw new AppError(
      'invalid_request',
      `The data folder ${path} cannot be made or written.`,
      { where: path, next: 'Choose another folder with --data.' },
      error,
    )
  }
  return folder
}

/** A source's name is a file name too: letters, digits, `-` and `_`, at most 60, never a path. */
export const sourceNamePattern =
  // What Windows keeps for its devices can be no file there, and a data folder may be carried over.
  /^(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9][a-z0-9_-]{0,59}$/i

/** The file of a local store. Throws `invalid_request` for a name that is none. */
export const storeFile = (folder: DataFolder, name: string): string => {
  if (!sourceNamePattern.test(name)) {
    throw new AppError(
      'invalid_request',
      'A source name is 1 to 60 letters, digits, - or _, beginning with a letter or digit.',
      {
        where: name.slice(0, 80),
      },
    )
  }
  return join(folder.storesDir, `${name}.db`)
}

/** Names of all local stores in this folder, sorted; what else lies there is passed over. */
export const storeNames = (folder: DataFolder): readonly string[] =>
  readdirSync(folder.storesDir, { withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.db') && !entry.isDirectory())
    .map((entry) => entry.name.slice(0, -3))
    .filter((name) => sourceNamePattern.test(name))
    .toSorted()
