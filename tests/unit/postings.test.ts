import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eachPosting, openPacking, type Posting } from '#connectors/local/postings.ts'

const posting = fc.record({
  ts: fc.integer({ min: -1_000_000, max: 2 ** 52 }),
  ev: fc.integer({ min: 1, max: 2 ** 40 }),
  ls: fc.integer({ min: 1, max: 100_000 }),
})

describe('the events that hold a link key', () => {
  it('come back from a packed row as they were, in order of time', () => {
    const pack = openPacking()
    fc.assert(
      fc.property(fc.array(posting, { minLength: 1, maxLength: 200 }), (found) => {
        const ordered = found.toSorted((a, b) => a.ts - b.ts || a.ev - b.ev)
        const row = pack(ordered)
        if (!row) throw new Error('nothing was packed')
        const back: Posting[] = []
        eachPosting(row, (ts, ev, ls) => back.push({ ts, ev, ls }))
        expect(back).toEqual(ordered)
        expect(row.ts + row.span).toBe(ordered.at(-1)?.ts)
      }),
    )
  })

  it('need no data where there is one', () => {
    expect(openPacking()([{ ts: 5, ev: 3, ls: 2 }])).toEqual({
      ts: 5,
      ev: 3,
      ls: 2,
      span: 0,
      data: null,
    })
  })
})
