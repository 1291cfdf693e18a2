import type { LogEvent, Micros } from '#queries/event.ts'
import type { ContextEvent, Episode, Link } from './correlate/types.ts'

interface EpisodeInput {
  readonly hits: readonly LogEvent[]
  readonly hitLinks: ReadonlyMap<string, readonly Link[]>
  readonly context: readonly ContextEvent[]
}

/**
 * Joins hits and context that hang together by exact or strong links, paths among them (DESIGN §2, §6).
 * Context with only medium or weak links goes with the hit of its best link and joins nothing.
 * Episodes stand in the order of their first hit.
 */
export const findEpisodes = ({ hits, hitLinks, context }: EpisodeInput): readonly Episode[] => {
  const sets = new DisjointSets()
  for (const hit of hits) sets.add(hit.id)
  for (const [id, links] of hitLinks)
    for (const link of links) if (joins(link)) sets.join(id, link.hit)
  for (const { event, links } of context)
    for (const link of links) if (joins(link)) sets.join(event.id, link.hit)
  const episodes = new Map<string, { hits: LogEvent[]; context: LogEvent[] }>()
  for (const hit of hits.toSorted(inTime)) {
    const root = sets.find(hit.id)
    const episode = episodes.get(root)
    if (episode) episode.hits.push(hit)
    else episodes.set(root, { hits: [hit], context: [] })
  }
  for (const { event, links } of context) {
    const best = links[0]
    if (best) episodes.get(sets.find(best.hit))?.context.push(event)
  }
  return [...episodes.values()].map(toEpisode)
}

const joins = (link: Link): boolean => link.grade === 'exact' || link.grade === 'strong'

const inTime = (a: LogEvent, b: LogEvent): number =>
  a.time.best - b.time.best || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

const toEpisode = (members: { hits: LogEvent[]; context: LogEvent[] }): Episode => {
  const context = members.context.toSorted(inTime)
  const all = [...members.hits, ...context]
  const times = all.map((event): Micros => event.time.best)
  return {
    // Named after its first hit: the same in every run that finds it.
    id: members.hits[0]?.id ?? '',
    first: times.reduce((a, b) => Math.min(a, b), Infinity),
    last: times.reduce((a, b) => Math.max(a, b), -Infinity),
    hits: members.hits.map((event) => event.id),
    context: context.map((event) => event.id),
    assets: distinct(all.map((event) => event.asset)),
    identities: distinct(
      members.hits.flatMap((event) =>
        event.identities.flatMap((m) =>
          m.name ? [m.domain ? `${m.domain}\\${m.name}` : m.name] : [],
        ),
      ),
    ),
  }
}

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)]

class DisjointSets {
  readonly #parent = new Map<string, string>()

  add(id: string): void {
    if (!this.#parent.has(id)) this.#parent.set(id, id)
  }

  find(id: string): string {
    let root = id
    for (
      let up = this.#parent.get(root);
      up !== undefined && up !== root;
      up = this.#parent.get(root)
    )
      root = up
    for (let here = id; here !== root;) {
      const next = this.#parent.get(here) ?? root
      this.#parent.set(here, root)
      here = next
    }
    return root
  }

  join(a: string, b: string): void {
    this.add(a)
    this.add(b)
    this.#parent.set(this.find(a), this.find(b))
  }
}
