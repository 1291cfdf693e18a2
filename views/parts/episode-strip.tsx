import type { EpisodeStripView, KeyLinks } from '../models/hunt.ts'
import { plainText } from '../safe-text.ts'
import { PlainText } from './evidence.tsx'
import { TimeStamp } from './time-stamp.tsx'

/** One card an episode: number, asset, identity, first hit, hits and linked events. */
export const EpisodeStrip = ({ view, steps }: { view: EpisodeStripView; steps: KeyLinks }) => {
  if (view.cards.length === 0) return null
  const keyOf = (href: string) =>
    href === steps.nextEpisode
      ? { 'data-key': ']' }
      : href === steps.previousEpisode
        ? { 'data-key': '[' }
        : {}
  return (
    <ol class="episode-strip" aria-label="Episodes">
      {view.cards.map((card) => (
        <li>
          <a
            href={card.href}
            title={plainText(card.title)}
            {...keyOf(card.href)}
            {...(card.isCurrent ? { 'aria-current': 'true' as const } : {})}
          >
            <span class="ep-n">{card.n}</span>
            <span class="ep-a">
              <PlainText text={card.asset} />
            </span>
            <span class="ep-t">
              <TimeStamp time={card.first} style={card.withDay ? 'day-clock' : 'clock'} />
            </span>
            <span class="ep-c">{card.words}</span>
            <span class="ep-s">
              <PlainText text={card.identity} />
            </span>
          </a>
        </li>
      ))}
      {view.all === null ? null : (
        <li>
          <a
            href={view.all.href}
            {...(view.all.isCurrent ? { 'aria-current': 'true' as const } : {})}
          >
            <span class="ep-n">∑</span>
            <span class="ep-a">All together</span>
            <span class="ep-c">{view.all.words}</span>
          </a>
        </li>
      )}
      {view.more === null ? null : (
        <li>
          <a href={view.more.href}>
            <span class="ep-n">…</span>
            <span class="ep-a">{view.more.words}</span>
            <span class="ep-c">listed under Hits</span>
          </a>
        </li>
      )}
    </ol>
  )
}
