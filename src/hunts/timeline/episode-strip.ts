import type { Micros } from '#queries/event.ts'
import { formatNumber, plural } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'
import type { EpisodeCard, EpisodeStripView } from '#views/models/hunt.ts'
import type { KeptEpisode } from '../snapshot/parse-rows.ts'
import { assetLabels } from './asset-labels.ts'
import type { Frame } from './frame.ts'

/** Cards on the page at most; the Hits tab has all. */
const maxCards = 9
/** Of them, at most this many are kept for episodes that reach over several assets, wherever they stand. */
const maxReaching = 4

const userOf = (account: string | undefined): string => account?.split('\\').at(-1) ?? ''

/** One card an episode, in the order of their first hits; nothing where the run has a single one. */
export const episodeStrip = (frame: Frame): EpisodeStripView => {
  const { episodes, episode, address } = frame
  if (episodes.length < 2) return { cards: [], all: null, more: null }
  const label = assetLabels(frame)
  const firstHits = hitTimes(frame)
  const days = new Set([...firstHits.values()].map((ts) => formatTime(ts, 'day', frame.zone)))
  const current = episode === null ? 0 : episodes.findIndex((one) => one.n === episode.n)
  const shown = shownOf(episodes, current)
  const reset = { hit: null, centre: null, event: null, after: null, open: null } as const
  const card = (one: KeptEpisode): EpisodeCard => ({
    n: one.n,
    asset: one.assets.length === 0 ? 'no asset' : named(one.assets.map(label)),
    identity: userOf(one.identities[0]),
    first: firstHits.get(one.n) ?? one.first,
    words: `${plural(one.hits, 'hit')} · ${formatNumber(one.context)} linked`,
    title: `${one.title}; first hit ${formatTime(firstHits.get(one.n) ?? one.first, 'full', frame.zone)}`,
    href: address.to({ ...reset, episode: one.n, span: { kind: 'auto' } }),
    isCurrent: one.n === episode?.n,
    withDay: days.size > 1,
  })
  const hits = episodes.reduce((sum, one) => sum + one.hits, 0)
  return {
    cards: shown.map(card),
    all: {
      href: address.to({ ...reset, episode: 0, span: { kind: 'auto' } }),
      isCurrent: episode === null,
      words: `${plural(episodes.length, 'episode')} · ${plural(hits, 'hit')}`,
    },
    more:
      shown.length < episodes.length
        ? {
            href: address.tab('hits'),
            words: `${formatNumber(episodes.length - shown.length)} more`,
          }
        : null,
  }
}

/**
 * Those around the current one, and those that reach over several assets: what crosses from one asset to
 * another is not to be missed for standing late in the day.
 */
const shownOf = (episodes: readonly KeptEpisode[], current: number): readonly KeptEpisode[] => {
  const around = (size: number): readonly KeptEpisode[] => {
    const first = Math.max(0, Math.min(current - 2, episodes.length - size))
    return episodes.slice(first, first + size)
  }
  const reaching = episodes.filter((one) => one.assets.length > 1).slice(0, maxReaching)
  const near = new Set(around(maxCards - maxReaching))
  const chosen = new Set([...near, ...reaching])
  for (const one of around(maxCards)) if (chosen.size < maxCards) chosen.add(one)
  return episodes.filter((one) => chosen.has(one))
}

/** When each episode's first hit was. */
const hitTimes = (frame: Frame): ReadonlyMap<number, Micros> =>
  new Map(
    frame.snapshot.db
      .prepare<[], { n: number; ts: Micros }>(
        `SELECT episode AS n, min(ts) AS ts FROM event
         WHERE is_hit = 1 AND episode IS NOT NULL GROUP BY episode`,
      )
      .all()
      .map(({ n, ts }) => [n, ts]),
  )

const named = (assets: readonly string[]): string =>
  assets.length === 1 ? (assets[0] ?? '') : `${assets[0] ?? ''} +${assets.length - 1}`
