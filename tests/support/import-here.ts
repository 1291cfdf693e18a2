import { defaultLimits, type ImportLimits } from '#connectors/local/import/limits.ts'
import type { FileResult, ImportFile, ImportSummary } from '#connectors/local/import/results.ts'
import { runImport } from '#connectors/local/import/run-import.ts'

/** Imports in this thread, as the import's own thread does. */
export const importHere = (
  storeFile: string,
  files: readonly ImportFile[],
  limits: Partial<ImportLimits> = {},
  isCancelled: () => boolean = () => false,
): Promise<ImportSummary> =>
  runImport({
    storeFile,
    files,
    limits: { ...defaultLimits, ...limits },
    isCancelled,
    onProgress: () => undefined,
  })

/** The one file of an import of one file. */
export const onlyFile = (summary: ImportSummary): FileResult => {
  const [file, ...others] = summary.files
  if (!file || others.length > 0) throw new Error(`${summary.files.length} files, not one`)
  return file
}
