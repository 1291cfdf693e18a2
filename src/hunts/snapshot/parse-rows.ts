import type { CoverageCell } from '#connectors/contract.ts'
import type { Micros } from '#queries/event.ts'
import type { Direction, Grade } from '#queries/links/rule.ts'
import type { PathStep, ShownKey } from '../correlate/types.ts'
import type { SnapshotMeta } from './meta.ts'

export interface EpisodeRow {
  readonly n: number
  readonly id: string
  readonly first: Micros
  readonly last: Micros
  readonly hits: number
  readonly context: number
  readonly assets: string
  readonly identities: string
  readonly title: string
}

/** An episode as it is kept: hits and context are counts. */
export type KeptEpisode = Omit<EpisodeRow, 'assets' | 'identities'> & {
  readonly assets: readonly string[]
  readonly identities: readonly string[]
}

export const episodeOf = (row: EpisodeRow): KeptEpisode => ({
  ...row,
  assets: JSON.parse(row.assets),
  identities: JSON.parse(row.identities),
})

export interface LinkRow {
  readonly event: number
  readonly hit: number
  readonly hit_id: string
  readonly n: number
  readonly rule: string
  readonly grade: Grade
  readonly direction: Direction
  readonly why_order: string
  readonly key: string
  readonly path: string
  readonly fan_out: number
  readonly rule_limit: number
  readonly before_us: Micros
  readonly after_us: Micros
  readonly lookup: 0 | 1
}

/** One link of a kept event: all that a receipt shows. */
export interface KeptLink {
  /** `event.row` of the linked event and of its hit, and the hit's event id. */
  readonly event: number
  readonly hit: number
  readonly hitId: string
  readonly rule: string
  readonly grade: Grade
  readonly direction: Direction
  readonly whyOrder: string
  readonly key: ShownKey
  readonly path: readonly PathStep[]
  readonly fanOut: number
  readonly limit: number
  readonly beforeUs: Micros
  readonly afterUs: Micros
  readonly lookup: boolean
}

export const linkOf = (row: LinkRow): KeptLink => ({
  event: row.event,
  hit: row.hit,
  hitId: row.hit_id,
  rule: row.rule,
  grade: row.grade,
  direction: row.direction,
  whyOrder: row.why_order,
  key: JSON.parse(row.key),
  path: JSON.parse(row.path),
  fanOut: row.fan_out,
  limit: row.rule_limit,
  beforeUs: row.before_us,
  afterUs: row.after_us,
  lookup: row.lookup === 1,
})

export interface FoldRow {
  readonly n: number
  readonly hit: number
  readonly hit_id: string
  readonly rule: string
  readonly grade: Grade
  readonly key: string
  readonly asset: string | null
  readonly count: number
  readonly fan_out: number
  readonly reason: 'hub' | 'fan-out'
}

/** One key that too many events share, as one row with its count. */
export interface KeptFold {
  readonly n: number
  /** `event.row` of the hit, and its event id. */
  readonly hit: number
  readonly hitId: string
  readonly rule: string
  readonly grade: Grade
  readonly key: ShownKey
  readonly asset: string | null
  readonly count: number
  readonly fanOut: number
  readonly reason: 'hub' | 'fan-out'
}

export const foldOf = (row: FoldRow): KeptFold => ({
  n: row.n,
  hit: row.hit,
  hitId: row.hit_id,
  rule: row.rule,
  grade: row.grade,
  key: JSON.parse(row.key),
  asset: row.asset,
  count: row.count,
  fanOut: row.fan_out,
  reason: row.reason,
})

export interface CoverageRow {
  readonly asset: string
  readonly channel: string
  readonly code: string
  readonly needed: 0 | 1
  readonly states: string
  readonly counts: string
}

/** A coverage cell and whether the behavior needs its log source. */
export type KeptCoverageCell = CoverageCell & { readonly needed: boolean }

export const coverageCellOf = (row: CoverageRow): KeptCoverageCell => ({
  asset: row.asset,
  channel: row.channel,
  code: row.code,
  needed: row.needed === 1,
  states: JSON.parse(row.states),
  counts: JSON.parse(row.counts),
})

/** The whole of `meta`, the digest apart. Throws on JSON that does not read. */
export const metaOf = (
  rows: readonly { key: string; value: string }[],
  digestKey: string,
): { meta: SnapshotMeta; digest: string } => {
  const members = rows
    .filter(({ key }) => key !== digestKey)
    .map(({ key, value }) => `${JSON.stringify(key)}:${value}`)
  const digest = rows.find(({ key }) => key === digestKey)?.value ?? 'null'
  return { meta: JSON.parse(`{${members.join(',')}}`), digest: String(JSON.parse(digest)) }
}
