import { statSync } from 'node:fs'
import type { Connector } from '#connectors/contract.ts'
import { type DataFolder, storeFile } from '../data-folder.ts'
import { openSource, sourceNames } from '../sources.ts'

/** The sources of the data folder, each opened when it is first asked and shared by all pages. */
export interface SourceBook {
  /** Sorted; looked up each time, so that a source made by the command line is there at once. */
  list(): readonly string[]
  /** Rejects with `not_found` and with whatever opening the source rejects with. */
  open(name: string): Promise<Connector>
  /** Safe to call twice. */
  close(): Promise<void>
}

/** Reading threads of one source: one for a page, one for what it fetches beside it. */
const threads = 2

interface Opened {
  readonly connector: Promise<Connector>
  /** Which file stood under the name. */
  readonly identity: string
}

export const openSourceBook = (folder: DataFolder): SourceBook => {
  const opened = new Map<string, Opened>()
  const close = async ({ connector }: Opened): Promise<void> => (await connector).close()
  return {
    list: () => sourceNames(folder),
    open: async (name) => {
      const identity = identityOf(storeFile(folder, name))
      const known = opened.get(name)
      if (known?.identity === identity) return known.connector
      // The file was moved away or replaced: its connection would go on answering from what is gone.
      if (known) void close(known).catch(() => undefined)
      const connector = openSource(folder, name, { threads })
      opened.set(name, { connector, identity })
      // One that could not be opened is tried again by whoever asks next.
      connector.catch(() => {
        if (opened.get(name)?.connector === connector) opened.delete(name)
      })
      return connector
    },
    close: async () => {
      const open = [...opened.values()]
      opened.clear()
      await Promise.allSettled(open.map(close))
    },
  }
}

/** A number that no other file has while one is held open under it. */
const identityOf = (file: string): string => {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? '' : `${found.dev}:${found.ino}`
}
