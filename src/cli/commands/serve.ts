import type { Command } from 'commander'
import { AppError } from '#queries/errors.ts'
import { readConfig } from '../../config.ts'
import { print, printJson } from '../output.ts'
import { untilStopped } from '../until-stopped.ts'

interface ServeOptions {
  readonly data: string
  readonly port: string
  readonly host: string
  readonly json?: boolean
}

const portOf = (text: string): number => {
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw new AppError('invalid_request', 'A port is a number from 0 to 65535.', {
    where: `--port ${text.slice(0, 40)}`,
  })
}

/** `attacktrace serve`: the workbench in the browser, until it is stopped. */
export const registerServe = (program: Command): void => {
  program
    .command('serve')
    .description('Serve the workbench to the browser on this machine.')
    .option('--data <folder>', 'folder that holds everything of one hunter', './data')
    .option('--port <number>', 'port to listen on; 0 takes a free one', '8480')
    .option('--host <address>', 'loopback only: 127.0.0.1, localhost or ::1', '127.0.0.1')
    .option('--json', 'print the address as one JSON object')
    .addHelpText(
      'after',
      `
Example:
  attacktrace serve --data ./data --port 8480

Exit codes: 0 stopped, 2 bad input (an address that is not loopback, a port in use), 1 anything else.`,
    )
    .action(async (options: ServeOptions) => {
      const config = readConfig({
        data: options.data,
        host: options.host,
        port: portOf(options.port),
      })
      const { startServer } = await import('../../server/serve.ts')
      const stopped = untilStopped()
      const server = await startServer(config, (line) => process.stderr.write(`${line}\n`))
      if (options.json) printJson({ ok: true, address: server.address })
      else print(`AttackTrace is at ${server.address} (data in ${config.data}; Ctrl-C stops it)`)
      await stopped
      await server.close()
    })
}
