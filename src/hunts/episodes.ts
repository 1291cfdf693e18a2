import { type LogEvent, type Micros, textOf } from '#queries/event.ts'
import { isLauncher } from '#queries/links/hubs.ts'
import { usualLimit } from '#queries/links/rules.ts'
import type { ContextEvent, Episode, Fold, Link } from './correlate/types.ts'

interface EpisodeInput {
  readonly hits: readonly LogEvent[]
  readonly hitLinks: ReadonlyMap<string, readonly Link[]>
  readonly context: readonly ContextEvent[]
  readonly folded: readonly Fold[]
}

/**
 * Joins hits and context that hang together by exact or strong links, paths among them (DESIGN §2, §6).
 * Two things are no unit of review and join nothing, though their links stand: a session as busy as a
 * desktop, and an ancestor that starts whatever it is asked to. Context with only medium or weak links goes
 * with the hit of its best link. Episodes stand in the order of their first hit.
 */
export const findEpisodes = (input: EpisodeInput): readonly Episode[] => {
  const { hits, hitLinks, context } = input
  const sets = new DisjointSets()
  const busy = busySessions(input)
  const joins = (event: LogEvent, link: Link): boolean =>
    (link.grade === 'exact' || link.grade === 'strong') &&
    !(ofSession.has(link.rule) && isBusy(busy, link)) &&
    !(ofLineage.test(link.rule) && isLauncher(processOf(event)))
  for (const hit of hits) {
    sets.add(hit.id)
    for (const link of hitLinks.get(hit.id) ?? []) if (joins(hit, link)) sets.join(hit.id, link.hit)
  }
  for (const { event, links } of context)
    for (const link of links) if (joins(event, link)) sets.join(event.id, link.hit)
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

/** Rules that say no more than that two events belong to one session. */
const ofSession = new Set(['session', 'session-start', 'session-end', 'session-linked'])
const ofLineage = /^parent(-by-pid)?$|ancestor$/

/** Sessions with more events than a key usually may have, by hit: their ids as the keys show them. */
const busySessions = ({
  hitLinks,
  context,
  folded,
}: EpisodeInput): ReadonlyMap<string, Set<string>> => {
  const busy = new Map<string, Set<string>>()
  const note = (hit: string, key: Link['key']): void => {
    const ids = busy.get(hit) ?? new Set<string>()
    for (const value of Object.values(key)) ids.add(String(value))
    busy.set(hit, ids)
  }
  for (const fold of folded) if (fold.rule === 'session') note(fold.hit, fold.key)
  for (const links of [...hitLinks.values(), ...context.map((row) => row.links)])
    for (const link of links)
      if (link.rule === 'session' && link.fanOut > usualLimit) note(link.hit, link.key)
  return busy
}

const isBusy = (busy: ReadonlyMap<string, Set<string>>, link: Link): boolean => {
  const ids = busy.get(link.hit)
  return ids !== undefined && Object.values(link.key).some((value) => ids.has(String(value)))
}

const processOf = (event: LogEvent): { readonly name: string; readonly executable: string } => ({
  name: textOf(event.fields, 'process.name') ?? '',
  executable: textOf(event.fields, 'process.executable') ?? '',
})

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
