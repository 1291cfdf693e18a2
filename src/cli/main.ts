import { Command, CommanderError } from 'commander'
import { registerHunt } from './commands/hunt.ts'
import { registerImport } from './commands/import.ts'
import { registerDemo } from './commands/demo.ts'
import { registerLab } from './commands/lab.ts'
import { registerServe } from './commands/serve.ts'
import { registerSources } from './commands/sources.ts'
import { registerTechniques } from './commands/techniques.ts'
import { renderError } from './output.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { noCommand, refusalOf } from './refusal.ts'

/** Registers one command. Each file in `src/cli/commands/` exports one, loaded only when it is asked for. */
export type RegisterCommand = (program: Command, done: (exitCode: number) => void) => void

/**
 * Runs the command line and answers the exit code: 0 whole, 3 with gaps, 2 bad input, 1 anything else.
 */
export const runCli = async (argv: readonly string[]): Promise<number> => {
  let exitCode = 0
  const done = (code: number): void => {
    exitCode = code
  }
  const json = argv.includes('--json')
  const program = new Command('attacktrace')
    .description(
      'Hunt one ATT&CK technique in one log source, in one scope, to one correlated timeline.',
    )
    .exitOverride()
    // Errors have one renderer; what is left for commander to write is help, which no JSON reader asked for.
    .configureOutput({
      outputError: () => {},
      ...(json ? { writeErr: () => {} } : {}),
    })
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Examples:
  attacktrace demo
  attacktrace import --source lab dc01-security.evtx workstations.zip
  attacktrace techniques T1559.001
  attacktrace serve

Each command's --help has its options, examples and exit codes.`,
    )
  const commands: readonly RegisterCommand[] = [
    registerHunt,
    registerImport,
    registerServe,
    registerLab,
    registerDemo,
    registerSources,
    registerTechniques,
  ]
  for (const register of commands) register(program, done)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.whole
    const told = error instanceof CommanderError ? refusalOf(error) : error
    // Without a command the help was printed, and says it all.
    if (json || told !== null) renderError(told ?? noCommand(), json)
    return told === null ? exitCodes.badInput : exitCodeOf(told)
  }
}
