import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Connector, FoundEvent } from '#connectors/contract.ts'
import { linkPaths } from '#queries/links/paths.ts'
import { linkRules } from '#queries/links/rules.ts'
import { ruleWindows } from '#queries/links/windows.ts'
import { correlate } from '#src/hunts/correlate/correlate.ts'
import { coded, named, never, tell, wholeScope } from '#tests/support/correlate-documents.ts'
import {
  type Account,
  at,
  connection,
  guid,
  logon,
  minute,
  processStart,
  registrySet,
  second,
  security,
} from '#tests/support/documents.ts'
import { memoryConnector } from '#tests/support/memory-connector.ts'
import { eventsOf } from '#tests/support/reference.ts'

const ada: Account = { user: 'ada', domain: 'CORP', sid: 'S-1-5-21-10-20-30-1101' }

const start = (n: number, parent: number, time: number, host = 'ALPHA'): string =>
  processStart({
    host,
    time,
    n,
    parent,
    pid: 2000 + n * 4,
    image: `C:\\Tools\\p${n}.exe`,
    command: `p${n}.exe`,
    user: ada,
  })

/** The same little story so many times: a logon, a tool, its connection and its child. */
const stories = (times: number): readonly string[] =>
  Array.from({ length: times }, (_, i) => {
    const time = at(i * minute)
    const port = 40_000 + i
    return [
      logon('ALPHA', time, ada, `0x${(0x50000 + i).toString(16)}`, { IpPort: String(port) }),
      processStart({
        host: 'ALPHA',
        time: time + second,
        n: 1000 + i,
        pid: 3000 + i * 4,
        image: 'C:\\Tools\\tool.exe',
        command: 'tool.exe',
        user: ada,
        logonId: `0x${(0x50000 + i).toString(16)}`,
      }),
      connection(
        'ALPHA',
        time + 2 * second,
        1000 + i,
        3000 + i * 4,
        ada,
        `10.20.0.5#${port}`,
        '10.20.0.6#445',
      ),
      start(5000 + i, 1000 + i, time + 3 * second),
    ]
  }).flat()

describe('the number of queries', () => {
  const asked = (hits: number) =>
    tell({ documents: stories(hits), hits: named('1', 'tool.exe'), assets: ['ALPHA'] })

  it('does not depend on the number of hits', async () => {
    const [one, ten, many] = await Promise.all([asked(1), asked(10), asked(200)])
    expect(ten.answer.queries).toBe(one.answer.queries)
    expect(many.answer.queries).toBe(one.answer.queries)
    expect(one.answer.queries).toBeLessThanOrEqual(linkRules.length + linkPaths.length)
  })

  it('is what the source was sent', async () => {
    const events = eventsOf(stories(3))
    const connector = memoryConnector(events)
    const { answer } = await tell({
      documents: stories(3),
      hits: named('1', 'tool.exe'),
      assets: ['ALPHA'],
      change: { connector },
    })
    expect(connector.queries.sent).toBe(answer.queries)
  })
})

describe('what is kept', () => {
  it('links an event that very many hits share to the nearest of them', async () => {
    const documents = [
      start(5, 1, at(0)),
      ...Array.from({ length: 400 }, (_, i) =>
        registrySet('ALPHA', at((i + 1) * second), 5, 2020, `HKLM\\Software\\V${i}`),
      ),
    ]
    const { linksOf } = await tell({
      documents,
      hits: (event) =>
        event.code === '13' && event.fields['registry.path'] !== 'HKLM\\Software\\V0',
      assets: ['ALPHA'],
    })
    const creation = linksOf(coded('1'))
    const own = linksOf((e) => e.fields['registry.path'] === 'HKLM\\Software\\V0')
    expect(new Set(own.map((link) => link.hit)).size).toBeLessThanOrEqual(32)
    expect(new Set(creation.map((link) => link.hit)).size).toBeGreaterThan(0)
  })

  it('is the best of what is linked when there is too much, and says how much there was', async () => {
    const documents = [
      start(5, 1, at(0)),
      ...Array.from({ length: 30 }, (_, i) =>
        registrySet('ALPHA', at((i + 1) * second), 5, 2020, `HKLM\\Software\\V${i}`),
      ),
      start(6, 5, at(2 * second)),
    ]
    const { answer } = await tell({
      documents,
      hits: named('1', 'p5.exe'),
      assets: ['ALPHA'],
      change: { maxContext: 4 },
    })
    expect(answer.context.length).toBe(4)
    // Rare kinds first: the one child before thirty values.
    expect(answer.context[0]?.event.code).toBe('1')
    expect(answer.gaps.map((gap) => gap.message)).toEqual([
      '31 events are linked; the 4 of the best grade and rarest kind are kept.',
    ])
  })

  it('is nothing where nothing was found, without a query', async () => {
    const { answer } = await tell({
      documents: stories(1),
      hits: () => false,
      assets: ['ALPHA'],
    })
    expect(answer).toMatchObject({ context: [], episodes: [], queries: 0 })
  })

  it('shows how the identity of each event is known', async () => {
    const { answer } = await tell({
      documents: [
        start(5, 1, at(0)),
        registrySet('ALPHA', at(second), 5, 2020, 'HKLM\\Software\\A'),
      ],
      hits: named('1', 'p5.exe'),
      assets: ['ALPHA'],
    })
    expect(answer.context.map((row) => row.identity)).toEqual(['owner'])
  })
})

