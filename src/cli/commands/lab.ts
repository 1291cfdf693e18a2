import { labDefaults } from '../../lab/lab.ts'
import { writeLab } from '../../lab/write.ts'
import { AppError } from '#queries/errors.ts'
import { parseInstant } from '#queries/scope.ts'
import type { RegisterCommand } from '../main.ts'
import { wholeNumber } from '../options.ts'
import { print, printJson } from '../output.ts'

interface LabFlags {
  readonly out: string
  readonly truth?: string
  readonly days: number
  readonly assets: number
  readonly identities: number
  readonly events: number
  readonly seed: number
  readonly start?: string
  readonly json?: boolean
}

export const registerLab: RegisterCommand = (program) => {
  program
    .command('lab')
    .description(
      'Write the demo lab: days of work on invented machines, and one intrusion among it.',
    )
    .requiredOption('--out <file>', 'NDJSON file to write')
    .option('--truth <file>', 'also write which record is which step of the intrusion')
    .option('--days <n>', 'days', wholeNumber('--days', 1, 366), labDefaults.days)
    .option('--assets <n>', 'machines', wholeNumber('--assets', 4, 5000), labDefaults.assets)
    .option(
      '--identities <n>',
      'accounts',
      wholeNumber('--identities', 5, 10_000),
      labDefaults.identities,
    )
    .option(
      '--events <n>',
      'about how many events',
      wholeNumber('--events', 100, 50_000_000),
      labDefaults.events,
    )
    .option(
      '--seed <n>',
      'the same seed gives the same lab',
      wholeNumber('--seed', 0, 2 ** 31),
      labDefaults.seed,
    )
    .option('--start <time>', 'first day, ISO 8601 with zone')
    .option('--json', 'answer with one JSON object')
    .addHelpText(
      'after',
      `
Example:
  attacktrace lab --out lab.ndjson --days 3 --events 40000

Exit codes: 0 written, 2 bad input, 1 anything else.`,
    )
    .action(async (flags: LabFlags) => {
      const start = flags.start === undefined ? labDefaults.start : parseInstant(flags.start)
      if (start === undefined) {
        throw new AppError(
          'invalid_request',
          '--start takes a time with its zone, like 2026-11-18T00:00:00Z.',
          { where: '--start' },
        )
      }
      const { days, assets, identities, events, seed } = flags
      const options = { days, assets, identities, events, seed, start }
      const written = await writeLab(options, flags.out, flags.truth ?? null).catch(writeFault)
      if (flags.json)
        printJson({ file: flags.out, events: written.events, intrusion: written.truth.length })
      else
        print(
          `${written.events} events written to ${flags.out}, ${written.truth.length} of them of the intrusion.`,
        )
    })
}

/** A file that cannot be written is the caller's to mend; any other failure is ours. */
const writeFault = (error: unknown): never => {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error
  throw new AppError(
    'invalid_request',
    'The lab cannot be written there.',
    {
      where: 'path' in error ? `${String(error.path)} (${String(error.code)})` : String(error.code),
      next: 'Choose another file with --out, in a folder that exists and has room.',
    },
    error,
  )
}
