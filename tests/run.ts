/**
 * The whole check, as `npm test` runs it: types, lint with the rooms' boundaries, then every vitest
 * project. Ends with one line, `N passed, N failed, N skipped`, and exits 1 when anything failed or nothing ran.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const countsSchema = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() })

const run = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): boolean => {
  process.stdout.write(`\n> ${[command, ...args].join(' ')}\n`)
  const bin = join('node_modules', '.bin', command)
  return (
    spawnSync(bin, args, { stdio: 'inherit', env, shell: process.platform === 'win32' }).status ===
    0
  )
}

const folder = mkdtempSync(join(tmpdir(), 'attacktrace-test-'))
const summary = join(folder, 'summary.json')
const total = { passed: 0, failed: 0, skipped: 0 }
try {
  for (const [command, args] of [
    ['tsc', []],
    ['oxlint', []],
    ['oxfmt', ['--check', 'src', 'views', 'connectors', 'queries', 'tests', 'bench']],
  ] as const) {
    if (run(command, args)) total.passed += 1
    else total.failed += 1
  }
  const isGreen = run('vitest', ['run', ...process.argv.slice(2)], {
    ...process.env,
    ATTACKTRACE_TEST_SUMMARY: summary,
  })
  const counts = existsSync(summary)
    ? countsSchema.parse(JSON.parse(readFileSync(summary, 'utf8')))
    : { passed: 0, failed: 1, skipped: 0 }
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  if (!isGreen && counts.failed === 0) total.failed += 1
  if (counts.passed === 0) total.failed += 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exitCode = total.failed > 0 ? 1 : 0
