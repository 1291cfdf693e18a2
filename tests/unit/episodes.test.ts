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
    const found = findEpisodes({ hits: [third, first, second_], hitLinks: new Map(), context: [] })
    expect(found.map((episode) => episode.hits)).toEqual([[first.id], [second_.id], [third.id]])
  })

  it('join hits that share an event by exact or strong links, on any asset', () => {
    const shared = context(event(4), link(first, 'exact'), link(third, 'strong'))
    const found = findEpisodes({ hits, hitLinks: new Map(), context: [shared] })
    expect(found.map((episode) => episode.hits)).toEqual([[first.id, third.id], [second_.id]])
    expect(found[0]?.assets).toEqual(['alpha', 'bravo'])
  })

  it('join hits that are linked to each other', () => {
    const hitLinks = new Map([[second_.id, [link(first, 'strong')]]])
    const found = findEpisodes({ hits, hitLinks, context: [] })
    expect(found.map((episode) => episode.hits.length)).toEqual([2, 1])
  })

  it('are not joined by medium or weak links; such an event goes with its best hit', () => {
    const shared = context(event(4), link(second_, 'medium'), link(first, 'weak'))
    const found = findEpisodes({ hits, hitLinks: new Map(), context: [shared] })
    expect(found.length).toBe(3)
    expect(found[1]?.context).toEqual([event(4).id])
  })

  it('are named after their first hit and reach from their first to their last event', () => {
    const shared = context(event(5), link(first, 'exact'))
    const [found] = findEpisodes({ hits: [first], hitLinks: new Map(), context: [shared] })
    expect(found).toMatchObject({ id: first.id, first: at(0), last: at(5 * second) })
  })
})