describe('a source that misbehaves', () => {
  const documents = stories(1)
  const correlateWith = async (link: Connector['link'], signal = never) => {
    const events = eventsOf(documents)
    const hits = events
      .filter(named('1', 'tool.exe'))
      .map((event): FoundEvent => ({ event, identity: 'named' }))
    return correlate({
      connector: { ...memoryConnector(events), link },
      query: await wholeScope({ field: 'host.name', op: 'exists' }, ['ALPHA']),
      hits,
      windows: ruleWindows(),
      maxContext: 100,
      signal,
    })
  }

  it('fails loudly when a row is of another asset than was asked for', async () => {
    const [stranger] = eventsOf([start(5, 1, at(second), 'BRAVO')])
    if (!stranger) throw new Error('no stranger')
    const answer = correlateWith(async function* (query) {
      yield {
        gaps: [],
        keys: query.targets.map((target) => ({ target, fanOut: 1, key: null, events: [stranger] })),
      }
    })
    await expect(answer).rejects.toMatchObject({ code: 'internal' })
  })

  it('fails loudly when a row lies outside the window', async () => {
    const [late] = eventsOf([start(5, 1, at(9_000 * minute))])
    if (!late) throw new Error('no event')
    const answer = correlateWith(async function* (query) {
      yield {
        gaps: [],
        keys: query.targets.map((target) => ({ target, fanOut: 1, key: null, events: [late] })),
      }
    })
    await expect(answer).rejects.toMatchObject({ code: 'internal' })
  })

  it('passes its gaps on, each once', async () => {
    const gap = { kind: 'timed-out', origin: 'source', message: 'One slice timed out.' } as const
    const answer = await correlateWith(async function* () {
      yield { gaps: [gap], keys: [] }
    })
    expect(answer.gaps).toEqual([gap])
  })

  it('is left alone once the hunt is cancelled', async () => {
    const stop = new AbortController()
    let calls = 0
    const answer = correlateWith(async function* () {
      calls += 1
      stop.abort()
      yield { gaps: [], keys: [] }
    }, stop.signal)
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    expect(calls).toBe(1)
  })
})

describe('any log', () => {
  const small = fc.integer({ min: 1, max: 9 })
  const time = fc.integer({ min: 0, max: 60 }).map((s) => at(s * second))
  const host = fc.constantFrom('ALPHA', 'BRAVO')
  const document = fc.oneof(
    fc.tuple(small, small, time, host).map(([n, parent, t, h]) => start(n, parent, t, h)),
    fc
      .tuple(small, time, host)
      .map(([n, t, h]) => registrySet(h, t, n, 2000 + n * 4, `HKLM\\Software\\V${n}`)),
    fc
      .tuple(small, small, time, host)
      .map(([n, to, t, h]) =>
        connection(h, t, n, 2000 + n * 4, ada, `10.20.0.${n}#4000${n}`, `10.20.0.${to}#445`),
      ),
    fc
      .tuple(small, time, host)
      .map(([n, t, h]) =>
        logon(h, t, ada, `0x5000${n}`, { IpAddress: `10.20.0.${n}`, IpPort: `4000${n}` }),
      ),
    fc.tuple(small, small, time, host).map(([n, to, t, h]) =>
      security(4688, h, t, {
        NewProcessId: `0x${(2000 + n * 4).toString(16)}`,
        NewProcessName: `C:\\Tools\\p${n}.exe`,
        ProcessId: `0x${(2000 + to * 4).toString(16)}`,
        SubjectLogonId: '0x3e7',
        TargetLogonId: `0x5000${n}`,
      }),
    ),
  )

  it('gives links that begin at their hit, end at their event, and keep every step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 40 }), async (documents) => {
        const { answer, events } = await tell({
          documents,
          hits: (event) => event.fields['process.entity_id'] === guid(3) || event.code === '4624',
          assets: ['ALPHA'],
        })
        const ids = new Set(events.map((event) => event.id))
        const hits = new Set(answer.episodes.flatMap((episode) => episode.hits))
        for (const row of answer.context) {
          expect(hits.has(row.event.id)).toBe(false)
          expect(row.links.length).toBeGreaterThan(0)
          for (const link of row.links) {
            expect(hits.has(link.hit)).toBe(true)
            expect(link.path[0]?.from).toBe(link.hit)
            expect(link.path.at(-1)?.to).toBe(row.event.id)
            link.path.slice(1).forEach((step, i) => expect(step.from).toBe(link.path[i]?.to))
            expect(link.path.every((step) => step.to !== null && ids.has(step.to))).toBe(true)
            expect(Object.keys(link.key).length).toBeGreaterThan(0)
          }
        }
        const placed = answer.episodes.flatMap((episode) => [...episode.hits, ...episode.context])
        expect(new Set(placed).size).toBe(placed.length)
        expect(placed.length).toBe(hits.size + answer.context.length)
      }),
      { numRuns: 60 },
    )
  })
})
