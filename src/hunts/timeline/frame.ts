import type { Micros } from '#queries/event.ts'
import { linkRules } from '#queries/links/rules.ts'
import type { EventRow } from '../snapshot/row-types.ts'
import type { KeptEpisode } from '../snapshot/parse-rows.ts'
import type { SnapshotMeta } from '../snapshot/meta.ts'
import type { Snapshot } from '../snapshot/read.ts'
import { amongRows, and, type Condition, everyRow, inSpan, ofEpisode, ofLegend } from './filter.ts'
import { rowsWithField } from './field-rows.ts'
import { makeScale, type Scale, type ScaleKind } from './scale.ts'
import type { Address, HuntState, Span } from './state.ts'

/** A hit as the drawing needs it. */
export type HitPoint = Pick<
  EventRow,
  'row' | 'id' | 'ts' | 'early' | 'late' | 'asset' | 'process' | 'session' | 'account' | 'kind'
> & { readonly hit_n: number }

/** All that one page looks at: the run, the episode, the hit at t = 0, the span, and what is filtered. */
export interface Frame {
  readonly snapshot: Snapshot
  readonly meta: SnapshotMeta
  readonly state: HuntState
  readonly address: Address
  readonly zone: string
  readonly episodes: readonly KeptEpisode[]
  /** Null shows all episodes together. */
  readonly episode: KeptEpisode | null
  /** Hits of the episode, in time order. */
  readonly hits: readonly HitPoint[]
  /** The hit at t = 0, or the event that was put in the middle; null when the run found nothing. */
  readonly focus: EventRow | null
  readonly zero: Micros
  /** How far the run looked around the hit, and what it found beyond. */
  readonly reach: { readonly from: Micros; readonly to: Micros }
  readonly scale: Scale
  /** The span is all that the run looked at. */
  readonly isWhole: boolean
  /** The span holds everything that was found by a window; lookups stand in the air at its left. */
  readonly holdsAll: boolean
  /** Events of the episode that pass the filters, over the whole of the reach. */
  readonly shown: Condition
  /** The same inside the span. */
  readonly drawn: Condition
  /** Where nothing is decided yet: after the newest event the source had, up to the end of the reach. */
  readonly undecidedFrom: Micros | null
}

const second = 1_000_000

interface Range {
  readonly from: Micros
  readonly to: Micros
}

/** The longest windows of the run's rules: so far was looked around each hit. */
const reachOf = (meta: SnapshotMeta): { beforeUs: Micros; afterUs: Micros } => {
  const lookups = new Set(linkRules.filter((rule) => rule.lookup).map((rule) => rule.id))
  const windows = Object.entries(meta.windows).filter(([id]) => !lookups.has(id))
  return {
    beforeUs: Math.max(second, ...windows.map(([, w]) => w.beforeUs)),
    afterUs: Math.max(second, ...windows.map(([, w]) => w.afterUs)),
  }
}

const hitsOf = (snapshot: Snapshot, within: Condition): readonly HitPoint[] =>
  snapshot.db
    .prepare<(string | number)[], HitPoint>(
      `SELECT row, id, ts, early, late, asset, process, session, account, kind, hit_n FROM event
       WHERE is_hit = 1 AND ${within.sql} ORDER BY row LIMIT 10000`,
    )
    .all(...within.params)

/** The earliest and latest event that was found by its window, lookups apart. */
const foundRange = (snapshot: Snapshot, within: Condition): Range | null => {
  const row = snapshot.db
    .prepare<(string | number)[], { from: Micros | null; to: Micros | null }>(
      `SELECT min(ts) AS "from", max(ts) AS "to" FROM event WHERE lookup = 0 AND ${within.sql}`,
    )
    .get(...within.params)
  return row && row.from !== null && row.to !== null ? { from: row.from, to: row.to } : null
}

/** Below this share of the whole axis what was found is drawn alone. */
const enough = 0.6

