import type { OpenedFold } from '#views/models/events.ts'
import type { TimelineView } from '#views/models/hunt.ts'
import { zoneLabel } from '#views/format-time.ts'
import { bannerOf } from './banner.ts'
import { coverageMatrix } from './coverage-matrix.ts'
import { drawLanes } from './draw.ts'
import { drawOverview } from './overview.ts'
import { episodeStrip } from './episode-strip.ts'
import { filterBar } from './filter-bar.ts'
import type { Frame } from './frame.ts'
import { keyHints, keyLinks } from './key-links.ts'
import { eventPanel } from './panel.ts'
import { spanText } from './state.ts'
import { eventTable } from './table.ts'

export interface TimelineInput {
  readonly frame: Frame
  readonly opened: ReadonlyMap<number, OpenedFold>
  /** Where the guided steps take an event's values. */
  readonly capture: (event: string) => string
}

/** Stands in an address where the drag puts its span. */
const spanPlace = 'SPAN'

/** The whole Timeline tab of one address. */
export const timelineView = ({ frame, opened, capture }: TimelineInput): TimelineView => {
  const { snapshot, state, zone, address } = frame
  const selected = state.event === null ? undefined : snapshot.eventById(state.event)
  const table = frame.focus === null ? null : eventTable(frame, opened)
  return {
    banner: bannerOf({
      snapshot,
      zone,
      decidedUntil: frame.focus === null ? null : frame.reach.to,
      coverageHref: address.tab('coverage'),
    }),
    episodes: episodeStrip(frame),
    filter: filterBar(frame),
    overview: drawOverview(frame),
    lanes: drawLanes(frame),
    table,
    panel: selected
      ? eventPanel({
          frame,
          event: selected,
          isOwnPage: false,
          captureHref: capture(selected.id),
        })
      : null,
    matrix: frame.focus === null ? coverageMatrix(snapshot, zone) : null,
    zone: zoneLabel(zone, frame.zero),
    coverageHref: address.tab('coverage'),
    dragTo: dragAddress(frame),
    keys: keyHints,
    steps: keyLinks(frame),
    announcement: table?.heading ?? 'no hit',
  }
}

/** The address of a dragged span, with a place to put it: script writes two times there and nothing else. */
const dragAddress = (frame: Frame): string => {
  const { from, to } = frame.meta.scope.window
  const span = { kind: 'range', from, to } as const
  return frame.address
    .to({ span, scale: 'clock', after: null })
    .replace(spanText(span) ?? '', spanPlace)
}
