import { basename } from 'node:path'
import type { ImportSummary } from '#connectors/local/import/results.ts'
import { errorOrigin } from '#queries/errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { RegisterCommand } from '../main.ts'
import { print, printJson, progressBar, safeText } from '../output.ts'

interface ImportFlags {
  readonly data: string
  readonly source: string
  readonly json?: true
}

const help = `
Read are JSON lines and JSON arrays of events (NXLog, Winlogbeat, ECS and their like) and EVTX, plain or
in .gz, .zip, .tar or .tar.gz; what a file is, its content says. The same file twice adds nothing, and an
import that was stopped goes on when it is run again.

Example:
  attacktrace import --source lab dc01-security.evtx workstations.zip

Exit codes: 0 all was read; 3 some lines were rejected, a member was refused, or the import was stopped;
2 a file is no log, damaged or not there (the others are imported); 1 anything else.`

/** `attacktrace import`: log files into a local store, with a progress bar and a summary. */
export const registerImport: RegisterCommand = (program, done) => {
  program
    .command('import')
    .description('Read log files into a local source.')
    .argument('<file...>', 'log files and archives')
    .requiredOption('--source <name>', 'the source to add to; made when it is new')
    .option('--data <folder>', 'folder that holds everything of one hunter', './data')
    .option('--json', 'print the summary as one JSON object')
    .addHelpText('after', help)
    .action(async (paths: string[], flags: ImportFlags) => done(await runImport(paths, flags)))
}

const runImport = async (paths: readonly string[], flags: ImportFlags): Promise<number> => {
  const { openDataFolder, storeFile } = await import('../../data-folder.ts')
  const { importFiles, errorOf } = await import('#connectors/local/import/import-files.ts')
  const { progressNote, summaryLines } = await import('../import-summary.ts')
  const store = storeFile(openDataFolder(flags.data), flags.source)
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  const bar = progressBar('import')
  // The first Ctrl-C stops between slices and tells what was kept; the second ends the process as usual.
  process.once('SIGINT', stop)
  try {
    const summary = await importFiles({
      storeFile: store,
      files: paths.map((path) => ({ path, name: basename(path) })),
      signal: controller.signal,
      onProgress: (progress) =>
        bar.update(progress.bytesDone, progress.bytesTotal, progressNote(progress)),
    })
    bar.end()
    const [only, ...others] = summary.files
    // One file that cannot be imported is an error like any other, not a summary of nothing.
    if (only?.fault && others.length === 0 && only.members.length === 0) throw errorOf(only.fault)
    if (flags.json) printJson({ ok: true, source: flags.source, ...summary })
    else for (const line of summaryLines(summary)) print(safeText(line))
    return exitCodeFor(summary)
  } finally {
    bar.end()
    process.off('SIGINT', stop)
  }
}

/** Any fault that is not the file's own counts as failed; then bad input, then what is missing. */
const exitCodeFor = (summary: ImportSummary): number => {
  const faults = summary.files.flatMap((file) => (file.fault ? [file.fault] : []))
  if (faults.some((fault) => errorOrigin[fault.code] !== 'input')) return exitCodes.failed
  if (faults.length > 0) return exitCodes.badInput
  return summary.whole ? exitCodes.whole : exitCodes.gaps
}
