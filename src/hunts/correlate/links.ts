import type { LogEvent } from '#queries/event.ts'
import { type Cause, order } from '#queries/links/order.ts'
import type { Grade } from '#queries/links/rule.ts'
import { type Arrival, gradeRank, pathOf, stepsOf, weakestGrade } from './arrival.ts'
import type { Book } from './book.ts'
import { type Label, labelOf } from './labels.ts'
import type { Subjects } from './subjects.ts'
import type { CorrelateInput, Link } from './types.ts'

/** Links of one event to one hit that are kept: the best, by rules of different ids. */
const linksPerPair = 6

export interface Linked {
  readonly label: string
  readonly arrival: Arrival
}

/** All links of one event, by the place of the hit. */
export interface LinkedEvent {
  readonly event: LogEvent
  readonly links: readonly Link[]
}

interface Candidate {
  readonly label: Label
  readonly arrival: Arrival
  readonly grade: Grade
}

/** Gathers what was reached into one row an event, its links to each hit best first. */
export const gatherLinks = (
  found: readonly Linked[],
  input: CorrelateInput,
  book: Book,
  subjects: Subjects,
): readonly LinkedEvent[] => {
  const byEvent = new Map<string, Map<number, Candidate[]>>()
  for (const { label, arrival } of found) {
    const candidate = {
      label: labelOf(label),
      arrival,
      grade: weakestGrade(stepsOf(arrival)),
    }
    const { event, hit } = arrival
    let byHit = byEvent.get(event.id)
    if (!byHit) byEvent.set(event.id, (byHit = new Map<number, Candidate[]>()))
    const list = byHit.get(hit)
    if (list) list.push(candidate)
    else byHit.set(hit, [candidate])
  }
  return [...byEvent.values()].flatMap((byHit) => {
    const links = [...byHit.values()].flatMap((candidates) =>
      plainest(candidates).map((candidate) => toLink(candidate, input, book, subjects)),
    )
    const event = [...byHit.values()][0]?.[0]?.arrival.event
    return event ? [{ event, links: links.toSorted(byGrade) }] : []
  })
}

const byGrade = (a: Link, b: Link): number => gradeRank(a.grade) - gradeRank(b.grade)

/** Rules that say the same as another and less of it: beside the unique id a pid, beside the start a session. */
const saidBetter: Readonly<Record<string, readonly string[]>> = {
  pid: ['process'],
  'pid-target': ['process-access'],
  'child-by-pid': ['child'],
  'parent-by-pid': ['parent'],
  'process-start-by-pid': ['pid', 'process'],
  'process-end-by-pid': ['pid', 'process'],
  session: ['session-makings', 'session-start', 'session-end'],
}

/** Best grade first, then the shortest walk, then the key that fewest share; a long walk to what a short one reaches as well says nothing new. */
const plainest = (candidates: readonly Candidate[]): readonly Candidate[] => {
  const sorted = candidates.toSorted(
    (a, b) =>
      gradeRank(a.grade) - gradeRank(b.grade) ||
      a.label.hops - b.label.hops ||
      Number(a.label.id in saidBetter) - Number(b.label.id in saidBetter) ||
      (a.arrival.step?.fanOut ?? 0) - (b.arrival.step?.fanOut ?? 0),
  )
  const kept: Candidate[] = []
  for (const one of sorted) {
    const { id } = one.label
    const same = [id, ...(saidBetter[id] ?? [])]
    if (kept.some((other) => same.includes(other.label.id))) continue
    const better = kept.some(
      (other) =>
        other.label.hops < one.label.hops && gradeRank(other.grade) <= gradeRank(one.grade),
    )
    if (!better) kept.push(one)
  }
  return kept.slice(0, linksPerPair)
}

const toLink = (
  { label, arrival, grade }: Candidate,
  input: CorrelateInput,
  book: Book,
  subjects: Subjects,
): Link => {
  const root = subjects.roots[arrival.hit]
  const step = arrival.step
  if (!root || !step) throw new Error('a link needs a hit and a step')
  const cause = causeOf(label, root.event, arrival.event, book, subjects, arrival.hit)
  const { direction, why } = order(root.event, arrival.event, cause.says, cause.because)
  const window = input.windows.get(step.rule.id) ?? step.rule.window
  return {
    hit: root.event.id,
    rule: label.id,
    key: step.shown,
    path: pathOf(arrival),
    grade,
    direction,
    whyOrder: why,
    fanOut: step.fanOut,
    limit: step.rule.limit,
    beforeUs: window.beforeUs,
    afterUs: window.afterUs,
    lookup: stepsOf(arrival).some((s) => s.lookup),
  }
}

interface CauseSaid {
  readonly says: Cause
  readonly because: string
}

const nothing: CauseSaid = { says: null, because: '' }

const causeOf = (
  label: Label,
  hit: LogEvent,
  event: LogEvent,
  book: Book,
  subjects: Subjects,
  place: number,
): CauseSaid => {
  switch (label.cause) {
    case null:
      return nothing
    case 'after':
      return { says: 'after', because: 'what follows from the hit cannot come before it' }
    case 'before':
      return { says: 'before', because: 'the hit follows from it, so it came first' }
    case 'lifetime': {
      const rank = label.within === 'session' ? sessionRank : processRank(book, subjects, place)
      const difference = rank(event) - rank(hit)
      if (difference === 0) return nothing
      const what =
        label.within === 'session'
          ? 'a session opens before what runs in it and closes after'
          : 'a process is created before it acts and ends after'
      return { says: difference < 0 ? 'before' : 'after', because: what }
    }
  }
}

/** Start 0, act 1, end 2, of the hit's own process. */
const processRank =
  (book: Book, subjects: Subjects, hit: number) =>
  (event: LogEvent): number => {
    const holdsAny = (
      kinds: readonly ['entity-start' | 'entity-end', 'pid-start' | 'pid-end'],
    ): boolean =>
      subjects.leads(hit, 'entity').some(({ key }) => book.holds(event, kinds[0], key.value)) ||
      subjects.leads(hit, 'pid').some(({ key }) => book.holds(event, kinds[1], key.value))
    if (holdsAny(['entity-start', 'pid-start'])) return 0
    return holdsAny(['entity-end', 'pid-end']) ? 2 : 1
  }

const sessionStarts = new Set(['4624', '4627', '4672', '4964'])
const sessionEnds = new Set(['4634', '4647'])

const sessionRank = (event: LogEvent): number =>
  sessionStarts.has(event.code) ? 0 : sessionEnds.has(event.code) ? 2 : 1
