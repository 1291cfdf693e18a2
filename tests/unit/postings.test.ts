import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPostings, eachPosting, openPacking } from '#connectors/local/postings.ts'

const posting = fc.record({
  ts: fc.integer({ min: -1_000_000, max: 2 ** 52 }),
  ev: fc.integer({ min: 1, max: 2 ** 40 }),
  ls: fc.integer({ min: 1, max: 100_000 }),
})

interface Posting {
  readonly ts: number
  readonly ev: number
  readonly ls: number
}

const filled = (found: readonly Posting[]) => {
  const postings = createPostings(found.length)
  found.forEach((one, i) => {
    postings.ts[i] = one.ts
    postings.ev[i] = one.ev
    postings.ls[i] = one.ls
  })
  postings.count = found.length
  return postings
}

describe('the events that hold a link key', () => {
  it('come back from a packed row as they were, in order of time', () => {
    const pack = openPacking()
    fc.assert(
      fc.property(posting, fc.array(posting, { maxLength: 200 }), (one, more) => {
        const ordered = [one, ...more].toSorted((a, b) => a.ts - b.ts || a.ev - b.ev)
        const data = pack(filled(ordered))
        const back: Posting[] = []
        eachPosting({ ...(ordered[0] ?? one), data }, (ts, ev, ls) => back.push({ ts, ev, ls }))
        expect(back).toEqual(ordered)
      }),
    )
  })

  it('need no data where there is one', () => {
    expect(openPacking()(filled([{ ts: 5, ev: 3, ls: 2 }]))).toBeNull()
  })
})
