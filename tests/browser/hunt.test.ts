import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '#src/config.ts'
import { type RunningServer, startServer } from '#src/server/serve.ts'
import { launchBrowser } from '#tests/support/browser.ts'
import { seedHunt } from '#tests/support/seed-hunt.ts'
import { seededRun } from '#tests/support/seeded-run.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')
const data = mkdtempSync(join(tmpdir(), 'attacktrace-hunt-page-'))

let server: RunningServer
let browser: Browser
let hunt: string
let dense: string
let nothing: string
beforeAll(async () => {
  server = await startServer(readConfig({ data, port: 0 }), (line) => console.error(line))
  hunt = (await seedHunt(server.deps, seededRun({ events: 50, moreHits: 2 }))).hunt
  dense = (await seedHunt(server.deps, seededRun({ events: 5_000, moreHits: 14 }))).hunt
  nothing = (await seedHunt(server.deps, seededRun({ events: 0, nothing: 'blind' }))).hunt
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close()
  rmSync(data, { recursive: true, force: true })
})

interface Look {
  readonly width?: number
  readonly dark?: boolean
  readonly script?: boolean
}

/** A page with what it complained about: errors of scripts, of the policy, of addresses that were not there. */
const open = async (
  path: string,
  { width = 1280, dark = false, script = true }: Look = {},
): Promise<{ page: Page; context: BrowserContext; faults: string[] }> => {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: script,
  })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (said) => {
    if (said.type() === 'error') faults.push(said.text())
  })
  await page.goto(new URL(path, server.address).href)
  return { page, context, faults }
}

/** Presses a key and waits until the view that it asks for has come. */
const press = async (page: Page, key: string): Promise<void> => {
  const before = page.url()
  await page.keyboard.press(key)
  await page.waitForURL((url) => url.href !== before)
  await page.waitForSelector('#hunt-view:not([aria-busy])')
}

const selected = (page: Page): Promise<string | null> =>
  page.locator('.event-table tr[aria-selected="true"]').getAttribute('id')

describe('the keyboard', () => {
  it('moves from event to event and hit to hit, opens, closes, zooms and changes the scale', async () => {
    const { page, context, faults } = await open(`/hunts/${hunt}`)
    await press(page, 'j')
    const first = await selected(page)
    expect(await page.locator('.event-panel').count()).toBe(1)
    await press(page, 'j')
    const second = await selected(page)
    expect(second).not.toBe(first)
    expect(await page.evaluate('document.activeElement.closest("tr")?.id')).toBe(second)
    await press(page, 'k')
    expect(await selected(page)).toBe(first)
    await press(page, 't')
    expect(page.url()).toContain('tab=raw')
    expect(await page.locator('.raw-document, .tab-raw pre').count()).toBe(1)
    await press(page, 'z')
    expect(page.url()).toContain('span=')
    await press(page, 'l')
    await press(page, '0')
    expect(page.url()).toContain('span=all')
    await press(page, '+')
    expect(page.url()).toContain('span=1h')
    await press(page, '-')
    await press(page, 'J')
    expect(page.url()).toContain('hit=2')
    await press(page, 'K')
    expect(page.url()).toContain('hit=1')
    await press(page, 'Escape')
    expect(await page.locator('.event-panel').count()).toBe(0)
    await press(page, ']')
    expect(page.url()).toContain('episode=2')
    await page.keyboard.press('?')
    expect(await page.locator('details.key-hints').getAttribute('open')).not.toBeNull()
    expect(faults).toEqual([])
    await context.close()
  })

  it('stays out of text fields, and can be switched off', async () => {
    const { page, context } = await open(`/hunts/${hunt}`)
    await page.keyboard.press('/')
    await page.keyboard.type('jl0')
    expect(await page.inputValue('#jump')).toBe('jl0')
    expect(new URL(page.url()).search).toBe('')
    await server.deps.workspace.settings.set({ singleKeys: false })
    await page.reload()
    await page.keyboard.press('j')
    expect(await page.locator('.event-panel').count()).toBe(0)
    await server.deps.workspace.settings.set({ singleKeys: true })
    await context.close()
  })
})

