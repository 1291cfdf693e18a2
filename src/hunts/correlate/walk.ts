import { linkPaths } from '#queries/links/paths.ts'
import type { LinkRule } from '#queries/links/rule.ts'
import { ruleOf } from '#queries/links/rules.ts'
import type { Arrival } from './arrival.ts'
import type { Asker } from './ask.ts'
import type { Reached } from './direct.ts'
import type { Wants } from './wants.ts'

/** Origins of one path step a hit; more would say no more. */
const originsPerHit = 500

/**
 * Walks every path, all of one length together: paths with the same beginning share it, and steps of the
 * same rule in one round are one call. What each path ends on stands in the answer under the path's id.
 */
export const walkPaths = async (
  reached: Reached,
  asker: Asker,
  wants: Wants,
  progress: (rule: LinkRule) => void,
): Promise<Reached> => {
  const prefixes: Reached = new Map(reached)
  const longest = Math.max(...linkPaths.map((path) => path.steps.length))
  for (let length = 2; length <= longest; length += 1) {
    const nodes = new Map<string, { readonly rule: string; readonly from: readonly Arrival[] }>()
    for (const { steps } of linkPaths) {
      if (steps.length < length) continue
      const from = prefixes.get(steps.slice(0, length - 1).join('>')) ?? []
      nodes.set(steps.slice(0, length).join('>'), { rule: steps[length - 1] ?? '', from })
    }
    for (const [id, some] of Map.groupBy(nodes, ([, node]) => node.rule)) {
      const rule = ruleOf(id)
      progress(rule)
      const owner = new Map<Arrival, string>()
      const all = some.flatMap(([name, node]) =>
        perHit(node.from, originsPerHit).flatMap((from) => {
          const made = wants.ofEvent(rule, from)
          for (const want of made) owner.set(want.from, name)
          return made
        }),
      )
      const found = await asker.ask(rule, all)
      const byNode = Map.groupBy(found, (arrival) => owner.get(arrival.step?.from ?? arrival) ?? '')
      for (const [name] of some) prefixes.set(name, firstOfEach(byNode.get(name) ?? []))
    }
  }
  return new Map(linkPaths.map((path) => [path.id, prefixes.get(path.steps.join('>')) ?? []]))
}

const perHit = (arrivals: readonly Arrival[], most: number): readonly Arrival[] => {
  const seen = new Map<number, number>()
  return arrivals.filter((arrival) => {
    const n = (seen.get(arrival.hit) ?? 0) + 1
    seen.set(arrival.hit, n)
    return n <= most
  })
}

/** One arrival a hit and event, and none that leads back to where it came from. */
const firstOfEach = (arrivals: readonly Arrival[]): readonly Arrival[] => {
  const seen = new Set<string>()
  return arrivals.filter((arrival) => {
    for (let step = arrival.step; step !== null; step = step.from.step)
      if (step.from.event.id === arrival.event.id) return false
    const text = `${arrival.hit} ${arrival.event.id}`
    if (seen.has(text)) return false
    seen.add(text)
    return true
  })
}
