import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabServer, openLabServer } from './lab-server.ts'

let lab: LabServer
beforeAll(async () => {
  lab = await openLabServer()
})
afterAll(async () => {
  await lab.close()
})

const selected = (page: Page) => page.locator('.event-table tr[aria-selected="true"]')
const search = (page: Page): URLSearchParams => new URL(page.url()).searchParams

/** Presses a key and waits for the address that it leads to. */
const press = async (page: Page, key: string): Promise<void> => {
  const before = page.url()
  await page.keyboard.press(key)
  await page.waitForURL((url) => url.href !== before)
}

describe('the hunt page by keyboard', () => {
  it('j and k move through events, Escape closes, and each state is an address', async () => {
    const { page, faults } = await lab.open(lab.hunt)
    await press(page, 'j')
    const first = await selected(page).getAttribute('id')
    expect(search(page).get('event')).not.toBeNull()
    await expect.poll(() => page.locator('#event').isVisible()).toBe(true)
    await press(page, 'j')
    await expect.poll(() => selected(page).getAttribute('id')).not.toBe(first)
    await press(page, 'k')
    await expect.poll(() => selected(page).getAttribute('id')).toBe(first)
    await page.goBack()
    await expect.poll(() => selected(page).getAttribute('id')).not.toBe(first)
    await page.goForward()
    await expect.poll(() => selected(page).getAttribute('id')).toBe(first)
    await page.reload()
    expect(await selected(page).getAttribute('id')).toBe(first)
    await press(page, 'Escape')
    expect(search(page).get('event')).toBeNull()
    expect(faults).toEqual([])
    await page.close()
  })

  it('J goes to the next hit, l changes the scale, + zooms and 0 shows the whole window again', async () => {
    const { page, faults } = await lab.open(lab.hunt)
    await press(page, 'J')
    expect(search(page).get('hit') ?? search(page).get('event')).not.toBeNull()
    await press(page, 'l')
    expect(search(page).get('scale')).toBe('clock')
    await press(page, '+')
    expect(search(page).get('span')).not.toBeNull()
    await press(page, '0')
    expect(search(page).get('span') ?? 'all').toBe('all')
    expect(faults).toEqual([])
    await page.close()
  })

  it('keys are off in text fields, and / goes to the one in the bar', async () => {
    const { page } = await lab.open(lab.hunt)
    await page.keyboard.press('/')
    expect(await page.evaluate('document.activeElement.id')).toBe('jump')
    const before = page.url()
    await page.keyboard.type('jk0l')
    expect(page.url()).toBe(before)
    expect(await page.inputValue('#jump')).toBe('jk0l')
    await page.close()
  })

  it('g then s goes to the sources', async () => {
    const { page } = await lab.open(lab.hunt)
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.waitForURL('**/sources')
    await page.close()
  })
})

describe('the hunt page by pointer', () => {
  it('a drag on the overview asks the server for that span', async () => {
    const { page, faults } = await lab.open(lab.hunt)
    const box = await page.locator('svg.time-overview').boundingBox()
    if (!box) throw new Error('no overview')
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 5 })
    await page.mouse.up()
    await page.waitForURL(/span=[^&]*\.\./)
    expect(faults).toEqual([])
    await page.close()
  })

  it('a kind of the legend hides its rows and comes back', async () => {
    const { page } = await lab.open(lab.hunt)
    const legend = page.locator('.filter-bar a[data-key="f"]')
    await legend.click()
    await page.waitForURL(/hide=/)
    await page.locator('.filter-bar a[data-key="f"]').click()
    await page.waitForURL((url) => !url.searchParams.has('hide'))
    await page.close()
  })
})

describe('without script', () => {
  it('a row, its event and the filters are plain links', async () => {
    const { page } = await lab.open(lab.hunt, { script: false })
    await page.locator('.rowlink').first().click()
    expect(search(page).get('event')).not.toBeNull()
    expect(await page.locator('#event').isVisible()).toBe(true)
    await page.locator('.filter-bar a[data-key="f"]').click()
    expect(search(page).get('hide')).not.toBeNull()
    await page.close()
  })
})
