import type { LogEvent } from '#queries/event.ts'
import type { LinkRule } from '#queries/links/rule.ts'
import { ruleOf } from '#queries/links/rules.ts'
import { aliveIn, lifetimeAround } from '../lifetimes.ts'
import type { Arrival, Want } from './arrival.ts'
import type { Asker } from './ask.ts'
import type { Book } from './book.ts'
import type { Subjects } from './subjects.ts'
import type { Wants } from './wants.ts'

/** DESIGN §5: lineage takes a round a step, at most so deep and so many processes, then a gap. */
const deepest = 32
const mostProcesses = 2_000

export interface Lineage {
  /** Creations of parents and their parents, nearest first. */
  readonly ancestors: readonly Arrival[]
  /** Creations of children and their children. */
  readonly descendants: readonly Arrival[]
}

interface Tools {
  readonly asker: Asker
  readonly wants: Wants
  readonly subjects: Subjects
  readonly book: Book
  readonly progress: (rule: LinkRule) => void
}

/** `children` are the creations the hits' own keys reached: where descendants go on from. */
export const followLineage = async (
  tools: Tools,
  children: readonly Arrival[],
): Promise<Lineage> => ({
  ancestors: await climb(tools),
  descendants: await descend(tools, children),
})

/** Up by the parent's unique id; by its pid where the log gives no ids. */
const climb = async ({
  asker,
  wants,
  subjects,
  book,
  progress,
}: Tools): Promise<readonly Arrival[]> => {
  const [parent, byPid] = [ruleOf('parent'), ruleOf('parent-by-pid')]
  const found: Arrival[] = []
  const seen = new Set<string>()
  let level: readonly Arrival[] = subjects.roots.flatMap(
    (root) => subjects.creation(root.hit) ?? root,
  )
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepest) {
      asker.addGap({
        kind: 'truncated',
        origin: 'workbench',
        message: `Ancestors were followed ${deepest} generations up and no further.`,
      })
      break
    }
    const some = level.flatMap((from) => wants.ofEvent(parent, from))
    const hasId = new Set(some.map((want) => want.from))
    const pidWants = level
      .filter((from) => !hasId.has(from))
      .flatMap((from) => beforeChild(wants, byPid, from))
    progress(parent)
    const next = [
      ...(await asker.ask(parent, some)),
      ...lastBefore(await asker.ask(byPid, pidWants)),
    ].filter((arrival) => fresh(seen, arrival, book))
    found.push(...next)
    level = next
  }
  return found
}

const beforeChild = (wants: Wants, rule: LinkRule, from: Arrival): readonly Want[] =>
  wants.ofEvent(rule, from).map((want) => ({
    ...want,
    until: Math.min(want.until, from.event.time.late + 1),
    keep: (event) => event.time.early <= from.event.time.late && event.id !== from.event.id,
  }))

/** A pid is given out again: the parent is the last process that bore it before the child was made. */
const lastBefore = (arrivals: readonly Arrival[]): readonly Arrival[] => {
  const last = new Map<Arrival, Arrival>()
  for (const arrival of arrivals) {
    const from = arrival.step?.from
    if (!from) continue
    const best = last.get(from)
    if (!best || arrival.event.time.best > best.event.time.best) last.set(from, arrival)
  }
  return [...last.values()]
}

/** Down by unique id, and by pid for children that have none. */
const descend = async (
  { asker, wants, subjects, book, progress }: Tools,
  children: readonly Arrival[],
): Promise<readonly Arrival[]> => {
  const [child, byPid] = [ruleOf('child'), ruleOf('child-by-pid')]
  const seen = new Set<string>()
  const found: Arrival[] = []
  let level = children.filter((arrival) => fresh(seen, arrival, book))
  for (let depth = 1; level.length > 0; depth += 1) {
    found.push(...level)
    if (depth >= deepest || found.length > mostProcesses) {
      asker.addGap({
        kind: 'truncated',
        origin: 'workbench',
        message: `Descendants were followed ${depth} generations down, ${found.length} processes in all, and no further.`,
      })
      break
    }
    const some = level.flatMap((from) => wants.ofEvent(child, from))
    const hasId = new Set(some.map((want) => want.from))
    // Where the log gives unique ids, the pids of the same children lead nowhere else.
    const byPidOnly = level.filter((from) => !hasId.has(from) && subjects.entity(from.hit) === null)
    const pidWants = await whileAlive(asker, wants, byPid, byPidOnly)
    progress(child)
    level = [...(await asker.ask(child, some)), ...(await asker.ask(byPid, pidWants))].filter(
      (arrival) => fresh(seen, arrival, book),
    )
  }
  return found
}

/** A child's pid is followed from its creation to its end, or to the next process that bore it. */
const whileAlive = async (
  asker: Asker,
  wants: Wants,
  rule: LinkRule,
  level: readonly Arrival[],
): Promise<readonly Want[]> => {
  if (level.length === 0) return []
  const bounds = { starts: new Map<Arrival, LogEvent[]>(), ends: new Map<Arrival, LogEvent[]>() }
  for (const [list, id] of [
    [bounds.starts, 'process-start-by-pid'],
    [bounds.ends, 'process-end-by-pid'],
  ] as const) {
    const some = level.flatMap((from) => wants.ofEvent(ruleOf(id), from))
    for (const { event, step } of await asker.ask(ruleOf(id), some)) {
      if (!step) continue
      const events = list.get(step.from)
      if (events) events.push(event)
      else list.set(step.from, [event])
    }
  }
  return level.flatMap((from) => {
    const starts = [from.event, ...(bounds.starts.get(from) ?? [])]
    const isOwn = (event: LogEvent): boolean => event.id === from.event.id
    const life = lifetimeAround(from.event, starts, bounds.ends.get(from) ?? [], () => false, isOwn)
    return wants.ofEvent(rule, from).map((want) => ({
      ...want,
      since: Math.max(want.since, from.event.time.early),
      keep: (event: LogEvent) => aliveIn(life, event),
    }))
  })
}

/** Cycles end here: a process is followed once a hit, whichever record of its creation comes first. */
const fresh = (seen: Set<string>, arrival: Arrival, book: Book): boolean => {
  const entity = book.keys(arrival.event, 'entity-start')[0]?.value ?? arrival.event.id
  const text = `${arrival.hit} ${arrival.event.asset} ${entity}`
  if (seen.has(text)) return false
  seen.add(text)
  return true
}
