import { foldCase, type Micros } from '#queries/event.ts'
import type { Scope, Window } from '#queries/scope.ts'
import type { Coverage, CoverageCell, CoverageState, Gap, LogSource } from '../contract.ts'
import { eventsBetween, firstFrom, type HourStat, hourStats, lastBefore } from './channel-hours.ts'
import { checkEdges } from './count.ts'
import type { Asset } from './names.ts'
import { inList, sql } from './sql.ts'
import type { Store } from './store.ts'
import { type Truncation, truncationGaps } from './truncations.ts'

export interface CoverageAsk {
  readonly scope: Scope
  readonly selectors: readonly LogSource[]
  readonly edges: readonly Micros[]
}

interface Source {
  readonly id: number
  readonly folded: string
  readonly code: string
}

interface Delivery {
  readonly asset: number
  readonly channel: string
  readonly watermark: Micros
  readonly longest_gap_us: number
}

/** What is known of one channel on one asset. */
interface Channel {
  readonly hours: readonly HourStat[]
  readonly delivery: Delivery | undefined
  readonly truncations: readonly Truncation[]
}

/** Names an asset of the scope that the store has never seen. */
const strangerOf = (key: string): Asset => ({ id: -1, key, label: key })

/**
 * Asset × log source × bucket, each seen, quiet, truncated or blind (DESIGN §5), from the rollups; the
 * index is asked only for hours that an edge cuts. Assets of the scope that the store never saw are blind.
 */
export function* coverage(store: Store, ask: CoverageAsk): Generator<void, Coverage> {
  const { scope, edges } = ask
  checkEdges(edges)
  const assets = assetsIn(store, scope)
  const sources = store.reader.rows<Source>(sql`SELECT id, folded, code FROM log_source`)
  const channels = new Set(ask.selectors.map((selector) => foldCase(selector.channel)))
  const ofChannels = sources.filter((source) => channels.has(foldCase(source.folded)))
  const ids = assets.map((asset) => asset.id)
  const deliveries = store.reader.rows<Delivery>(
    sql`SELECT asset, channel, watermark, longest_gap_us FROM delivery WHERE asset IN ${inList(ids)}`,
  )
  const whole: Window = { from: edges[0] ?? 0, to: edges.at(-1) ?? 0 }
  const truncations = store.reader
    .rows<Truncation>(sql`SELECT asset, channel, from_us, to_us, reason FROM truncation
    WHERE asset IN ${inList(ids)} AND to_us >= ${whole.from} AND from_us < ${whole.to}`)
  yield
  const reach = reachOf(deliveries)
  const hours = hourStats(
    store,
    ids,
    ofChannels.map((source) => source.id),
    { from: whole.from - reach, to: whole.to + reach },
  )
  const byAsset = Map.groupBy(hours, (stat) => stat.asset)
  const cells: CoverageCell[] = []
  for (const asset of assets) {
    yield
    const own = byAsset.get(asset.id) ?? []
    for (const selector of ask.selectors) {
      const folded = foldCase(selector.channel)
      const inChannel = new Set(
        ofChannels.filter((s) => foldCase(s.folded) === folded).map((s) => s.id),
      )
      const meant = new Set(
        ofChannels
          .filter((s) => foldCase(s.folded) === folded && s.code === selector.code)
          .map((s) => s.id),
      )
      const isOwn = (row: { asset: number; channel: string }): boolean =>
        row.asset === asset.id && foldCase(row.channel) === folded
      const channel: Channel = {
        hours: own.filter((stat) => inChannel.has(stat.ls)),
        delivery: deliveries.find(isOwn),
        truncations: truncations.filter(isOwn),
      }
      cells.push(cellOf(store, asset, selector, [...meant], channel, edges))
    }
  }
  const asked = deliveries.filter((d) => channels.has(foldCase(d.channel)))
  return {
    edges,
    cells,
    watermark: asked.reduce<Micros | null>(
      (least, d) => (least === null || d.watermark < least ? d.watermark : least),
      null,
    ),
    gaps: [
      ...truncationGaps(
        truncations.filter((t) => channels.has(foldCase(t.channel))),
        assets,
      ),
      ...rejectGap(store),
    ],
  }
}

/** Twice the longest normal gap: how far outside the window a neighbour may lie. At most a week. */
const reachOf = (deliveries: readonly Delivery[]): number =>
  Math.min(
    7 * 86_400_000_000,
    deliveries.reduce((most, d) => Math.max(most, 2 * d.longest_gap_us), 0),
  )

const assetsIn = (store: Store, scope: Scope): readonly Asset[] => {
  const { assets } = store.names()
  if (scope.assets.kind === 'any') return assets
  const byKey = new Map(assets.map((asset) => [asset.key, asset]))
  return scope.assets.assets.map(({ key }) => byKey.get(key) ?? strangerOf(key))
}

const cellOf = (
  store: Store,
  asset: Asset,
  selector: LogSource,
  sources: readonly number[],
  channel: Channel,
  edges: readonly Micros[],
): CoverageCell => {
  const own = channel.hours.filter((stat) => sources.includes(stat.ls))
  const wasSeen = own.length > 0 || everSeen(store, asset, sources)
  const counts: number[] = []
  const states: CoverageState[] = []
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const bucket: Window = { from: edges[i] ?? 0, to: edges[i + 1] ?? 0 }
    const count = eventsBetween(store, own, bucket)
    counts.push(count)
    states.push(count > 0 ? 'seen' : stateOf(store, channel, wasSeen, bucket))
  }
  return { asset: asset.key, channel: selector.channel, code: selector.code, states, counts }
}

const everSeen = (store: Store, asset: Asset, sources: readonly number[]): boolean =>
  sources.length > 0 &&
  store.reader.rows(sql`SELECT 1 AS seen FROM roll_asset_hour
    WHERE asset = ${asset.id} AND ls IN ${inList(sources)} LIMIT 1`).length > 0

/** The state of a bucket without an event of its log source. */
const stateOf = (
  store: Store,
  { hours, delivery, truncations }: Channel,
  wasSeen: boolean,
  bucket: Window,
): CoverageState => {
  if (truncations.some((t) => t.from_us < bucket.to && t.to_us >= bucket.from)) return 'truncated'
  if (!wasSeen || !delivery) return 'blind'
  const reach = 2 * delivery.longest_gap_us
  const before = lastBefore(store, hours, bucket.from)
  const after = firstFrom(store, hours, bucket.to)
  return before !== undefined &&
    after !== undefined &&
    bucket.from - before <= reach &&
    after - bucket.to <= reach
    ? 'quiet'
    : 'blind'
}

const rejectGap = (store: Store): readonly Gap[] => {
  const [row] = store.reader.rows<{ rejects: number; files: number }>(
    sql`SELECT coalesce(sum(rejects), 0) AS rejects, count(*) AS files FROM file WHERE rejects > 0`,
  )
  if (!row || row.rejects === 0) return []
  return [
    {
      kind: 'rejects',
      origin: 'source',
      message: `${row.rejects === 1 ? '1 record' : `${row.rejects} records`} of ${row.files === 1 ? '1 file' : `${row.files} files`} could not be read when imported.`,
    },
  ]
}
