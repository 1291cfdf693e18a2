import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { readConfig } from '#src/config.ts'
import { openDataFolder } from '#src/data-folder.ts'
import { makeDemo } from '#src/demo/make-demo.ts'
import { labDefaults } from '#src/lab/lab.ts'
import { startServer } from '#src/server/serve.ts'
import { launchBrowser } from '../support/browser.ts'

export interface LabServer {
  /** Where it answers, without a slash at the end. */
  readonly base: string
  readonly hunt: string
  readonly browser: Browser
  /** A page that fails the test by `faults` when script or the Content-Security-Policy complains. */
  open(path: string, options?: PageOptions): Promise<{ page: Page; faults: string[] }>
  close(): Promise<void>
}

export interface PageOptions {
  readonly width?: number
  readonly theme?: 'light' | 'dark'
  readonly script?: boolean
}

/** A real server on a free port over a small lab with one hunt run, and a real browser. */
export const openLabServer = async (): Promise<LabServer> => {
  const root = mkdtempSync(join(tmpdir(), 'attacktrace-browser-'))
  const server = await startServer(readConfig({ data: root, port: 0 }), () => undefined)
  const options = { ...labDefaults, days: 1, assets: 6, identities: 8, events: 4_000 }
  const { question } = await makeDemo(
    openDataFolder(root),
    options,
    new AbortController().signal,
    () => undefined,
  )
  const { hunt, run } = await server.deps.runs.start(null, question)
  await server.deps.runs.ended(run)
  const browser = await launchBrowser()
  const base = server.address.replace(/\/$/, '')
  return {
    base,
    hunt: `/hunts/${hunt}`,
    browser,
    async open(path, { width = 1280, theme = 'light', script = true } = {}) {
      const page = await browser.newPage({
        viewport: { width, height: 900 },
        colorScheme: theme,
        javaScriptEnabled: script,
      })
      const faults: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text())
      })
      page.on('pageerror', (error) => faults.push(String(error)))
      await page.goto(`${base}${path}`, { waitUntil: 'networkidle' })
      return { page, faults }
    },
    async close() {
      await browser.close()
      await server.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