/** What was found, with half as much again around it and never less than the scale's own second. */
const foundSpan = (zero: Micros, reach: Range, found: Range | null): Range => {
  const before = Math.max(0, zero - (found?.from ?? zero))
  const after = Math.max(0, (found?.to ?? zero) - zero)
  return {
    from: Math.max(reach.from, zero - Math.max(2 * second, Math.ceil(before * 1.5))),
    to: Math.min(reach.to, zero + Math.max(2 * second, Math.ceil(after * 1.5))),
  }
}

const spanOf = (
  span: Span,
  scale: ScaleKind,
  zero: Micros,
  reach: Range,
  found: Range | null,
): Range => {
  switch (span.kind) {
    case 'auto': {
      const whole = makeScale(scale, zero, reach.from, reach.to)
      const near = foundSpan(zero, reach, found)
      const share = whole.x(near.to) - whole.x(near.from)
      return share < enough * 100 ? near : reach
    }
    case 'all':
      return reach
    case 'found':
      return foundSpan(zero, reach, found)
    case 'around':
      return { from: zero - span.us, to: zero + span.us }
    case 'range':
      return span
  }
}

export interface FrameInput {
  readonly snapshot: Snapshot
  readonly state: HuntState
  readonly address: Address
  readonly zone: string
}

/** Decides what the page looks at. Reads only what it must: the hits and the ends of the episode. */
export const frameOf = async ({ snapshot, state, address, zone }: FrameInput): Promise<Frame> => {
  const meta = snapshot.meta()
  const episodes = snapshot.episodes()
  const selected = state.event === null ? undefined : snapshot.eventById(state.event)
  const centre = state.centre === null ? undefined : snapshot.eventById(state.centre)
  const ofHit = state.hit === null ? undefined : snapshot.hitByNumber(state.hit)
  const episode = episodeOf(episodes, state, ofHit ?? selected ?? centre)
  const within = ofEpisode(episode === null ? null : episode.n)
  const hits = hitsOf(snapshot, within)
  const first = hits.find((hit) => hit.hit_n === state.hit) ?? hits[0]
  const focus = centre ?? (first ? snapshot.eventByRow(first.row) : undefined) ?? null

  const { window } = meta.scope
  const zero = focus?.ts ?? Math.round((window.from + window.to) / 2)
  const found = foundRange(snapshot, within)
  const reach = wholeReach(meta, zero, found, focus === null)
  const span = focus === null ? reach : spanOf(state.span, state.scale, zero, reach, found)
  const isWhole = span.from <= reach.from && span.to >= reach.to
  // What was found by its exact id long before stands in the air at the left of an axis that holds the rest.
  const holdsAll = isWhole || (found !== null && span.from <= found.from && span.to >= found.to)
  const rows =
    state.field === null ? null : await rowsWithField(snapshot, state.field.name, state.field.value)
  const shown = and(within, ofLegend(state, zero), rows === null ? everyRow : amongRows(rows))
  const watermark = meta.watermark
  return {
    snapshot,
    meta,
    state,
    address,
    zone,
    episodes,
    episode,
    hits,
    focus,
    zero,
    reach,
    scale: makeScale(state.scale, zero, span.from, span.to),
    shown,
    isWhole,
    holdsAll,
    drawn: holdsAll ? shown : and(shown, inSpan(span.from, span.to)),
    undecidedFrom: watermark !== null && watermark < reach.to ? watermark : null,
  }
}

const episodeOf = (
  episodes: readonly KeptEpisode[],
  state: HuntState,
  named: EventRow | undefined,
): KeptEpisode | null => {
  if (state.episode === 0) return null
  const n = state.episode ?? named?.episode ?? 1
  return episodes.find((one) => one.n === n) ?? episodes[0] ?? null
}

const wholeReach = (
  meta: SnapshotMeta,
  zero: Micros,
  found: Range | null,
  isEmpty: boolean,
): Range => {
  if (isEmpty) return meta.scope.window
  const { beforeUs, afterUs } = reachOf(meta)
  return {
    from: Math.min(zero - beforeUs, found?.from ?? zero),
    to: Math.max(zero + afterUs, found?.to ?? zero),
  }
}
