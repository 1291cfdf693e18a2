import type { Micros } from '#queries/event.ts'
import type { KeyHint, KeyLinks } from '#views/models/hunt.ts'
import type { Frame } from './frame.ts'
import type { Span, StateChange } from './state.ts'

/** Closer than this a look shows nothing new. */
const closest = 20_000

const ladder = [3_600_000_000, 600_000_000, 60_000_000, 10_000_000, 1_000_000] as const

const range = (from: Micros, to: Micros): Span => ({
  kind: 'range',
  from: Math.floor(from),
  to: Math.ceil(to),
})

/** Steps of zoom and pan from what is shown now; each stands on the page as a link, and a key follows it. */
export const keyLinks = (frame: Frame): KeyLinks => {
  const { scale, state, address, reach, hits, episodes, episode, focus } = frame
  const to = (change: StateChange, anchor?: string): string =>
    address.to({ after: null, ...change }, anchor)
  const width = scale.to - scale.from
  const middle = (scale.from + scale.to) / 2
  const selected = state.event === null ? undefined : frame.snapshot.eventById(state.event)
  const place = hits.findIndex((hit) => hit.row === focus?.row)
  const hitLink = (i: number): string | null => {
    const hit = i < 0 ? undefined : hits[i]
    return hit === undefined
      ? null
      : to({ hit: hit.hit_n, event: hit.id, centre: null }, `e${hit.row}`)
  }
  const index = episode === null ? -1 : episodes.findIndex((one) => one.n === episode.n)
  const episodeLink = (i: number): string | null => {
    const one = episodes[i]
    return one === undefined || i < 0
      ? null
      : to({ episode: one.n, hit: null, centre: null, event: null, span: { kind: 'auto' } })
  }
  return {
    whole: to({ span: { kind: 'all' } }),
    zoomIn: zoomIn(frame, to, width, middle),
    zoomOut: zoomOut(frame, to, width, middle),
    zoomTo:
      selected === undefined
        ? null
        : to({ span: around(frame.zero, selected.ts), scale: 'clock' }, `e${selected.row}`),
    left:
      scale.from <= reach.from
        ? null
        : to({ span: range(scale.from - width / 2, scale.to - width / 2) }),
    right:
      scale.to >= reach.to
        ? null
        : to({ span: range(scale.from + width / 2, scale.to + width / 2) }),
    scale: to({ scale: state.scale === 'log' ? 'clock' : 'log' }),
    nextHit: hitLink(place + 1),
    previousHit: hitLink(place - 1),
    nextEpisode: episodeLink(index + 1),
    previousEpisode: index < 1 ? null : episodeLink(index - 1),
  }
}

type To = (change: StateChange) => string

const zoomIn = (frame: Frame, to: To, width: Micros, middle: Micros): string | null => {
  const { state, zero } = frame
  if (state.span.kind === 'range') {
    return width <= closest ? null : to({ span: range(middle - width / 4, middle + width / 4) })
  }
  const half = state.span.kind === 'around' ? state.span.us : width / 2
  const next = ladder.find((us) => us < half)
  if (next === undefined) return null
  return to({ span: zoomSpan(next, zero) })
}

const zoomOut = (frame: Frame, to: To, width: Micros, middle: Micros): string | null => {
  const { state, zero, reach } = frame
  if (frame.isWhole) return null
  if (state.span.kind !== 'around') {
    return width * 2 >= reach.to - reach.from
      ? to({ span: { kind: 'all' } })
      : to({ span: range(middle - width, middle + width) })
  }
  const { us } = state.span
  const next = ladder.findLast((one) => one > us)
  return to({ span: next === undefined ? { kind: 'all' } : zoomSpan(next, zero) })
}

const names: Readonly<Record<number, string>> = {
  3_600_000_000: '1h',
  600_000_000: '10m',
  60_000_000: '1m',
}

const zoomSpan = (us: Micros, zero: Micros): Span => {
  const name = names[us]
  return name === undefined ? range(zero - us, zero + us) : { kind: 'around', us, name }
}

/** The selected event and t = 0, with air on both sides. */
const around = (zero: Micros, ts: Micros): Span => {
  const margin = Math.max(1_000_000, Math.abs(ts - zero) / 4)
  return range(Math.min(zero, ts) - margin, Math.max(zero, ts) + margin)
}

/** The keys of the hunt page, in the order they are listed. */
export const keyHints: readonly KeyHint[] = [
  { keys: ['j', 'k'], words: 'next, previous event' },
  { keys: ['J', 'K'], words: 'next, previous hit' },
  { keys: ['Enter'], words: 'open' },
  { keys: ['Esc'], words: 'close' },
  { keys: ['z'], words: 'zoom to selection' },
  { keys: ['0'], words: 'whole window' },
  { keys: ['+', '-'], words: 'zoom' },
  { keys: [',', '.'], words: 'pan' },
  { keys: ['l'], words: 'log or clock scale' },
  { keys: ['t'], words: 'tabs of the event' },
  { keys: ['o'], words: 'open fold' },
  { keys: ['f'], words: 'filters' },
  { keys: ['[', ']'], words: 'previous, next episode' },
  { keys: ['/'], words: 'find a technique' },
  { keys: ['g h'], words: 'home' },
  { keys: ['g s'], words: 'sources' },
]
