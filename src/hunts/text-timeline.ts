import type { Count } from '#connectors/contract.ts'
import type { AssetScope, IdentityScope } from '#queries/scope.ts'
import { formatDelta, formatNumber, plural } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'
import { cell, cut, wrap } from './columns.ts'
import type { SnapshotMeta } from './snapshot/meta.ts'
import type { KeptEpisode, KeptFold, KeptLink } from './snapshot/parse-rows.ts'
import { sentenceParts, type Snapshot } from './snapshot/read.ts'
import type { EventRow } from './snapshot/row-types.ts'

/** Most context rows of one episode that are printed: by rank, shown in time order. */
const maxRows = 120

/**
 * A run as a timeline in the terminal, line by line, none wider than `width` cells: what was asked, whether
 * the answer is whole, then each episode with what came before, the hits, and what came after.
 */
export function* timelineLines(snapshot: Snapshot, width: number): Generator<string> {
  const meta = snapshot.meta()
  yield* headLines(snapshot, meta, width)
  const folds = Map.groupBy(snapshot.folds(), (fold) => fold.hit)
  for (const episode of snapshot.episodes()) {
    yield ''
    yield* episodeLines(snapshot, episode, folds, width)
  }
}

function* headLines(snapshot: Snapshot, meta: SnapshotMeta, width: number): Generator<string> {
  yield* wrap(`${meta.technique.id} ${meta.technique.name} · ${meta.title}`, width)
  const { from, to } = meta.scope.window
  yield* wrap(
    `Scope: ${assetsText(meta.scope.assets)} · ${identitiesText(meta.scope.identities)} · ${formatTime(from, 'full')} to ${formatTime(to, 'full')} UTC · source ${meta.source}`,
    width,
  )
  const { hits, context, identityUndetermined } = meta.counts
  const apart =
    identityUndetermined.value > 0
      ? `, ${countText(identityUndetermined)} of undetermined identity`
      : ''
  yield* wrap(
    `${countText(hits)} ${hits.value === 1 ? 'hit' : 'hits'}${apart}, ${countText(context)} ${context.value === 1 ? 'linked event' : 'linked events'}.`,
    width,
  )
  const gaps = snapshot.gaps()
  yield gaps.length === 0 ? 'Complete.' : 'Not complete:'
  for (const gap of gaps) yield* wrap(`${gap.kind}: ${gap.message}`, width, '  ')
  if (hits.value + identityUndetermined.value === 0) yield* wrap(nothingText(snapshot), width)
}

const countText = ({ value, relation }: Count): string =>
  relation === 'exact' ? formatNumber(value) : `at least ${formatNumber(value)}`

const assetsText = (assets: AssetScope): string =>
  assets.kind === 'any'
    ? `any asset (${assets.reason})`
    : assets.assets.map((asset) => asset.label).join(', ')

const identitiesText = (identities: IdentityScope): string =>
  identities.kind === 'any'
    ? `any identity (${identities.reason})`
    : identities.identities.map((identity) => identity.label).join(', ')

/** A zero is only said together with what the source could have seen. */
const nothingText = (snapshot: Snapshot): string => {
  const needed = snapshot.coverage().cells.filter((one) => one.needed)
  const blind = needed.filter((one) => one.states.some((s) => s !== 'seen' && s !== 'quiet'))
  if (needed.length === 0)
    return 'Nothing found. No coverage is known for the log sources it needs.'
  return blind.length === 0
    ? 'Nothing found; all needed log sources were seen for the whole window.'
    : `Nothing found, and this is no proof of absence: ${blind
        .slice(0, 6)
        .map((one) => `${one.channel} ${one.code} on ${one.asset}`)
        .join(', ')} had times without telemetry.`
}

interface Row {
  readonly event: EventRow
  /** How many of the same kind by the same process and rule stand behind this one. */
  readonly more: number
  readonly best: KeptLink | undefined
  readonly hit: EventRow | undefined
}

