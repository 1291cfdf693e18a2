import type { ProcessRow } from '../snapshot/row-types.ts'
import type { HitPoint } from './frame.ts'

/** Hits' processes, their ancestors and their children: these have lanes before any other. */
export const kinOf = (
  hits: readonly HitPoint[],
  byNumber: ReadonlyMap<number, ProcessRow>,
): Set<number> => {
  const own = new Set(hits.flatMap((hit) => (hit.process === null ? [] : [hit.process])))
  const kin = new Set(own)
  for (const n of own) {
    let parent = byNumber.get(n)?.parent ?? null
    while (parent !== null && !kin.has(parent)) {
      kin.add(parent)
      parent = byNumber.get(parent)?.parent ?? null
    }
  }
  for (const process of byNumber.values()) {
    if (process.parent !== null && own.has(process.parent)) kin.add(process.n)
  }
  return kin
}

interface Group {
  readonly key: string
  readonly members: ProcessRow[]
}

/**
 * Runs of one name under one parent share a lane when there would be too many. `roots` come before their
 * children, so a child already knows its parent's lane.
 */
export const groupsOf = (
  processes: readonly ProcessRow[],
  isMerged: (process: ProcessRow) => boolean,
): { groups: Map<string, Group>; laneOf: Map<number, string> } => {
  const groups = new Map<string, Group>()
  const laneOf = new Map<number, string>()
  const wanted = new Map(processes.map((process) => [process.n, process]))
  const place = (process: ProcessRow): string => {
    const known = laneOf.get(process.n)
    if (known !== undefined) return known
    // A cycle in the lineage must not end here for ever: the process stands for itself first.
    laneOf.set(process.n, `p ${process.n}`)
    const parent = process.parent === null ? undefined : wanted.get(process.parent)
    const above = parent ? place(parent) : ''
    const key = isMerged(process)
      ? `p ${process.asset} ${above} ${process.name.toLowerCase()}`
      : `p ${process.n}`
    laneOf.set(process.n, key)
    const group = groups.get(key) ?? { key, members: [] }
    group.members.push(process)
    groups.set(key, group)
    return key
  }
  for (const process of processes) place(process)
  return { groups, laneOf }
}
