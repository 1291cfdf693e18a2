import type { Fields } from '#queries/event.ts'
import { formatInstant } from '#queries/scope.ts'
import { type Nested, nest } from './nest.ts'
import type { SnapshotMeta } from './snapshot/meta.ts'
import type { KeptFold, KeptLink } from './snapshot/parse-rows.ts'
import type { Snapshot } from './snapshot/read.ts'
import type { EventRow } from './snapshot/row-types.ts'

/** Raised when a member changes its meaning or goes; a new member alone does not. */
const answerFormat = 1

/**
 * The machine's answer (DESIGN §9), piece by piece in order: joined they are one JSON object. The same for
 * the command line and the API, and the same for as long as the snapshot stands.
 */
export function* answerChunks(snapshot: Snapshot): Generator<string, void, undefined> {
  const episodes = new Map(snapshot.episodes().map((episode) => [episode.n, episode.id]))
  const eventOf = eventShape(snapshot, episodes)
  yield `${JSON.stringify(headOf(snapshot)).slice(0, -1)},"hits":[`
  yield* joined(snapshot.eachEvent(true), (row) => ({
    ...eventOf(row),
    links: snapshot.linksOf(row.row).map(linkOf),
  }))
  yield '],"context":['
  yield* joined(snapshot.eachEvent(false), (row) => ({
    ...eventOf(row),
    extension: row.extension === 1,
    links: snapshot.linksOf(row.row).map(linkOf),
  }))
  yield '],"folded":['
  yield* joined(snapshot.folds(), foldOf)
  yield ']}'
}

function* joined<T>(items: Iterable<T>, shape: (item: T) => unknown): Generator<string> {
  let separator = ''
  for (const item of items) {
    yield separator + JSON.stringify(shape(item))
    separator = ','
  }
}

const headOf = (snapshot: Snapshot) => {
  const meta = snapshot.meta()
  const gaps = snapshot.gaps()
  return {
    format: answerFormat,
    technique: meta.technique.id,
    source: meta.source,
    run: meta.run,
    scope: scopeOf(meta),
    binding: meta.binding,
    compiled: meta.compiled,
    complete: gaps.length === 0,
    gaps,
    coverage: coverageOf(snapshot),
    counts: meta.counts,
  }
}

/** The scope as it can be asked again, and what its names were resolved to. */
const scopeOf = ({ scope, question }: SnapshotMeta) => ({
  assets: question.scope.assets,
  identities: question.scope.identities,
  window: { from: formatInstant(scope.window.from), to: formatInstant(scope.window.to) },
  resolved: {
    assets: scope.assets.kind === 'list' ? scope.assets.assets : null,
    identities: scope.identities.kind === 'list' ? scope.identities.identities : null,
  },
})

const coverageOf = (snapshot: Snapshot) => {
  const { edges, cells, watermark } = snapshot.coverage()
  return {
    edges: edges.map(formatInstant),
    watermark: watermark === null ? null : formatInstant(watermark),
    cells,
  }
}

const eventShape =
  (snapshot: Snapshot, episodes: ReadonlyMap<number, string>) => (row: EventRow) => {
    const { fields, locator } = snapshot.document(row)
    return {
      id: row.id,
      episode: row.episode === null ? null : (episodes.get(row.episode) ?? null),
      identity: row.identity,
      locator,
      time: {
        best: formatInstant(row.ts),
        early: formatInstant(row.early),
        late: formatInstant(row.late),
        source: row.time_source,
      },
      event: ecsOf(fields, row),
    }
  }

/** The event as nested ECS; what the row knows stands also where the log left it out. */
const ecsOf = (fields: Fields, row: EventRow): Nested =>
  nest({
    '@timestamp': formatInstant(row.ts),
    'host.name': row.asset,
    ...(row.code === '' ? {} : { 'event.code': row.code }),
    ...(row.channel === '' ? {} : { 'winlog.channel': row.channel }),
    ...Object.fromEntries(Object.entries(fields).filter(([name]) => name !== '@timestamp')),
  })

const linkOf = (link: KeptLink) => ({
  hit: link.hitId,
  rule: link.rule,
  key: link.key,
  path: link.path,
  grade: link.grade,
  direction: link.direction,
  fanOut: link.fanOut,
  lookup: link.lookup,
})

const foldOf = (fold: KeptFold) => ({
  hit: fold.hitId,
  rule: fold.rule,
  grade: fold.grade,
  key: fold.key,
  count: fold.count,
  fanOut: fold.fanOut,
  reason: fold.reason,
})
