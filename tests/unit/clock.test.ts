import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockSample, commonShift, createClockEstimator, estimateClocks } from '#queries/clock.ts'
import { linesOf } from '../support/normalize-lines.ts'

const second = 1_000_000
const hour = 3600 * second
const start = Date.parse('2026-11-23T13:00:00Z') * 1000

/** Pairs of one asset whose written times are cut to seconds, up to `lateS` late, in a zone `zoneUs` behind. */
const pairs = (asset: string, n: number, zoneUs: number, lateS = 2) =>
  Array.from({ length: n }, (_, i) => {
    const trueUs = start + i * 1_700_311
    const writtenUs = Math.floor((trueUs + (i % (lateS * 10)) * 100_000 - zoneUs) / second) * second
    return { asset, trueUs, writtenUs }
  })

describe('the clock of a file', () => {
  it('is the offset that its Sysmon pairs agree on, to the quarter hour', () => {
    expect(estimateClocks(pairs('ws1', 40, 4 * hour))).toEqual([
      {
        asset: 'ws1',
        shiftUs: 4 * hour,
        pairs: 40,
        spreadUs: expect.any(Number),
        applied: true,
        borrowed: false,
      },
    ])
    expect(estimateClocks(pairs('ws1', 40, -5.75 * hour))[0]?.shiftUs).toBe(-5.75 * hour)
  })

  it('is nothing where the written times are true already', () => {
    expect(estimateClocks(pairs('ws1', 40, 0))[0]).toMatchObject({ shiftUs: 0, applied: true })
  })

  it('is not believed below 20 pairs', () => {
    expect(estimateClocks(pairs('ws1', 19, 4 * hour))[0]).toMatchObject({
      shiftUs: 0,
      applied: false,
    })
  })

  it('is not constant where a twelve-hour clock gives two offsets', () => {
    const both = [...pairs('ws1', 400, 7 * hour), ...pairs('ws1', 30, 19 * hour)]
    expect(estimateClocks(both)[0]).toMatchObject({
      shiftUs: 0,
      applied: false,
      spreadUs: expect.any(Number),
    })
  })

  it('stands against a few wild pairs', () => {
    const wild = [...pairs('ws1', 300, 4 * hour), ...pairs('ws1', 9, 90 * hour)]
    expect(estimateClocks(wild)[0]).toMatchObject({ shiftUs: 4 * hour, applied: true })
  })

  it('is lent to an asset without pairs only when all the others agree', () => {
    const one = createClockEstimator()
    for (const sample of [...pairs('ws1', 30, 4 * hour), ...pairs('ws2', 3, 4 * hour)])
      one.add(sample)
    one.see('dc1')
    const agreed = one.finish()
    expect(agreed.map((e) => [e.asset, e.shiftUs, e.borrowed])).toEqual([
      ['ws1', 4 * hour, false],
      ['ws2', 4 * hour, true],
      ['dc1', 4 * hour, true],
    ])
    expect(commonShift(agreed)).toBe(4 * hour)
    const torn = estimateClocks([...pairs('ws1', 30, 4 * hour), ...pairs('ws2', 30, 5 * hour)])
    expect(commonShift(torn)).toBeUndefined()
    expect(torn.map((e) => e.shiftUs)).toEqual([4 * hour, 5 * hour])
  })

  it('is found for every zone there is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -48, max: 56 }),
        fc.integer({ min: 1, max: 60 }),
        (quarters, lateS) => {
          const zone = quarters * 900 * second
          expect(estimateClocks(pairs('a', 60, zone, lateS))[0]?.shiftUs === zone).toBe(true)
        },
      ),
    )
  })
})

describe('a clock sample', () => {
  it('is a Sysmon event with both times, and never of the network clock', () => {
    const samples = linesOf('nxlog').map((line) => clockSample(JSON.parse(line), 'nxlog'))
    expect(samples[0]).toEqual({
      asset: 'ws-acc-07',
      trueUs: Date.parse('2026-11-23T13:07:19.104Z') * 1000,
      writtenUs: Date.parse('2026-11-23T09:07:20Z') * 1000,
    })
    // Sysmon 3, then a Security event.
    expect([samples[2], samples[4]]).toEqual([null, null])
  })

  it('is nothing for what is no event', () => {
    expect([null, 1, [], {}].map((document) => clockSample(document, 'json'))).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})
