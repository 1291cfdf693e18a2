import type { LinkRule } from '#queries/links/rule.ts'
import { linkRules, ruleOf } from '#queries/links/rules.ts'
import type { Arrival, Want } from './arrival.ts'
import type { Asker } from './ask.ts'
import type { Lead, Subjects } from './subjects.ts'
import type { Wants } from './wants.ts'

/** Arrivals a rule, from the hits' own keys: where every path starts. */
export type Reached = Map<string, readonly Arrival[]>

/** Rules that only walk on from other events: they are steps of paths, never a hit's own. */
const stepsOnly = new Set([
  'child-acts',
  'injected-acts',
  'session-deeds',
  'linked-session',
  'child-by-pid-soon',
  'credential-access',
  'file-arrival',
  'run-by-task',
  'onward-logon',
  'onward-session',
  'source-acts',
  'powershell-pipeline',
  'tuple-elsewhere',
  'connection-seen',
  'script-by-pid',
  'script-of-target',
  'child-access',
  'pid-of-descendant',
  'file-origin',
  'first-by-pid',
  'connection-seen-then',
  'identity-logon-near',
])

/** Rules with a place of their own in the order below. */
const placed = new Set(
  (
    'process process-access process-start parent parent-by-pid pid pid-target process-start-by-pid ' +
    'process-end-by-pid child-by-pid parent-acts-by-pid session session-makings session-start session-end wmi-client'
  ).split(' '),
)

export interface Direct {
  readonly asker: Asker
  readonly wants: Wants
  readonly subjects: Subjects
  /** Told before each rule. */
  readonly progress: (rule: LinkRule) => void
}

/**
 * Follows every rule from the hits' own keys, in an order in which each finds what it needs: the creation
 * of the process, then its events (they name its pid), then the bounds of pids and sessions, then all that
 * holds only inside them. One call a rule, however many hits.
 */
export const followDirect = async (direct: Direct): Promise<Reached> => {
  const { asker, wants, subjects, progress } = direct
  const reached: Reached = new Map()

  const keep = (id: string, arrivals: readonly Arrival[]): void => {
    reached.set(id, [...(reached.get(id) ?? []), ...arrivals])
  }
  const ask = async (id: string, some: readonly Want[]): Promise<readonly Arrival[]> => {
    const rule = ruleOf(id)
    progress(rule)
    const arrivals = await asker.ask(rule, some)
    keep(id, arrivals)
    return arrivals
  }
  const fromLeads = (id: string): readonly Want[] =>
    subjects.roots.flatMap((root) =>
      subjects
        .leads(root.hit, ruleOf(id).from)
        .filter((lead) => originFits(ruleOf(id), lead.from))
        .map((lead) => wants.ofKey(ruleOf(id), lead.from, lead.key, null)),
    )
  const withinPid = (id: string): readonly Want[] =>
    subjects.roots.flatMap((root) =>
      subjects.leads(root.hit, 'pid').map((lead) => {
        const life = subjects.pidLife(root.hit, lead.key, subjects.entity(root.hit))
        return wants.ofKey(ruleOf(id), lead.from, lead.key, life)
      }),
    )
  const withinSession = (id: string): readonly Want[] =>
    subjects.roots.flatMap((root) =>
      subjects
        .leads(root.hit, 'logon')
        .map((lead) =>
          wants.ofKey(ruleOf(id), lead.from, lead.key, subjects.sessionLife(root.hit, lead.key)),
        ),
    )

  /** Starts and ends of the pids of the hits' processes, where they are not known yet; each asked for once. */
  const boundPids = async (
    known: Set<string>,
    isMeant: (hit: number, lead: Lead) => boolean,
  ): Promise<void> => {
    for (const id of ['process-start-by-pid', 'process-end-by-pid']) {
      const rule = ruleOf(id)
      const some = subjects.roots.flatMap((root) =>
        subjects.leads(root.hit, 'pid').flatMap((lead) => {
          const text = `${id} ${root.hit} ${lead.key.value}`
          if (known.has(text) || !isMeant(root.hit, lead)) return []
          known.add(text)
          return [wants.ofKey(rule, lead.from, lead.key, null)]
        }),
      )
      progress(rule)
      const arrivals = await asker.ask(rule, some)
      for (const { event } of arrivals) subjects.noteBounds(event)
      keep(id, arrivals)
    }
  }

  for (const arrival of await ask('process-start', fromLeads('process-start')))
    subjects.noteCreation(arrival)
  const bounded = new Set<string>()
  await boundPids(bounded, (hit) => subjects.entity(hit) === null)
  noteCreationsByPid(subjects, reached)

  for (const id of ['process', 'process-access'])
    for (const arrival of await ask(id, fromLeads(id))) {
      subjects.learnPid(arrival)
      subjects.noteBounds(arrival.event)
    }
  // Where unique ids say when the process began and ended, no other bearer of its pid can be meant.
  await boundPids(bounded, (hit, lead) => !subjects.isBounded(hit, lead.key))
  keepBounds(subjects, reached)

  for (const rule of linkRules)
    if (!stepsOnly.has(rule.id) && !placed.has(rule.id)) await ask(rule.id, fromLeads(rule.id))
  for (const id of ['pid', 'pid-target', 'wmi-client', 'child-by-pid']) await ask(id, withinPid(id))
  await ask('parent-acts-by-pid', fromLeads('parent-acts-by-pid'))

  for (const id of ['session-start', 'session-end'])
    for (const arrival of await ask(id, fromLeads(id))) subjects.noteBounds(arrival.event)
  for (const { event } of reached.get('session-start') ?? []) wants.noteSession(event)
  for (const id of ['session', 'session-makings']) await ask(id, withinSession(id))
  return reached
}

const originFits = (rule: LinkRule, from: Arrival): boolean =>
  !rule.originCodes || rule.originCodes.includes(from.event.code)

/** For hits without an entity id the creation is the last one of their pid. */
const noteCreationsByPid = (subjects: Subjects, reached: Reached): void => {
  for (const arrival of reached.get('process-start-by-pid') ?? []) {
    if (subjects.creation(arrival.hit)) continue
    for (const lead of subjects.leads(arrival.hit, 'pid')) {
      const life = subjects.pidLife(arrival.hit, lead.key, subjects.entity(arrival.hit))
      if (life.start?.id === arrival.event.id) subjects.noteCreation(arrival)
    }
  }
}

/** Of the starts and ends that were looked up, only those of the hit's own process are links. */
const keepBounds = (subjects: Subjects, reached: Reached): void => {
  for (const id of ['process-start-by-pid', 'process-end-by-pid']) {
    const own = (reached.get(id) ?? []).filter((arrival) => {
      const lives = subjects
        .leads(arrival.hit, 'pid')
        .map((lead) => subjects.pidLife(arrival.hit, lead.key, subjects.entity(arrival.hit)))
      return lives.some((life) => [life.start?.id, life.end?.id].includes(arrival.event.id))
    })
    reached.set(id, own)
  }
}
