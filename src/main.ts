import { checkNodeVersion } from './node-version.ts'

// better-sqlite3 crashes the process on an older Node: look before anything loads it.
checkNodeVersion()

const { runCli } = await import('./cli/main.ts')
const { outliveReaders } = await import('./cli/output.ts')
outliveReaders()
process.exitCode = await runCli(process.argv.slice(2))
