import type { Lane } from './lane.ts'

/** Sessions first, then processes depth first; a lane whose parent has none hangs from the next above. */
export const arrange = (
  chosen: readonly Lane[],
  all: ReadonlyMap<string, Lane>,
): readonly { lane: Lane; depth: number }[] => {
  const keys = new Set(chosen.map((lane) => lane.key))
  const children = new Map<string | null, Lane[]>()
  for (const lane of chosen) {
    const seen = new Set<string>()
    let above = lane.parent
    while (above !== null && !keys.has(above) && !seen.has(above)) {
      seen.add(above)
      above = all.get(above)?.parent ?? null
    }
    const parent =
      above !== null && keys.has(above) && all.get(above)?.asset === lane.asset ? above : null
    children.set(parent, [...(children.get(parent) ?? []), lane])
  }
  const out: { lane: Lane; depth: number }[] = []
  const placed = new Set<string>()
  const visit = (lane: Lane, depth: number): void => {
    if (placed.has(lane.key)) return
    placed.add(lane.key)
    out.push({ lane, depth })
    for (const child of (children.get(lane.key) ?? []).toSorted(byStart)) visit(child, depth + 1)
  }
  const roots = (children.get(null) ?? []).toSorted(
    (a, b) => Number(a.kind === 'process') - Number(b.kind === 'process') || byStart(a, b),
  )
  for (const root of roots) visit(root, 0)
  // Lanes of a cycle have no root: they are drawn all the same.
  for (const lane of chosen) visit(lane, 0)
  return out
}

const byStart = (a: Lane, b: Lane): number => a.start - b.start || (a.key < b.key ? -1 : 1)
