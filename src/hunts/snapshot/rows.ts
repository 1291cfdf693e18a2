import type Database from 'better-sqlite3'
import type { Coverage, Gap, HistogramBucket } from '#connectors/contract.ts'
import { foldCase, textOf } from '#queries/event.ts'
import { sentenceOf } from '#queries/sentence.ts'
import { accountOf } from '../account.ts'
import type { Correlation, Link } from '../correlate/types.ts'
import type { Arranged } from './arrange.ts'
import { openBlockWriter } from './documents.ts'
import type { SnapshotMeta } from './meta.ts'

export const writeMeta = (db: Database.Database, meta: SnapshotMeta): void => {
  const insert = db.prepare('INSERT INTO meta VALUES (?, ?)')
  for (const [key, value] of Object.entries(meta)) insert.run(key, JSON.stringify(value))
}

export const writeGaps = (db: Database.Database, gaps: readonly Gap[]): void => {
  const insert = db.prepare('INSERT INTO gap VALUES (?, ?, ?, ?)')
  gaps.forEach((gap, i) => insert.run(i + 1, gap.kind, gap.origin, gap.message))
}

const flag = (value: boolean): number => (value ? 1 : 0)

export const writeEvents = (db: Database.Database, arranged: Arranged): void => {
  const blocks = openBlockWriter(db)
  const insert = db.prepare(`INSERT INTO event VALUES (${Array(26).fill('?').join(', ')})`)
  for (const kept of arranged.events) {
    const { event } = kept
    const place = blocks.add(event)
    const best = kept.links[0]
    insert.run(
      kept.row,
      event.id,
      flag(kept.hitNumber !== null),
      kept.hitNumber,
      kept.episode,
      kept.identity,
      event.time.best,
      event.time.early,
      event.time.late,
      event.time.source,
      event.asset,
      flag(kept.extension),
      event.channel,
      event.code,
      event.kind,
      kept.process,
      kept.process === null ? (textOf(event.fields, 'winlog.logon.id') ?? null) : null,
      accountOf(event),
      JSON.stringify(sentenceOf(event)),
      best?.grade ?? null,
      best?.rule ?? null,
      best?.direction ?? null,
      kept.rank,
      flag(kept.lookup),
      place.block,
      place.position,
    )
  }
  blocks.end()
}

export const writeLinks = (db: Database.Database, arranged: Arranged): void => {
  const insert = db.prepare(`INSERT INTO link VALUES (${Array(14).fill('?').join(', ')})`)
  for (const kept of arranged.events) {
    const places = new Map<number, number>()
    for (const link of kept.links) {
      const hit = arranged.rowOf(link.hit)
      const n = places.get(hit) ?? 0
      places.set(hit, n + 1)
      insert.run(kept.row, hit, n, ...linkCells(link))
    }
  }
}

const linkCells = (link: Link) => [
  link.rule,
  link.grade,
  link.direction,
  link.whyOrder,
  JSON.stringify(link.key),
  JSON.stringify(link.path),
  link.fanOut,
  link.limit,
  link.beforeUs,
  link.afterUs,
  flag(link.lookup),
]

export const writeFolds = (
  db: Database.Database,
  correlation: Correlation,
  arranged: Arranged,
): void => {
  const insert = db.prepare('INSERT INTO fold VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  correlation.folded.forEach((fold, i) =>
    insert.run(
      i + 1,
      arranged.rowOf(fold.hit),
      fold.rule,
      fold.grade,
      JSON.stringify(fold.key),
      fold.asset,
      fold.count,
      fold.fanOut,
      fold.reason,
    ),
  )
}

export const writeProcesses = (
  db: Database.Database,
  correlation: Correlation,
  arranged: Arranged,
): void => {
  const insert = db.prepare(`INSERT INTO process VALUES (${Array(15).fill('?').join(', ')})`)
  const numbers = new Map(correlation.processes.map((node, i) => [node.id, i + 1]))
  correlation.processes.forEach((node, i) => {
    const rows = node.events.flatMap((id) => arranged.find(id) ?? [])
    insert.run(
      i + 1,
      node.asset,
      node.entity,
      node.pid,
      node.parent === null ? null : (numbers.get(node.parent) ?? null),
      node.name,
      node.commandLine,
      node.account,
      node.logon,
      node.started,
      node.ended,
      node.first,
      node.last,
      flag(rows.some((row) => row.hitNumber !== null)),
      rows.find((row) => row.episode !== null)?.episode ?? null,
    )
  })
}

export const writeEpisodes = (
  db: Database.Database,
  correlation: Correlation,
  arranged: Arranged,
): void => {
  const insert = db.prepare('INSERT INTO episode VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  for (const episode of correlation.episodes) {
    insert.run(
      arranged.episodeNumber(episode.id),
      episode.id,
      episode.first,
      episode.last,
      episode.hits.length,
      episode.context.length,
      JSON.stringify(episode.assets),
      JSON.stringify(episode.identities),
      arranged.episodeTitle(episode),
    )
  }
}

export const writeCoverage = (
  db: Database.Database,
  coverage: Coverage,
  meta: SnapshotMeta,
): void => {
  const insert = db.prepare('INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?)')
  const key = (channel: string, code: string): string => `${foldCase(channel)}\u0000${code}`
  const needed = new Set(meta.needs.map((need) => key(need.channel, need.code)))
  for (const cell of coverage.cells) {
    insert.run(
      cell.asset,
      cell.channel,
      cell.code,
      flag(needed.has(key(cell.channel, cell.code))),
      JSON.stringify(cell.states),
      JSON.stringify(cell.counts),
    )
  }
}

export const writeVolume = (db: Database.Database, volume: readonly HistogramBucket[]): void => {
  const insert = db.prepare('INSERT INTO volume VALUES (?, ?, ?, ?)')
  volume.forEach((bucket, i) => insert.run(i, bucket.from, bucket.to, bucket.count))
}
