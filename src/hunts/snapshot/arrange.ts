import type { FoundEvent, IdentityStanding } from '#connectors/contract.ts'
import { AppError } from '#queries/errors.ts'
import { type LogEvent, textOf } from '#queries/event.ts'
import type { Correlation, Episode, Link } from '../correlate/types.ts'

/** One event as it will stand in the snapshot. */
export interface KeptEvent {
  /** 1-based, in order of best time, then id. */
  readonly row: number
  readonly event: LogEvent
  /** Hits are numbered from 1 in time order; null for context. */
  readonly hitNumber: number | null
  readonly episode: number | null
  readonly identity: IdentityStanding
  readonly extension: boolean
  readonly lookup: boolean
  readonly rank: number
  /** Number of the process it is drawn on. */
  readonly process: number | null
  readonly links: readonly Link[]
}

/** A run's events in their order, with the numbers by which the tables refer to one another. */
export interface Arranged {
  readonly events: readonly KeptEvent[]
  find(id: string): KeptEvent | undefined
  /** Throws `internal` for an event the run did not keep: a link that leads nowhere is our bug. */
  rowOf(id: string): number
  episodeNumber(id: string): number
  episodeTitle(episode: Episode): string
}

export const arrange = (hits: readonly FoundEvent[], correlation: Correlation): Arranged => {
  const timeOf = new Map(hits.map((hit) => [hit.event.id, hit.event.time.best]))
  const firstHit = (episode: Episode): number =>
    Math.min(...episode.hits.map((id) => timeOf.get(id) ?? episode.first))
  const episodes = new Map(
    correlation.episodes
      .toSorted((a, b) => firstHit(a) - firstHit(b) || (a.id < b.id ? -1 : 1))
      .map((episode, i) => [episode.id, i + 1]),
  )
  const episodeOf = new Map(
    correlation.episodes.flatMap((episode) =>
      [...episode.hits, ...episode.context].map((id) => [id, episodes.get(episode.id) ?? 0]),
    ),
  )
  const processOf = new Map<string, number>()
  correlation.processes.forEach((node, i) => {
    for (const id of node.events) if (!processOf.has(id)) processOf.set(id, i + 1)
  })

  const hitIds = new Set(hits.map((hit) => hit.event.id))
  const all = [
    ...hits.map((hit) => ({
      ...hit,
      extension: false,
      lookup: false,
      rank: 0,
      links: correlation.hitLinks.get(hit.event.id) ?? [],
    })),
    ...correlation.context.filter((kept) => !hitIds.has(kept.event.id)),
  ].toSorted((a, b) => a.event.time.best - b.event.time.best || (a.event.id < b.event.id ? -1 : 1))

  let hitNumber = 0
  const events = all.map((kept, i): KeptEvent => {
    const isHit = hitIds.has(kept.event.id)
    if (isHit) hitNumber += 1
    return {
      row: i + 1,
      event: kept.event,
      hitNumber: isHit ? hitNumber : null,
      episode: episodeOf.get(kept.event.id) ?? null,
      identity: kept.identity,
      extension: kept.extension,
      lookup: kept.lookup,
      rank: kept.rank,
      process: processOf.get(kept.event.id) ?? null,
      links: kept.links,
    }
  })
  const byId = new Map(events.map((kept) => [kept.event.id, kept]))

  return {
    events,
    find: (id) => byId.get(id),
    rowOf(id) {
      const kept = byId.get(id)
      if (kept) return kept.row
      throw new AppError('internal', `A link names event ${id}, which this run did not keep.`)
    },
    episodeNumber: (id) => episodes.get(id) ?? 0,
    episodeTitle: (episode) => titleOf(byId.get(episode.hits[0] ?? '')?.event, episode),
  }
}

const titleOf = (first: LogEvent | undefined, episode: Episode): string => {
  const what = first ? (textOf(first.fields, 'process.name') ?? `event ${first.code}`) : 'Episode'
  return `${what} on ${episode.assets.join(', ')}`
}
