import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatNumber } from '#views/format.ts'
import type { RegisterCommand } from '../main.ts'
import { wholeNumber } from '../options.ts'
import { print, printJson, progressBar } from '../output.ts'
import { untilStopped } from '../until-stopped.ts'

interface DemoFlags {
  readonly port: number
  readonly events: number
  readonly days: number
  readonly json?: true
}

/** `attacktrace demo`: the lab in a throwaway data folder, served, with a hunt on it to look at. */
export const registerDemo: RegisterCommand = (program) => {
  program
    .command('demo')
    .description('Make the demo lab in a throwaway folder, hunt in it, and serve it.')
    .option(
      '--port <n>',
      'port to listen on; 0 takes a free one',
      wholeNumber('--port', 0, 65_535),
      8480,
    )
    .option(
      '--events <n>',
      'about how many events',
      wholeNumber('--events', 5_000, 5_000_000),
      40_000,
    )
    .option('--days <n>', 'days of work', wholeNumber('--days', 1, 60), 3)
    .option('--json', 'print the address of the hunt as one JSON object')
    .addHelpText(
      'after',
      `
Example:
  attacktrace demo --port 8480

Exit codes: 0 stopped, 2 bad input (a port in use), 1 anything else.`,
    )
    .action(async (flags: DemoFlags) => {
      const stopped = untilStopped()
      const root = await mkdtemp(join(tmpdir(), 'attacktrace-demo-'))
      try {
        await serveDemo(root, flags, stopped)
      } finally {
        await rm(root, { recursive: true, force: true })
      }
    })
}

const serveDemo = async (root: string, flags: DemoFlags, stopped: Promise<void>): Promise<void> => {
  const { openDataFolder } = await import('../../data-folder.ts')
  const { readConfig } = await import('../../config.ts')
  const { startServer } = await import('../../server/serve.ts')
  const { makeDemo } = await import('../../demo/make-demo.ts')
  const { whereToLook } = await import('../../demo/where-to-look.ts')
  const { labDefaults } = await import('../../lab/lab.ts')
  const config = readConfig({ data: root, port: flags.port })
  // The port is taken first: one that is in use is told before the lab is made.
  const server = await startServer(config, (line) => process.stderr.write(`${line}\n`))
  const stop = new AbortController()
  const bar = progressBar('demo lab')
  void stopped.then(() => stop.abort())
  try {
    const options = { ...labDefaults, events: flags.events, days: flags.days }
    const made = await makeDemo(openDataFolder(root), options, stop.signal, (done, total) =>
      bar.update(done, total),
    )
    bar.end()
    const { hunt, run } = await server.deps.runs.start(null, made.question)
    await server.deps.runs.ended(run)
    const address = `${server.address}hunts/${hunt}${whereToLook(server.deps.folder, run)}`
    if (flags.json) printJson({ ok: true, address, events: made.events })
    else {
      print(
        `The lab holds ${formatNumber(made.events)} events; Ctrl-C stops the demo and removes it.`,
      )
      print(`Look at the hunt: ${address}`)
    }
    await stopped
  } finally {
    bar.end()
    await server.close()
  }
}
