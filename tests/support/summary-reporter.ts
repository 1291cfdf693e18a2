import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

const countOf = (modules: readonly TestModule[]): Counts => {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') counts.passed += 1
      else if (state === 'failed') counts.failed += 1
      else counts.skipped += 1
    }
    // A file that failed to load has no tests: it counts as one failure, or it would vanish.
    if (module.errors().length > 0) counts.failed += 1
  }
  return counts
}

/** Writes the counts where `tests/run.ts` reads them, for the one closing line of the whole check. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = countOf(modules)
    counts.failed += errors.length
    const file = process.env['ATTACKTRACE_TEST_SUMMARY']
    if (file) writeFileSync(file, JSON.stringify(counts))
  }
}
