import { defineConfig } from 'vitest/config'

const project = (name: string, rest: Record<string, unknown> = {}) => ({
  extends: true as const,
  test: {
    name,
    include: [`tests/${name}/**/*.test.{ts,tsx}`],
    setupFiles: ['tests/support/setup.ts'],
    ...rest,
  },
})

export default defineConfig({
  test: {
    allowOnly: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: ['default', './tests/support/summary-reporter.ts'],
    coverage: { include: ['{src,connectors,queries,views}/**/*.{ts,tsx}'] },
    projects: [
      project('unit'),
      project('contract'),
      project('server'),
      project('browser', { globalSetup: ['tests/support/unpack-chromium.ts'] }),
    ],
  },
})
