import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerChunks } from '#src/hunts/answer.ts'
import { cell, cut, wrap } from '#src/hunts/columns.ts'
import { nest } from '#src/hunts/nest.ts'
import { openSnapshot } from '#src/hunts/snapshot/read.ts'
import type { SnapshotContent } from '#src/hunts/snapshot/write.ts'
import { writeSnapshot } from '#src/hunts/snapshot/write.ts'
import { textTable } from '#src/cli/text-table.ts'
import { timelineLines } from '#src/hunts/text-timeline.ts'
import { idOf, smallRun } from '../support/small-run.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'attacktrace-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const kept = (change: Partial<SnapshotContent> = {}) => {
  const file = join(dir, 'run.db')
  writeSnapshot(file, smallRun(change))
  return openSnapshot(file)
}

const answered = (change: Partial<SnapshotContent> = {}) => {
  const snapshot = kept(change)
  const text = [...answerChunks(snapshot)].join('')
  snapshot.close()
  return { text, answer: JSON.parse(text) }
}

describe("the machine's answer", () => {
  it('stays as it is: a change of it is a change of the format', () => {
    const golden = new URL('../fixtures/answer.json', import.meta.url)
    expect(answered().answer).toEqual(JSON.parse(readFileSync(golden, 'utf8')))
  })

  it('is the same text each time it is asked for', () => {
    const snapshot = kept()
    expect([...answerChunks(snapshot)].join('')).toBe([...answerChunks(snapshot)].join(''))
    snapshot.close()
  })

  it('holds time, host, code, channel and record of every event', () => {
    const { answer } = answered()
    for (const row of [...answer.hits, ...answer.context]) {
      expect(row.event).toMatchObject({
        '@timestamp': expect.stringMatching(/^2026-11-23T\d\d:\d\d:\d\d\.\d{6}Z$/),
        host: { name: 'WS-07.corp.example' },
        event: { code: expect.stringMatching(/^\d+$/) },
        winlog: { channel: expect.any(String) },
      })
      expect(row.locator).toEqual({ file: 'day.zip!ws-07.json', record: expect.any(Number) })
    }
    expect(answer.hits[0].event.winlog.record_id).toBe(1001)
  })

  it('links context to the hits it lists, and folds to them too', () => {
    const { answer } = answered()
    const hits = new Set(answer.hits.map((hit: { id: string }) => hit.id))
    expect(hits).toEqual(new Set([idOf(1), idOf(4)]))
    for (const row of answer.context) {
      expect(row.links.length).toBeGreaterThan(0)
      for (const link of row.links) expect(hits).toContain(link.hit)
    }
    expect(answer.folded[0]).toMatchObject({ hit: idOf(1), count: 1204, reason: 'hub' })
  })

  it('says that it is not complete as soon as there is one gap', () => {
    const gap = { kind: 'cancelled', origin: 'input', message: 'Cancelled.' } as const
    const { answer } = answered({ gaps: [gap] })
    expect(answer).toMatchObject({ complete: false, gaps: [gap] })
  })
})

describe('nested fields', () => {
  it('keep a name dotted that would lie under a value', () => {
    expect(JSON.parse(JSON.stringify(nest({ a: 1, 'a.b': 2, 'c.d': 3, 'c.d.e': 4 })))).toEqual({
      a: 1,
      'a.b': 2,
      c: { d: 3 },
      'c.d.e': 4,
    })
  })

  it('lose nothing and reach no prototype, whatever a log calls its fields', () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.constantFrom(
        '__proto__',
        'constructor.prototype',
        '__proto__.x',
        'a',
        'a.b',
        'a.b.c',
        '.',
      ),
    )
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, fc.integer()), { selector: ([n]) => n }),
        (pairs) => {
          const nested = nest(Object.fromEntries(pairs.map(([n, v]) => [n, v])))
          const found: number[] = []
          const walk = (value: unknown): void => {
            if (typeof value === 'number') found.push(value)
            else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
          }
          walk(nested)
          const ascending = (a: number, b: number): number => a - b
          expect(found.toSorted(ascending)).toEqual(pairs.map(([, v]) => v).toSorted(ascending))
          expect({}).not.toHaveProperty('x')
        },
      ),
    )
  })
})

const cells = (text: string): number => Array.from(text).length

describe('the timeline in the terminal', () => {
  it('tells scope, standing, and each episode with before, hit and after', () => {
    const snapshot = kept()
    const text = [...timelineLines(snapshot, 140)].join('\n')
    snapshot.close()
    expect(text).toContain('Scope: WS-07 · CORP\\n.abara')
    expect(text).toContain('2 hits, 3 linked events.\nComplete.')
    expect(text).toMatch(/Before\n.*−1 m .*exact parent[\s\S]*Hit\n.* HIT[\s\S]*After\n.*\+30\.0 s/)
    expect(text).toMatch(/Order unknown\n.*≈ \+45\.0 s .*\+srv-02/)
    expect(text).toContain('folded: 1,204 events · strong logon-session')
  })

  it('keeps what happened on a narrow terminal', () => {
    const snapshot = kept()
    const text = [...timelineLines(snapshot, 48)].join('\n')
    snapshot.close()
    expect(text).toMatch(/Hit\n +0 12:00:00 Microsoft/)
  })

  it('writes out what would act on a terminal', () => {
    const snapshot = kept()
    const text = [...timelineLines(snapshot, 200)].join('\n')
    snapshot.close()
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  it('names every gap', () => {
    const message = 'The source holds nothing newer than noon.'
    const snapshot = kept({ gaps: [{ kind: 'not-read-yet', origin: 'source', message }] })
    expect([...timelineLines(snapshot, 140)]).toContain(`  not-read-yet: ${message}`)
    snapshot.close()
  })

  it.each([20, 40, 60, 79, 80, 99, 100, 120, 200])('is never wider than %i', (width) => {
    const snapshot = kept({
      gaps: [
        { kind: 'rejects', origin: 'source', message: `${'x'.repeat(300)} ${'word '.repeat(40)}` },
      ],
    })
    for (const line of timelineLines(snapshot, width))
      expect(cells(line)).toBeLessThanOrEqual(width)
    snapshot.close()
  })

  it('fits any text into its cells', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 60 }), (text, width) => {
        expect(cells(cut(text, width))).toBeLessThanOrEqual(width * 4)
        expect(cut(text, width)).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        expect(cell('abc', width).length).toBe(width)
        expect(wrap(text, Math.max(12, width)).join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }),
    )
    expect(cut('日本語テキスト', 7)).toBe('日本語…')
    expect(cell('日本', 6)).toBe('日本  ')
  })
})

describe('a table in the terminal', () => {
  it('cuts a value that would push the other columns out of sight', () => {
    const lines = textTable(
      ['name', 'events'],
      [
        ['x'.repeat(9_000), '1'],
        ['\u202e日本', '22'],
      ],
      [1],
    )
    expect(lines.map(cells)).toEqual([68, 68, 68, 66])
    expect(lines[2]).toMatch(/^x{59}…  {6}1$/)
    expect(lines[3]).toMatch(/^<U\+202E>日本 +22$/)
  })
})
