import type { Micros } from '#queries/event.ts'
import { formatDelta, plural } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'
import type { EventMark } from '#views/models/lanes.ts'
import { kindWord } from '#views/parts/glyph.tsx'
import { sentenceParts } from '../snapshot/read.ts'
import type { EventRow } from '../snapshot/row-types.ts'
import type { Frame } from './frame.ts'
import { glyphOf } from './glyph-of.ts'
import type { Spot } from './spot.ts'
import { cut } from './words.ts'

/** The address of a part of the span, on the clock scale: the way into a cluster. */
export const zoomTo = (frame: Frame, from: Micros, to: Micros): string =>
  frame.address.to({
    span: {
      kind: 'range',
      from: Math.floor(from),
      to: Math.max(Math.ceil(to), Math.floor(from) + 1_000),
    },
    scale: 'clock',
    after: null,
  })

/** Below this a closer look tells nothing apart any more. */
const closest = 5_000

/** A spot as its mark: an event leads to itself, a cluster to the span it covers. */
export const markOf = (
  frame: Frame,
  spot: Spot,
  row: EventRow | undefined,
  labels: (asset: string) => string,
): EventMark => {
  const isCluster = spot.count > 1
  const isZoomable = isCluster && spot.to - spot.from >= closest
  const margin = Math.max(1_000, (spot.to - spot.from) / 20)
  const what = row ? plainSentence(row) : ''
  return {
    x: spot.x,
    y: spot.y,
    glyph: row && !isCluster ? glyphOf(row) : spot.kind,
    kind: spot.kind,
    href: isZoomable
      ? zoomTo(frame, spot.from - margin, spot.to + margin)
      : frame.address.to({ event: spot.id, after: null }, `e${spot.row}`),
    title: isCluster
      ? `${plural(spot.count, spot.hit === null ? 'event' : 'hit')}, among them: ${what}`
      : [
          spot.hit === null ? formatDelta(spot.ts - frame.zero) : `hit ${spot.hit}`,
          `${formatTime(spot.ts, 'clock', 'UTC', 3)} UTC`,
          labels(spot.asset),
          kindWord[spot.kind],
          ...(spot.grade === null ? [] : [spot.grade]),
          what,
        ].join(' · '),
    count: spot.count,
    isHit: spot.hit !== null,
    isSelected: spot.isSelected,
  }
}

const plainSentence = (row: EventRow): string =>
  cut(
    sentenceParts(row)
      .map((part) => part.text)
      .join(''),
    160,
  )
