import type { IdentityStanding } from '#connectors/contract.ts'
import type { LogEvent } from '#queries/event.ts'
import { linkPaths } from '#queries/links/paths.ts'
import type { LinkRule } from '#queries/links/rule.ts'
import { linkRules } from '#queries/links/rules.ts'
import { assetInScope } from '#queries/scope.ts'
import { findEpisodes } from '../episodes.ts'
import { aliveIn } from '../lifetimes.ts'
import type { Arrival } from './arrival.ts'
import { Asker } from './ask.ts'
import { Book } from './book.ts'
import { followDirect, type Reached } from './direct.ts'
import { followLineage } from './lineage.ts'
import { gatherLinks, type Linked } from './links.ts'
import { ProcessNodes } from './process-nodes.ts'
import { rankContext } from './rank.ts'
import { Subjects } from './subjects.ts'
import type { ContextEvent, Correlation, CorrelateInput, Link } from './types.ts'
import { walkPaths } from './walk.ts'
import { Wants } from './wants.ts'

export type * from './types.ts'

/** Rules found for the hits' own sake that say nothing as links: the hit's own creation is `process`. */
const lineageRules = new Set(['child', 'child-by-pid', 'parent', 'parent-by-pid'])

/**
 * Finds what comes before and after the hits, by the link rules and paths of `queries/links` (DESIGN §6).
 * The number of `connector.link` calls depends on rules and generations, not on hits. Rejects with
 * `cancelled` when the signal is aborted.
 */
export const correlate = async (input: CorrelateInput): Promise<Correlation> => {
  const book = new Book()
  const asker = new Asker(input, book)
  const subjects = new Subjects(input, book)
  const wants = new Wants(input, book)
  const progress = reporter(input)
  if (input.hits.length === 0) return emptyAnswer

  const reached = await followDirect({ asker, wants, subjects, progress })
  const children = ['child', 'child-by-pid'].flatMap((id) => reached.get(id) ?? [])
  const { ancestors, descendants } = await followLineage(
    { asker, wants, subjects, book, progress },
    children,
  )
  reached.set('child', descendants)
  const walked = await walkPaths(reached, asker, wants, progress)

  const linked: Linked[] = [
    ...labelled(sessionsAlive(reached, subjects, book), lineageRules),
    ...children.map((arrival) => ({ label: arrival.step?.rule.id ?? 'child', arrival })),
    ...descendants
      .filter((arrival) => isFurther(arrival, subjects))
      .map((arrival) => ({ label: 'descendant', arrival })),
    ...ancestors.map((arrival) => ({
      label: isFurther(arrival, subjects) ? 'ancestor' : (arrival.step?.rule.id ?? 'parent'),
      arrival,
    })),
    ...labelled(walked, new Set()),
  ]
  return answer(input, linked, asker, book, subjects)
}

const emptyAnswer: Correlation = {
  context: [],
  hitLinks: new Map(),
  folded: [],
  processes: [],
  episodes: [],
  gaps: [],
  queries: 0,
}

const labelled = (reached: Reached, without: ReadonlySet<string>): readonly Linked[] =>
  [...reached].flatMap(([label, arrivals]) =>
    without.has(label) ? [] : arrivals.map((arrival) => ({ label, arrival })),
  )

/** Whether a process stands more than one generation from the hit's own. */
const isFurther = (arrival: Arrival, subjects: Subjects): boolean => {
  const from = arrival.step?.from
  return (
    from !== undefined &&
    from.step !== null &&
    from !== subjects.creation(arrival.hit) &&
    isLineage(from)
  )
}

const isLineage = (arrival: Arrival): boolean => lineageRules.has(arrival.step?.rule.id ?? '')

/** LogonIds are given out again after a boot: starts and ends of another session drop out. */
const sessionsAlive = (reached: Reached, subjects: Subjects, book: Book): Reached => {
  const kept = new Map(reached)
  for (const id of ['session-start', 'session-end'])
    kept.set(
      id,
      (reached.get(id) ?? []).filter((arrival) =>
        subjects
          .leads(arrival.hit, 'logon')
          .some(
            ({ key }) =>
              book.holds(arrival.event, 'logon', key.value) &&
              aliveIn(subjects.sessionLife(arrival.hit, key), arrival.event),
          ),
      ),
    )
  return kept
}

const answer = (
  input: CorrelateInput,
  linked: readonly Linked[],
  asker: Asker,
  book: Book,
  subjects: Subjects,
): Correlation => {
  const hitIds = new Set(input.hits.map((hit) => hit.event.id))
  const rows = gatherLinks(linked, input, book, subjects)
  const hitLinks = new Map<string, readonly Link[]>()
  for (const row of rows) if (hitIds.has(row.event.id)) hitLinks.set(row.event.id, row.links)
  const context = rows.filter((row) => !hitIds.has(row.event.id))
  const nodes = new ProcessNodes(book, [
    ...input.hits.map((hit) => book.intern(hit.event)),
    ...context.map((row) => row.event),
  ])
  const ranked = rankContext(
    context.map(({ event, links }) => ({
      event,
      identity: standing(event, nodes),
      extension: !assetInScope(input.query.scope, event.asset),
      lookup: links.every((link) => link.lookup),
      links,
    })),
  )
  const kept = ranked.slice(0, input.maxContext)
  if (kept.length < ranked.length) {
    asker.addGap({
      kind: 'truncated',
      origin: 'workbench',
      message: `${ranked.length} events are linked; the ${kept.length} of the best grade and rarest kind are kept.`,
    })
  }
  const folded = asker.folds.list()
  return {
    context: kept,
    hitLinks,
    folded,
    processes: nodes.list(),
    episodes: findEpisodes({
      hits: input.hits.map((hit) => hit.event),
      hitLinks,
      context: kept,
      folded,
    }),
    gaps: asker.gaps,
    queries: asker.queries,
  }
}

/** Context is not filtered by identity; it shows how its identity is known. */
const standing = (event: LogEvent, nodes: ProcessNodes): IdentityStanding =>
  event.identities.length > 0 ? 'named' : nodes.ownerOf(event) === '' ? 'undetermined' : 'owner'

const reporter = (input: CorrelateInput): ((rule: LinkRule) => void) => {
  // Lineage adds rounds of its own, so the total is a floor that grows with what was done.
  const planned = linkRules.length + linkPaths.length
  let done = 0
  return (rule) => {
    done += 1
    input.onProgress?.(done, Math.max(planned, done), rule.title)
  }
}

export type { ContextEvent }
