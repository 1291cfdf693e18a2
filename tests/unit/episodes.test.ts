import { describe, expect, it } from 'vitest'
import type { LogEvent } from '#queries/event.ts'
import type { Grade } from '#queries/links/rule.ts'
import type { ContextEvent, Link } from '#src/hunts/correlate/types.ts'
import { findEpisodes } from '#src/hunts/episodes.ts'
import { at, registrySet, second } from '#tests/support/documents.ts'
import { eventsOf } from '#tests/support/reference.ts'

const events = eventsOf(
  Array.from({ length: 6 }, (_, i) =>
    registrySet(i < 4 ? 'ALPHA' : 'BRAVO', at(i * second), 5, 2020, `HKLM\\Software\\V${i}`),
  ),
)
const event = (n: number): LogEvent => {
  const found = events[n]
  if (!found) throw new Error(`no event ${n}`)
  return found
}

const link = (hit: LogEvent, grade: Grade): Link => ({
  hit: hit.id,
  rule: 'process',
  key: {},
  path: [],
  grade,
  direction: 'after',
  whyOrder: '',
  fanOut: 1,
  limit: 50,
  beforeUs: 0,
  afterUs: 0,
  lookup: false,
})
const context = (of: LogEvent, ...links: readonly Link[]): ContextEvent => ({
  event: of,
  identity: 'undetermined',
  extension: false,
  lookup: false,
  links,
  rank: 0,
})

const [first, second_, third] = [event(0), event(1), event(2)]
const hits = [first, second_, third]

describe('episodes', () => {
  it('are one a hit where nothing joins them, in time order', () => {
    const found = findEpisodes({
      hits: [third, first, second_],
      hitLinks: new Map(),
      context: [],
      folded: [],
    })
    expect(found.map((episode) => episode.hits)).toEqual([[first.id], [second_.id], [third.id]])
  })

  it('join hits that share an event by exact or strong links, on any asset', () => {
    const shared = context(event(4), link(first, 'exact'), link(third, 'strong'))
    const found = findEpisodes({ hits, hitLinks: new Map(), context: [shared], folded: [] })
    expect(found.map((episode) => episode.hits)).toEqual([[first.id, third.id], [second_.id]])
    expect(found[0]?.assets).toEqual(['alpha', 'bravo'])
  })

  it('join hits that are linked to each other', () => {
    const hitLinks = new Map([[second_.id, [link(first, 'strong')]]])
    const found = findEpisodes({ hits, hitLinks, context: [], folded: [] })
    expect(found.map((episode) => episode.hits.length)).toEqual([2, 1])
  })

  it('are not joined by medium or weak links; such an event goes with its best hit', () => {
    const shared = context(event(4), link(second_, 'medium'), link(first, 'weak'))
    const found = findEpisodes({ hits, hitLinks: new Map(), context: [shared], folded: [] })
    expect(found.length).toBe(3)
    expect(found[1]?.context).toEqual([event(4).id])
  })

  it('are not joined by a session as busy as a desktop, by its start or by what it folds', () => {
    const busy = { ...link(first, 'strong'), rule: 'session', key: { id: '0x5' }, fanOut: 51 }
    const other = { ...busy, hit: third.id }
    const started = { ...other, rule: 'session-start', fanOut: 1 }
    const rows = [
      context(event(3), busy, other),
      context(event(4), { ...busy, rule: 'session-start', fanOut: 1 }, started),
    ]
    const found = findEpisodes({ hits, hitLinks: new Map(), context: rows, folded: [] })
    expect(found.length).toBe(3)
    const quiet = rows.map((row) => ({
      ...row,
      links: row.links.map((l) => ({ ...l, fanOut: 9 })),
    }))
    expect(findEpisodes({ hits, hitLinks: new Map(), context: quiet, folded: [] }).length).toBe(2)
  })

  it('are not joined by an ancestor that starts whatever it is asked to', () => {
    const shell = (name: string): LogEvent => ({
      ...event(4),
      fields: { 'process.name': name, 'process.executable': `C:\\Windows\\${name}` },
    })
    const shared = (of: LogEvent) =>
      context(
        of,
        { ...link(first, 'exact'), rule: 'parent' },
        { ...link(third, 'exact'), rule: 'ancestor' },
      )
    const count = (name: string): number =>
      findEpisodes({ hits, hitLinks: new Map(), context: [shared(shell(name))], folded: [] }).length
    expect(count('explorer.exe')).toBe(3)
    expect(count('cmd.exe')).toBe(2)
  })

  it('are named after their first hit and reach from their first to their last event', () => {
    const shared = context(event(5), link(first, 'exact'))
    const [found] = findEpisodes({
      hits: [first],
      hitLinks: new Map(),
      context: [shared],
      folded: [],
    })
    expect(found).toMatchObject({ id: first.id, first: at(0), last: at(5 * second) })
  })
})
