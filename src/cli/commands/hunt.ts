import { AppError } from '#queries/errors.ts'
import { exitCodes } from '../exit-codes.ts'
import { type HuntFlags, nameOptions, questionInput } from '../hunt-flags.ts'
import type { RegisterCommand } from '../main.ts'
import { print, progressBar, writeAll } from '../output.ts'

const help = `
Times are ISO 8601 with a zone. Options that name several take them one after another or again and again.
--before and --after set how far every link rule reaches around a hit; without them each rule has its own.

Examples:
  attacktrace hunt --source lab --technique T1559.001 --behavior com-office-automation-start \\
    --asset WS-07 WS-12 --identity 'CORP\\n.abara' \\
    --from 2026-11-23T06:00:00Z --to 2026-11-24T06:00:00Z
  attacktrace hunt --source lab --technique T1047 --where @wmi.json \\
    --any-asset 'first look at who uses WMI' --identity CORP\\\\svc-deploy \\
    --from 2026-11-23T00:00:00Z --to 2026-11-24T00:00:00Z --before 2h --after 2h --json

Exit codes: 0 answered whole, 3 answered with gaps, 2 bad input, 1 anything else.`

/** `attacktrace hunt`: one question, one run, kept in the workspace; JSON or a timeline on standard output. */
export const registerHunt: RegisterCommand = (program, done) => {
  program
    .command('hunt')
    .description('Ask one question of one source and print the correlated timeline.')
    .option('--data <folder>', 'folder that holds everything of one hunter', './data')
    .option('--source <name>', 'the source to ask (required)')
    .option('--technique <id>', 'the ATT&CK technique, like T1559.001 (required)')
    .option('--behavior <id>', 'a documented behavior of the technique')
    .option('--set <name=value...>', 'a value the behavior asks for')
    .option('--where <json>', 'instead of --behavior: a predicate as JSON, @FILE, or @- for stdin')
    .option('--asset <name...>', 'an asset in scope')
    .option('--any-asset <reason>', 'every asset, with the reason why')
    .option('--identity <name...>', 'an identity in scope: user, DOMAIN\\user, user@domain or SID')
    .option('--any-identity <reason>', 'every identity, with the reason why')
    .option('--from <time>', 'the window begins (required)')
    .option('--to <time>', 'the window ends, not included (required)')
    .option('--before <duration>', 'how far links reach before a hit: 30m, 2h, 1d')
    .option('--after <duration>', 'how far links reach after a hit')
    .option('--title <text>', 'what the hunt is called')
    .option('--json', 'print the whole answer as one JSON object')
    .addHelpText('after', help)
    .action(async (flags: HuntFlags) => {
      try {
        done(await hunt(flags))
      } catch (error) {
        throw nameOptions(error)
      }
    })
}

/** Everything heavy is loaded here, so that other commands start without it. */
const hunt = async (flags: HuntFlags): Promise<number> => {
  const { parseQuestion } = await import('../../hunts/question.ts')
  const question = parseQuestion(questionInput(flags))
  const { openDataFolder } = await import('../../data-folder.ts')
  const { openSource, sourceNames } = await import('../../sources.ts')
  const { findAsked } = await import('../../hunts/asked.ts')
  const { openCatalog } = await import('../../catalog/catalog.ts')
  const { loadGuides } = await import('../../catalog/guides.ts')
  const { openWorkspace } = await import('../../workspace/workspace.ts')
  const { runHere } = await import('../../hunts/run-here.ts')

  const folder = openDataFolder(flags.data)
  const asked = findAsked(question, {
    catalog: openCatalog(),
    guides: loadGuides(),
    sources: sourceNames(folder),
  })
  const controller = new AbortController()
  const cancel = (): void => controller.abort('cancelled')
  const bar = progressBar('hunt')
  const workspace = await openWorkspace(folder.workspaceFile)
  // The first Ctrl-C keeps what was found; the second ends the process as usual.
  process.once('SIGINT', cancel)
  try {
    const connector = await openSource(folder, question.source, { threads: 0 })
    try {
      const ran = await runHere({
        workspace,
        folder,
        connector,
        asked,
        signal: controller.signal,
        onProgress: ({ done, total, sentence }) => bar.update(done, total, sentence),
      })
      bar.end()
      if (ran.failure !== null && ran.end.state === 'failed') throw ran.failure
      return await show(ran, flags.json === true)
    } finally {
      await connector.close()
    }
  } finally {
    bar.end()
    process.off('SIGINT', cancel)
    await workspace.close()
  }
}

/** A pipe has no width of its own: `COLUMNS`, or 120. */
const terminalWidth = (): number => {
  const asked = Number(process.env['COLUMNS'])
  return process.stdout.columns ?? (Number.isInteger(asked) && asked >= 20 ? asked : 120)
}

const show = async (
  ran: {
    readonly hunt: string
    readonly file: string
    readonly end: { readonly gaps: readonly unknown[]; readonly counts: unknown }
  },
  json: boolean,
): Promise<number> => {
  if (ran.end.counts === null) {
    throw new AppError('cancelled', 'The hunt was cancelled before it had found anything.')
  }
  const { openSnapshot } = await import('../../hunts/snapshot/read.ts')
  const snapshot = openSnapshot(ran.file)
  try {
    if (json) {
      const { answerChunks } = await import('../../hunts/answer.ts')
      await writeAll(answerChunks(snapshot))
      await writeAll(['\n'])
    } else {
      const { timelineLines } = await import('../../hunts/text-timeline.ts')
      for (const line of timelineLines(snapshot, terminalWidth())) print(line)
      print('')
      print(`Kept: open /hunts/${ran.hunt} with attacktrace serve.`)
    }
  } finally {
    snapshot.close()
  }
  return ran.end.gaps.length === 0 ? exitCodes.whole : exitCodes.gaps
}