function* episodeLines(
  snapshot: Snapshot,
  episode: KeptEpisode,
  folds: ReadonlyMap<number, readonly KeptFold[]>,
  width: number,
): Generator<string> {
  yield cut(
    `Episode ${episode.n} · ${episode.title} · ${plural(episode.hits, 'hit')}, ${plural(episode.context, 'linked event')} · ${formatTime(episode.first, 'date')} UTC`,
    width,
  )
  const hits = snapshot.events({ episode: episode.n, hits: true, limit: episode.hits })
  const context = snapshot
    .events({ episode: episode.n, hits: false, limit: episode.context })
    .filter((event) => event.best_grade !== 'weak')
    .toSorted((a, b) => a.rank - b.rank || a.row - b.row)
  const alike = groupAlike(context)
  const shown = alike
    .slice(0, maxRows)
    .map(({ first, more }): Row => {
      const [best] = snapshot.linksOf(first.row)
      return { event: first, more, best, hit: best && snapshot.eventByRow(best.hit) }
    })
    .toSorted((a, b) => a.event.row - b.event.row)
  const numbered = hits.length > 1
  yield* section('Before', shown, 'before', numbered, width)
  yield hits.length === 1 ? '  Hit' : '  Hits'
  for (const event of hits)
    yield rowLine({ event, more: 0, best: undefined, hit: event }, numbered, width)
  yield* section('After', shown, 'after', numbered, width)
  yield* section('Order unknown', shown, 'unknown', numbered, width)
  const told = shown.reduce((sum, row) => sum + 1 + row.more, 0)
  yield* restLines(episode, context.length, told, width)
  const own = hits.flatMap((hit) => folds.get(hit.row) ?? []).toSorted((a, b) => a.n - b.n)
  for (const fold of own) yield foldLine(fold, width)
}

/** From this many on, rows that differ in detail only are one row with its count. */
const alikeFrom = 4

/** Rows of one rule, direction, log source and process, by rank; the first of each in time stands for the rest. */
const groupAlike = (
  events: readonly EventRow[],
): readonly { readonly first: EventRow; readonly more: number }[] => {
  const groups = new Map<string, EventRow[]>()
  for (const event of events) {
    const key = [
      event.best_rule,
      event.direction,
      event.channel,
      event.code,
      event.asset,
      event.process ?? event.session ?? event.account,
    ].join('\u0000')
    const group = groups.get(key)
    if (group) group.push(event)
    else groups.set(key, [event])
  }
  return [...groups.values()].flatMap((group) => {
    if (group.length < alikeFrom) return group.map((first) => ({ first, more: 0 }))
    const first = group.reduce((a, b) => (b.row < a.row ? b : a))
    return [{ first, more: group.length - 1 }]
  })
}

function* section(
  title: string,
  rows: readonly Row[],
  direction: KeptLink['direction'],
  numbered: boolean,
  width: number,
): Generator<string> {
  const own = rows.filter((row) => row.best?.direction === direction)
  if (own.length === 0) return
  yield `  ${title}`
  for (const row of own) yield rowLine(row, numbered, width)
}

function* restLines(
  episode: KeptEpisode,
  strong: number,
  shown: number,
  width: number,
): Generator<string> {
  const weak = episode.context - strong
  const left = strong - shown
  if (left > 0)
    yield cut(`  … ${plural(left, 'linked event')} of lower rank: see them with --json.`, width)
  if (weak > 0) yield cut(`  … ${plural(weak, 'weak link')} collapsed.`, width)
}

/** T±, UTC, asset, account, sentence, grade and rule; a narrow terminal keeps the sentence and leaves others out. */
const rowLine = ({ event, more, best, hit }: Row, numbered: boolean, width: number): string => {
  const delta = hit ? formatDelta(event.ts - hit.ts) : ''
  const unsure = best?.direction === 'unknown' ? '≈ ' : ''
  const of = numbered && hit ? ` h${hit.hit_n ?? ''}` : ''
  const why = best
    ? `${best.grade} ${best.rule}`
    : event.identity === 'undetermined'
      ? 'HIT, identity unknown'
      : 'HIT'
  const asset = `${event.extension === 1 ? '+' : ''}${event.asset}`
  const account = event.account.slice(event.account.lastIndexOf('\\') + 1)
  const columns = [
    cell(`${unsure}${best ? delta : '0'}${of}`, numbered ? 17 : 12, 'right'),
    formatTime(event.ts, 'clock', 'UTC', 3).slice(0, width < 60 ? 8 : 12),
    ...(width < 60 ? [] : [cell(asset, width < 100 ? 10 : 14)]),
    ...(width < 130 ? [] : [cell(account, 14)]),
  ]
  const head = `  ${columns.join(' ')} `
  const tailCells = width < 80 ? 0 : width < 120 ? 18 : 26
  const tail = tailCells === 0 ? '' : ` ${cell(why, tailCells - 1)}`
  const sentence = sentenceParts(event)
    .map((part) => part.text)
    .join('')
  const behind = more > 0 ? ` (and ${formatNumber(more)} alike)` : ''
  const room = width - head.length - tailCells - behind.length
  return cut(`${head}${cell(sentence, room)}${behind}${tail}`, width).trimEnd()
}

const foldLine = (fold: KeptFold, width: number): string => {
  const key = Object.entries(fold.key)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
  return cut(
    `  folded: ${plural(fold.count, 'event')} · ${fold.grade} ${fold.rule} · ${fold.reason === 'hub' ? 'shared by everything' : 'more than the rule lists'} · ${key}`,
    width,
  )
}
