import type { Connector } from '#connectors/contract.ts'
import type { DataFolder } from '../data-folder.ts'
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

export const openSourceBook = (folder: DataFolder): SourceBook => {
  const opened = new Map<string, Promise<Connector>>()
  return {
    list: () => sourceNames(folder),
    open: (name) => {
      const known = opened.get(name)
      if (known) return known
      const opening = openSource(folder, name, { threads })
      opened.set(name, opening)
      // One that could not be opened is tried again by whoever asks next.
      opening.catch(() => opened.delete(name))
      return opening
    },
    close: async () => {
      const open = [...opened.values()]
      opened.clear()
      await Promise.allSettled(open.map(async (connector) => (await connector).close()))
    },
  }
}
