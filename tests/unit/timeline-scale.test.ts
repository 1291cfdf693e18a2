import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellSql, cellStart, makeScale } from '#src/hunts/timeline/scale.ts'
import { axisTicks } from '#src/hunts/timeline/ticks.ts'

const zero = Date.UTC(2026, 10, 23, 13, 7, 21, 184) * 1000
const hour = 3_600_000_000
const offsets = fc.integer({ min: -6 * hour, max: 12 * hour })
const kinds = fc.constantFrom('log' as const, 'clock' as const)

describe('the time scale', () => {
  test('keeps the order of times', () => {
    fc.assert(
      fc.property(kinds, offsets, offsets, (kind, a, b) => {
        const scale = makeScale(kind, zero, zero - 6 * hour, zero + 12 * hour)
        fc.pre(a < b)
        expect(scale.x(zero + a)).toBeLessThanOrEqual(scale.x(zero + b))
      }),
    )
  })

  test('finds the time under a place again', () => {
    fc.assert(
      fc.property(kinds, offsets, (kind, us) => {
        const scale = makeScale(kind, zero, zero - 6 * hour, zero + 12 * hour)
        const back = scale.at(scale.x(zero + us))
        expect(Math.abs(back - zero - us)).toBeLessThan(Math.abs(us) * 1e-6 + 200)
      }),
    )
  })

  test('leaves air at both ends and stands the hit between them', () => {
    const scale = makeScale('log', zero, zero - 6 * hour, zero + 12 * hour)
    expect(scale.x(zero - 6 * hour)).toBeCloseTo(1.6)
    expect(scale.x(zero + 12 * hour)).toBeCloseTo(98.4)
    expect(scale.x(zero)).toBeCloseTo(48.38, 1)
  })

  test('counts cells in the store as it places times, and none crosses the hit', () => {
    const db = new Database(':memory:')
    fc.assert(
      fc.property(kinds, offsets, (kind, us) => {
        const scale = makeScale(kind, zero, zero - 6 * hour, zero + 12 * hour)
        const width = 0.3125
        const { sql, params } = cellSql(scale, width)
        const row = db
          .prepare<number[], { cell: number }>(`SELECT ${sql} AS cell FROM (SELECT ? AS ts)`)
          .get(...params, zero + us)
        const cell = row?.cell ?? Number.NaN
        const start = cellStart(scale, cell, width)
        expect(scale.x(zero + us)).toBeGreaterThanOrEqual(start - 1e-6)
        expect(scale.x(zero + us)).toBeLessThanOrEqual(start + width + 1e-6)
        expect(cell >= 0).toBe(us >= 0)
      }),
      { numRuns: 300 },
    )
    db.close()
  })
})

describe('the axis', () => {
  test('says how far was looked and marks round distances from the hit', () => {
    const scale = makeScale('log', zero, zero - 6 * hour, zero + 12 * hour)
    const ticks = axisTicks(scale, 'UTC', true)
    const deltas = ticks.map((tick) => tick.delta)
    expect(deltas[0]).toBe('−6 h')
    expect(deltas.at(-1)).toBe('+12 h')
    for (const wanted of ['−1 h', '−10 m', '−1 m', '−10 s', '−1 s', '+1 s', '+10 s', '+1 h']) {
      expect(deltas).toContain(wanted)
    }
    expect(ticks.at(-1)?.day).toBe('24 Nov')
  })

  test('never lets two texts of one line touch on the narrowest plot', () => {
    const spans = fc.tuple(
      fc.integer({ min: 2_000, max: 40 * hour }),
      fc.integer({ min: 2_000, max: 40 * hour }),
    )
    fc.assert(
      fc.property(kinds, spans, fc.boolean(), (kind, [before, after], hasHit) => {
        const scale = makeScale(kind, zero, zero - before, zero + after)
        const boxes = axisTicks(scale, 'UTC', hasHit).map((tick) => {
          const width = tick.delta.length * 6.6
          const at = tick.x * 7.48
          if (tick.anchor === 'start') return { from: at, to: at + width }
          if (tick.anchor === 'end') return { from: at - width, to: at }
          return { from: at - width / 2, to: at + width / 2 }
        })
        const touching = boxes.filter((box, i) => (boxes[i - 1]?.to ?? -1) >= box.from)
        expect(touching).toEqual([])
      }),
    )
  })
})
