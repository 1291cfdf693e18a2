import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultLimits } from '#connectors/local/import/limits.ts'
import { runImport } from '#connectors/local/import/run-import.ts'

/** A folder of its own for one test file; `remove` takes it away with all that is in it. */
export const scratchFolder = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'attacktrace-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Imports documents, one a line, into a store by the real importer. Every one of them must be read. */
export const importDocuments = async (
  folder: string,
  storeFile: string,
  documents: readonly string[],
  name = 'events.json',
): Promise<void> => {
  const path = join(folder, name)
  writeFileSync(path, `${documents.join('\n')}\n`)
  const summary = await runImport({
    storeFile,
    files: [{ path, name }],
    limits: defaultLimits,
    isCancelled: () => false,
    onProgress: () => {},
  })
  const fault = summary.files.find((file) => file.fault)?.fault
  if (fault || summary.rejects > 0 || summary.events !== documents.length)
    throw new Error(
      fault?.message ?? `${summary.events} of ${documents.length} documents were read`,
    )
}
