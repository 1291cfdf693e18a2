import { linkPaths, stepRule } from '#queries/links/paths.ts'
import type { LinkRule } from '#queries/links/rule.ts'
import { ruleOf } from '#queries/links/rules.ts'
import { type Arrival, gradeRank, stepsOf, weakestGrade, type Want } from './arrival.ts'
import type { Asker } from './ask.ts'
import type { Reached } from './direct.ts'
import type { Wants } from './wants.ts'

/** Origins of one path step a hit; more would say no more. */
const originsPerHit = 500

/** How often a step that may be repeated is. */
const mostRepeats = 8

/** A beginning of paths, and what it has reached so far. */
interface Node {
  readonly name: string
  readonly from: readonly Arrival[]
}

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

  const follow = async (rule: LinkRule, nodes: readonly Node[]): Promise<Reached> => {
    progress(rule)
    const owner = new Map<Arrival, string>()
    const all: Want[] = []
    for (const { name, from } of nodes) {
      for (const arrival of perHit(from, originsPerHit)) {
        for (const want of wants.ofEvent(rule, arrival)) {
          all.push(want)
          owner.set(arrival, name)
        }
      }
    }
    // A key is followed once a hit: from the arrival that bears most.
    const strength = (want: Want): number => gradeRank(weakestGrade(stepsOf(want.from)))
    const found = await asker.ask(
      rule,
      all.toSorted((a, b) => strength(a) - strength(b)),
    )
    for (const { event } of found) wants.noteEnd(event)
    return Map.groupBy(found, (arrival) => owner.get(arrival.step?.from ?? arrival) ?? '')
  }

  for (let length = 2; length <= longest; length += 1) {
    const nodes = new Map<string, { readonly step: string; readonly node: Node }>()
    for (const { steps } of linkPaths) {
      if (steps.length < length) continue
      const name = steps.slice(0, length).join('>')
      const from = prefixes.get(steps.slice(0, length - 1).join('>')) ?? []
      nodes.set(name, { step: steps[length - 1] ?? '', node: { name, from } })
    }
    for (const [step, some] of Map.groupBy(nodes.values(), (one) => one.step)) {
      const rule = ruleOf(stepRule(step))
      const isRepeated = step !== stepRule(step)
      let level = some.map(({ node }) => node)
      for (const { name, from } of level) prefixes.set(name, isRepeated ? from : [])
      for (let round = 0; round < (isRepeated ? mostRepeats : 1); round += 1) {
        const found = await follow(rule, level)
        level = level.flatMap(({ name }) => {
          const before = prefixes.get(name) ?? []
          const next = unseen(before, found.get(name) ?? [])
          prefixes.set(name, [...before, ...next])
          return next.length > 0 ? [{ name, from: next }] : []
        })
        if (level.length === 0) break
      }
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

/** One arrival a hit and event, none that was there before, and none that leads back to where it came from. */
const unseen = (before: readonly Arrival[], arrivals: readonly Arrival[]): readonly Arrival[] => {
  const textOf = ({ hit, event }: Arrival): string => `${hit} ${event.id}`
  const seen = new Set(before.map(textOf))
  return arrivals.filter((arrival) => {
    for (let step = arrival.step; step !== null; step = step.from.step)
      if (step.from.event.id === arrival.event.id) return false
    if (seen.has(textOf(arrival))) return false
    seen.add(textOf(arrival))
    return true
  })
}
