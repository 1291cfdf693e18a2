import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultLimits } from '#connectors/local/import/limits.ts'
import { runImport } from '#connectors/local/import/run-import.ts'
import { type DataFolder, openDataFolder, storeFile } from '#src/data-folder.ts'
import { createLab, labDefaults } from '#src/lab/lab.ts'
import { writeLab } from '#src/lab/write.ts'

export interface LabFolder {
  readonly folder: DataFolder
  /** The account the intrusion runs as, and the asset it begins on. */
  readonly user: string
  readonly patient: string
  readonly remove: () => void
}

const options = { ...labDefaults, days: 1, assets: 4, identities: 5, events: 2_000 }

/** A throwaway data folder with one source, `lab`: a day of the small lab, imported like any log. */
export const makeLabFolder = async (): Promise<LabFolder> => {
  const root = mkdtempSync(join(tmpdir(), 'attacktrace-'))
  const folder = openDataFolder(root)
  const log = join(root, 'lab.ndjson')
  await writeLab(options, log, null)
  const summary = await runImport({
    storeFile: storeFile(folder, 'lab'),
    files: [{ path: log, name: 'lab.ndjson' }],
    limits: defaultLimits,
    isCancelled: () => false,
    onProgress: () => undefined,
  })
  if (!summary.whole) throw new Error(`the lab was not imported whole: ${JSON.stringify(summary)}`)
  const { plan } = createLab(options)
  return {
    folder,
    user: plan.user,
    patient: plan.patient,
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** The lab's day, and a window the source holds whole: it ends before the last event of the day. */
export const labDay = { from: '2026-11-18T00:00:00Z', to: '2026-11-19T00:00:00Z' }
export const labMorning = { from: '2026-11-18T08:00:00Z', to: '2026-11-18T12:00:00Z' }
