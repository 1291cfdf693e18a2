import type { ProcessRow } from '../snapshot/row-types.ts'

/** The process, its ancestors and all that descends from it. */
export const lineageOf = (n: number, processes: readonly ProcessRow[]): ReadonlySet<number> => {
  const parents = new Map(processes.map((process) => [process.n, process.parent]))
  const children = new Map<number, number[]>()
  for (const { n: child, parent } of processes) {
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), child])
  }
  const kin = new Set<number>()
  const down = [n]
  for (let next = down.pop(); next !== undefined; next = down.pop()) {
    if (kin.has(next)) continue
    kin.add(next)
    down.push(...(children.get(next) ?? []))
  }
  for (let up = parents.get(n) ?? null; up !== null && !kin.has(up); up = parents.get(up) ?? null) {
    kin.add(up)
  }
  return kin
}
