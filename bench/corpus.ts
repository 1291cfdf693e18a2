import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Connector } from '#connectors/contract.ts'
import { type DataFolder, openDataFolder, storeFile } from '#src/data-folder.ts'
import { createLab, type Lab, type LabOptions, labDefaults } from '#src/lab/lab.ts'
import { writeLab } from '#src/lab/write.ts'
import { openSource } from '#src/sources.ts'
import { runChild } from './child.ts'
import { timed } from './measure.ts'

export const source = 'bench'

const importedSchema = z.object({ ms: z.number(), events: z.number(), peakKb: z.number() })
export type Imported = z.infer<typeof importedSchema>

/** The log all questions are asked of: a lab of five days on forty machines, and its store. */
export interface Corpus {
  readonly lab: Lab
  readonly folder: DataFolder
  readonly log: string
  readonly events: number
  readonly bytes: number
  /** Seconds it took to make the log. */
  readonly madeIn: number
  /** Imports the log into a store, in a process of its own. */
  importInto(store: string): Promise<Imported>
  readonly store: string
  /** Opens the imported store as the server does; imports it first where no question did. */
  open(): Promise<Connector>
  imported(): Promise<void>
  remove(): void
}

export const makeCorpus = async (events: number): Promise<Corpus> => {
  const options: LabOptions = { ...labDefaults, days: 5, assets: 40, identities: 100, events }
  const root = mkdtempSync(join(tmpdir(), 'attacktrace-bench-'))
  const folder = openDataFolder(join(root, 'data'))
  const log = join(root, 'lab.ndjson')
  const store = storeFile(folder, source)
  const made = await timed(() => writeLab(options, log, null))
  const importInto = async (into: string): Promise<Imported> =>
    importedSchema.parse(await runChild('import', [into, log]))
  const imported = async (): Promise<void> => {
    if (!existsSync(store)) await importInto(store)
  }
  return {
    lab: createLab(options),
    folder,
    log,
    events: made.result.events,
    bytes: statSync(log).size,
    madeIn: made.ms / 1000,
    importInto,
    store,
    imported,
    async open() {
      await imported()
      return openSource(folder, source, { threads: 2 })
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
