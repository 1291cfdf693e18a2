import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type LabServer, openLabServer } from './lab-server.ts'

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)
const axeSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
    }),
  ),
})

/** What axe finds on a page, one line a rule with the first element it means. */
const axeFindings = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axeSource)
  const found = axeSchema.parse(
    await page.evaluate(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
    ),
  )
  return found.violations.map(
    (v) =>
      `${v.id} ×${v.nodes.length}: ${v.nodes[0]?.html.slice(0, 200) ?? ''} ${v.nodes[0]?.failureSummary ?? ''}`,
  )
}

let lab: LabServer
let addresses: Readonly<Record<string, string>> = {}

beforeAll(async () => {
  lab = await openLabServer()
  const { page } = await lab.open(lab.hunt)
  const row = await page.locator('.rowlink').first().getAttribute('href')
  await page.close()
  addresses = {
    home: '/',
    techniques: '/techniques?q=component',
    'technique with a guide': '/techniques/T1559.001?source=lab',
    'technique without a guide': '/techniques/T1595',
    sources: '/sources',
    'source: contents': '/sources/lab',
    'source: assets': '/sources/lab/assets',
    'source: identities': '/sources/lab/identities',
    'source: files': '/sources/lab/files',
    'source: rejects': '/sources/lab/rejects',
    hunts: '/hunts',
    timeline: lab.hunt,
    'timeline with an event': row ?? lab.hunt,
    hits: `${lab.hunt}/hits`,
    'process tree': `${lab.hunt}/tree`,
    coverage: `${lab.hunt}/coverage`,
    'query as run': `${lab.hunt}/query`,
    settings: '/settings',
    'not found': '/nowhere',
  }
})

afterAll(async () => {
  await lab.close()
})

const names = [
  'home',
  'techniques',
  'technique with a guide',
  'technique without a guide',
  'sources',
  'source: contents',
  'source: assets',
  'source: identities',
  'source: files',
  'source: rejects',
  'hunts',
  'timeline',
  'timeline with an event',
  'hits',
  'process tree',
  'coverage',
  'query as run',
  'settings',
  'not found',
]

describe.each([
  { width: 1280, theme: 'light' },
  { width: 390, theme: 'dark' },
] as const)('at $width px, $theme', ({ width, theme }) => {
  it.each(names)(
    '%s: nothing for axe, no sideways scroll, no complaint of the browser',
    async (name) => {
      const { page, faults } = await lab.open(addresses[name] ?? '', { width, theme })
      try {
        expect(await axeFindings(page)).toEqual([])
        expect(
          await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          ),
        ).toBe(0)
        expect(faults.filter((fault) => !(name === 'not found' && fault.includes('404')))).toEqual(
          [],
        )
      } finally {
        await page.close()
      }
    },
  )
})
