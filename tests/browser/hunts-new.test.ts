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
const axeSchema = z.array(z.object({ id: z.string(), html: z.string() }))

/** What axe finds, with every rule it has, best practices too. */
const axeFindings = async (page: Page): Promise<readonly { id: string; html: string }[]> => {
  await page.evaluate(axeSource)
  return axeSchema.parse(
    await page.evaluate(
      '(async () => (await axe.run()).violations.flatMap((v) => v.nodes.map((n) => ({ id: v.id, html: n.html.slice(0, 200) }))))()',
    ),
  )
}

const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

let lab: LabServer
beforeAll(async () => {
  lab = await openLabServer()
})
afterAll(async () => {
  await lab.close()
})

/** Steps 1 and 2 by their buttons; answers the draft's address. */
const begin = async (page: Page): Promise<string> => {
  await page.click('button:has-text("Begin with this technique")')
  await page.click('button[name="source"][value="lab"]')
  await page.waitForURL('**/scope')
  return page.url().replace(/\/scope$/, '')
}

/** Types into a picker and takes the first name it offers. */
const pick = async (page: Page, kind: 'asset' | 'identity', text: string): Promise<void> => {
  const chips = page.locator(`#${kind === 'asset' ? 'assets' : 'identities'} .chip`)
  const before = await chips.count()
  await page.fill(`#find-${kind}`, text)
  await page.click(`#${kind}-matches button:has-text("Add")`)
  await chips.nth(before).waitFor()
}

/** The whole scope: an asset, any identity, all the source holds. */
const scope = async (page: Page): Promise<void> => {
  await pick(page, 'asset', 'ws')
  await page.check('input[name="identities"][value="any"]')
  await page.fill('#identities-reason', 'who it was is the question')
  await page.click('button[name="last"][value="all"]')
  await page.locator('button[name="last"][value="all"].on').waitFor()
}

describe.each([
  { script: true, width: 1280 },
  { script: false, width: 390 },
])('with script $script, at $width px', ({ script, width }) => {
  it('leads from a technique page to a timeline', async () => {
    const { page, faults } = await lab.open('/hunts/new?technique=T1559.001', { script, width })
    try {
      await begin(page)
      if (script) await scope(page)
      else {
        await page.fill('#find-asset', 'ws')
        await page.click('button[value="find-asset"]')
        await page.click('#asset-matches button[name="add_asset"]')
        await page.check('input[name="identities"][value="any"]')
        await page.fill('#identities-reason', 'who it was is the question')
        await page.click('button[name="last"][value="all"]')
      }
      expect(await page.locator('#scope-sight').textContent()).toMatch(/events, exact/)
      await page.click('button:has-text("Next: behavior")')
      await page.click('#behavior-com-office-automation-start a:has-text("Hunt this")')
      await page.fill('#value-process_events', '1')
      await page.click('button:has-text("Next: preview")')
      await page.waitForURL('**/preview')
      await page.click('button:has-text("Run the hunt")')
      await page.waitForURL(/\/hunts\/[\w-]{12}(\?.*)?$/)
      const hunt = page.url()
      const hits = async (): Promise<number> => {
        await page.goto(hunt)
        return page.locator('.event-table .row-hit').count()
      }
      await expect.poll(hits, { timeout: 20_000 }).toBeGreaterThan(0)
      expect(faults).toEqual([])
    } finally {
      await page.close()
    }
  })
})

describe('the scope, with script', () => {
  it('keeps what is typed as it is typed, and asks again what it can see', async () => {
    const { page, faults } = await lab.open('/hunts/new?technique=T1559.001')
    try {
      const base = await begin(page)
      await pick(page, 'asset', 'ws')
      const kept = page.waitForResponse((r) => r.request().method() === 'GET' && r.ok())
      await page.fill('#from', '2026-11-18 06:30')
      await page.press('#from', 'Tab')
      await kept
      const sight = page.locator('#scope-sight')
      await sight.locator('text=Name at least one identity').waitFor()
      await pick(page, 'identity', 'corp')
      await sight.locator('text=events, exact').waitFor()
      await page.goto(`${base}/scope`)
      expect(await page.inputValue('#from')).toBe('2026-11-18 06:30')
      expect(faults).toEqual([])
    } finally {
      await page.close()
    }
  })

  it('shows the reason with "any", and what was refused in view', async () => {
    const { page } = await lab.open('/hunts/new?technique=T1559.001')
    try {
      await begin(page)
      expect(await page.locator('#assets-reason').isVisible()).toBe(false)
      await page.check('input[name="assets"][value="any"]')
      expect(await page.locator('#assets-reason').isVisible()).toBe(true)
      expect(await page.locator('#find-asset').isVisible()).toBe(false)
      await page.click('button:has-text("Next: behavior")')
      await page.locator('#assets-reason-error').waitFor()
      const note = page.locator('[role="alert"]')
      await expect.poll(async () => (await note.boundingBox())?.y ?? -1).toBeGreaterThanOrEqual(0)
      expect(page.url()).toMatch(/\/scope/)
    } finally {
      await page.close()
    }
  })

  it('comes back with Back as it was left', async () => {
    const { page } = await lab.open('/hunts/new?technique=T1559.001')
    try {
      await begin(page)
      await scope(page)
      await page.click('button:has-text("Next: behavior")')
      await page.waitForURL('**/behavior')
      await page.goBack()
      await page.locator('#scope-form').waitFor()
      expect(await page.inputValue('#identities-reason')).toBe('who it was is the question')
      expect(await page.locator('#assets .chip').count()).toBe(1)
    } finally {
      await page.close()
    }
  })
})

describe.each([
  { width: 1280, theme: 'light' },
  { width: 390, theme: 'dark' },
] as const)('every step at $width px, $theme', ({ width, theme }) => {
  it('has nothing for axe and no sideways scroll', async () => {
    const { page, faults } = await lab.open('/hunts/new?technique=T1559.001', {
      width,
      theme,
    })
    try {
      expect(await axeFindings(page)).toEqual([])
      const base = await begin(page)
      await scope(page)
      await page.goto(`${base}/behavior?by=capture&text=automation`)
      await page.click('#browse button:has-text("Capture")')
      await page.locator('#clauses').waitFor()
      for (const step of [
        'technique',
        'source',
        'scope?asset=ws&identity=corp',
        'behavior?by=clauses',
        'behavior?by=capture',
        'behavior?by=documented&pick=com-office-automation-start',
        'preview',
      ]) {
        await page.goto(`${base}/${step}`)
        expect(await axeFindings(page)).toEqual([])
        expect(await page.evaluate(sideways)).toBe(0)
      }
      expect(faults).toEqual([])
    } finally {
      await page.close()
    }
  })
})