describe('the address', () => {
  it('follows marks and rows, and Back and a pasted address give the same page', async () => {
    const { page, context, faults } = await open(`/hunts/${hunt}`)
    const before = page.url()
    await page.locator('.lane-plot a.mark:not(.is-hit)').nth(3).dispatchEvent('click')
    await page.waitForSelector('.event-panel')
    const address = page.url()
    const row = await selected(page)
    expect(row).not.toBeNull()
    await page.goBack()
    await page.locator('.event-panel').waitFor({ state: 'detached' })
    expect(page.url()).toBe(before)
    await page.goto(address)
    expect(await selected(page)).toBe(row)
    expect(faults).toEqual([])
    await context.close()
  })

  it('zooms by dragging on the overview, through the server', async () => {
    const { page, context, faults } = await open(`/hunts/${dense}`)
    const box = await page.locator('.time-overview').boundingBox()
    if (!box) throw new Error('the overview is drawn')
    await page.mouse.move(box.x + box.width * 0.2, box.y + 15)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.3, box.y + 15, { steps: 4 })
    await page.mouse.move(box.x + box.width * 0.4, box.y + 15, { steps: 4 })
    await page.mouse.up()
    await page.waitForURL(/span=2026-11-23T1\d.*scale=clock/)
    await page.waitForSelector('#hunt-view:not([aria-busy])')
    const frame = page.locator('.o-frame')
    expect(Number.parseFloat((await frame.getAttribute('width')) ?? '')).toBeCloseTo(20, 0)
    expect(faults).toEqual([])
    await context.close()
  })

  it('does without script what it does with it: filter, select, zoom, tabs', async () => {
    const { page, context } = await open(`/hunts/${hunt}`, { script: false })
    await page.locator('.filter-bar a.kf').filter({ hasText: 'module load' }).click()
    await page.waitForURL(/hide=module/)
    expect(await page.locator('.event-table .glyph.k-module').count()).toBe(0)
    await page.locator('.event-table .rowlink').first().click()
    await page.locator('.event-panel').waitFor()
    await page.locator('.event-panel nav a', { hasText: 'Raw' }).click()
    await page.locator('.tab-raw pre').waitFor()
    await page.locator('.hunt-tabs a', { hasText: 'Coverage' }).click()
    await page.locator('.coverage-matrix').first().waitFor()
    expect(page.url()).toContain('/coverage')
    await context.close()
  })
})

const looks = [
  { width: 1720 },
  { width: 1280, dark: true },
  { width: 390 },
  { width: 390, dark: true },
] as const

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** Violations in the page, found by axe in it; a script element would be refused by our policy. */
const violations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axeSource)
  const found = await page.evaluate<readonly Violation[]>(
    '(async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })).violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))()',
  )
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}

describe.each(looks)('at %o', (look) => {
  it.each([
    ['the timeline with an event', () => `/hunts/${hunt}`, true],
    ['a dense timeline', () => `/hunts/${dense}`, false],
    ['nothing found', () => `/hunts/${nothing}`, false],
    ['hits', () => `/hunts/${hunt}/hits`, false],
    ['the process tree', () => `/hunts/${hunt}/tree`, false],
    ['coverage', () => `/hunts/${hunt}/coverage`, false],
    ['the query', () => `/hunts/${hunt}/query`, false],
  ])('%s passes axe and never scrolls sideways', async (_, path, select) => {
    const { page, context, faults } = await open(path(), look)
    if (select) await press(page, 'j')
    const sideways = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(sideways).toBe(0)
    expect(await violations(page)).toEqual([])
    expect(faults).toEqual([])
    await context.close()
  })
})
