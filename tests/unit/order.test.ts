import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogEvent } from '#queries/event.ts'
import { order, otherAssetUs } from '#queries/links/order.ts'
import { eventsOf } from '#tests/support/reference.ts'
import { at, registrySet } from '#tests/support/documents.ts'

const [template] = eventsOf([registrySet('ALPHA', at(0), 2, 2200, 'HKLM\\Software\\A')])

/** An event of an asset that happened somewhere in `[early, late]`, microseconds from the base. */
const between = (early: number, late: number, asset = 'alpha'): LogEvent => {
  if (!template) throw new Error('no template')
  return {
    ...template,
    asset,
    time: { ...template.time, early: at(early), late: at(late), best: at(early) },
  }
}

const hit = between(10_000, 11_000)
const after = (event: LogEvent) =>
  order(hit, event, 'after', 'a process is created before it acts').direction

describe('the order of two events', () => {
  it('follows the clocks where the ranges do not overlap', () => {
    expect(order(hit, between(5_000, 9_999), null, '').direction).toBe('before')
    expect(order(hit, between(11_001, 12_000), null, '').direction).toBe('after')
  })

  it('is unknown where they overlap and cause says nothing', () => {
    const { direction, why } = order(hit, between(9_000, 10_000), null, '')
    expect(direction).toBe('unknown')
    expect(why).toBe('The time ranges of the two events overlap and nothing says which came first.')
  })

  it('follows cause where they overlap: an image load may carry a time before its own process', () => {
    expect(after(between(8_000, 24_000))).toBe('after')
  })

  it('is unknown where clock and cause contradict each other, and says so', () => {
    const { direction, why } = order(hit, between(0, 2_000), 'after', 'a process is created first')
    expect(direction).toBe('unknown')
    expect(why).toContain('contradict')
    expect(why).toContain('before by 8.0 ms')
  })

  it('gives the clock of another asset one second more on both sides', () => {
    const near = between(11_000 + otherAssetUs - 1, 11_000 + otherAssetUs - 1, 'bravo')
    const far = between(11_001 + otherAssetUs, 11_001 + otherAssetUs, 'bravo')
    expect(order(hit, near, null, '').direction).toBe('unknown')
    expect(order(hit, far, null, '').direction).toBe('after')
  })

  it('turns round when hit and event change places, whatever the ranges', () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 5_000_000 }), fc.integer({ min: 0, max: 2_000_000 }))
      .map(([from, length]) => [from, from + length] as const)
    const asset = fc.constantFrom('alpha', 'bravo')
    const turned = { before: 'after', after: 'before', unknown: 'unknown' } as const
    fc.assert(
      fc.property(range, range, asset, (a, b, where) => {
        const one = between(a[0], a[1])
        const other = between(b[0], b[1], where)
        const there = order(one, other, null, '').direction
        expect(order(other, one, null, '').direction).toBe(turned[there])
      }),
    )
  })
})
