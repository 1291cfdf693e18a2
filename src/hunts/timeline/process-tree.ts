import { formatDelta } from '#views/format.ts'
import type { ProcessTreeView, TreeNode } from '#views/models/events.ts'
import type { ProcessRow } from '../snapshot/row-types.ts'
import { assetLabels } from './asset-labels.ts'
import type { Frame } from './frame.ts'
import { lineageOf } from './lineage.ts'
import { cut } from './words.ts'

interface Creation {
  readonly process: number
  readonly row: number
  readonly id: string
}

/** The event that made each process, where the run holds it. */
const creations = (frame: Frame): ReadonlyMap<number, Creation> =>
  new Map(
    frame.snapshot.db
      .prepare<[], Creation>(
        `SELECT process, min(row) AS row, id FROM event
         WHERE kind = 'process' AND process IS NOT NULL GROUP BY process`,
      )
      .all()
      .map((one) => [one.process, one]),
  )

/** The episode's processes and all they descend from: a tree with holes is none. */
const wantedOf = (frame: Frame, processes: readonly ProcessRow[]): ReadonlySet<number> => {
  const byNumber = new Map(processes.map((process) => [process.n, process]))
  const hits = new Set(frame.hits.map((hit) => hit.process))
  const wanted = new Set<number>()
  for (const process of processes) {
    const isOwn =
      frame.episode === null || process.episode === frame.episode.n || hits.has(process.n)
    let up: number | null = isOwn ? process.n : null
    while (up !== null && !wanted.has(up)) {
      wanted.add(up)
      up = byNumber.get(up)?.parent ?? null
    }
  }
  return wanted
}

/**
 * The processes of the episode as a tree an asset. `around` keeps only the line of one process: what it came
 * from, and what came of it.
 */
export const processTree = (
  frame: Frame,
  limit: number,
  around: number | null = null,
): ProcessTreeView => {
  const processes = frame.snapshot.processes()
  const wanted = wantedOf(frame, processes)
  const all = processes.filter((process) => wanted.has(process.n))
  const line = around === null ? null : lineageOf(around, processes)
  const kept = line === null ? all : processes.filter((process) => line.has(process.n))
  const numbers = new Set(kept.map((process) => process.n))
  const made = creations(frame)
  const hitsOf = new Map<number, number[]>()
  for (const hit of frame.hits) {
    if (hit.process !== null) {
      hitsOf.set(hit.process, [...(hitsOf.get(hit.process) ?? []), hit.hit_n])
    }
  }
  const selected =
    frame.state.event === null ? undefined : frame.snapshot.eventById(frame.state.event)
  const children = new Map<number | null, ProcessRow[]>()
  for (const process of kept) {
    const parent = process.parent !== null && numbers.has(process.parent) ? process.parent : null
    children.set(parent, [...(children.get(parent) ?? []), process])
  }
  let left = limit
  const placed = new Set<number>()
  const nodeOf = (process: ProcessRow): readonly TreeNode[] => {
    if (left <= 0 || placed.has(process.n)) return []
    left -= 1
    placed.add(process.n)
    const creation = made.get(process.n)
    return [
      {
        name: process.name,
        detail: detailOf(frame, process),
        commandLine: process.command_line,
        hits: hitsOf.get(process.n) ?? [],
        isSelected: selected?.process === process.n,
        href: creation ? frame.address.to({ event: creation.id }, `e${creation.row}`) : null,
        children: (children.get(process.n) ?? []).toSorted(byStart).flatMap(nodeOf),
      },
    ]
  }
  const label = assetLabels(frame)
  const roots = (children.get(null) ?? []).toSorted(byStart)
  const assets = [...new Set(roots.map((process) => process.asset))]
  const view = assets.map((asset) => ({
    asset: label(asset),
    nodes: roots.filter((process) => process.asset === asset).flatMap(nodeOf),
  }))
  return {
    roots: view.filter((one) => one.nodes.length > 0),
    shown: placed.size,
    total: kept.length,
    empty:
      kept.length === 0
        ? 'No event of this episode names a process that is known by its creation or its id.'
        : null,
  }
}

const byStart = (a: ProcessRow, b: ProcessRow): number =>
  (a.started ?? a.first) - (b.started ?? b.first) || a.n - b.n

const detailOf = (frame: Frame, process: ProcessRow): string => {
  const pid = process.pid === null ? 'pid unknown' : String(process.pid)
  const start =
    process.started === null ? 'start not logged' : formatDelta(process.started - frame.zero)
  return [pid, start, ...(process.account === '' ? [] : [cut(process.account, 40)])].join(' · ')
}
