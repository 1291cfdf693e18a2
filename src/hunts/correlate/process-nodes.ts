import { foldCase, type LogEvent, type Micros, textOf } from '#queries/event.ts'
import type { ProcessMention } from '#queries/links/processes.ts'
import type { Book } from './book.ts'
import type { ProcessNode } from './types.ts'

interface Draft {
  readonly id: string
  readonly asset: string
  entity: string | null
  pid: string | null
  parent: Draft | null
  name: string
  commandLine: string
  account: string
  logon: string | null
  started: Micros | null
  ended: Micros | null
  first: Micros
  last: Micros
  readonly events: string[]
}

/** A pid-only event belongs to a process of that pid this near to its known life. */
const slackUs: Micros = 5_000_000

/** The processes that hits and context speak of, for lanes and tree, and who owns them. */
export class ProcessNodes {
  readonly #book: Book
  readonly #byEntity = new Map<string, Draft>()
  readonly #byPid = new Map<string, Draft[]>()
  readonly #ofEvent = new Map<string, Draft>()
  readonly #all: Draft[] = []

  constructor(book: Book, events: readonly LogEvent[]) {
    this.#book = book
    const inTime = events.toSorted((a, b) => a.time.best - b.time.best)
    // Unique ids first: they say which process a bare pid is.
    for (const event of inTime)
      for (const mention of book.processes(event))
        if (mention.entity !== null) this.#note(event, mention)
    for (const event of inTime)
      for (const mention of book.processes(event))
        if (mention.entity === null && mention.pid !== null) this.#note(event, mention)
    for (const event of inTime) this.#tie(event)
  }

  /** The account that owns the process an event is by; `''` where unknown. */
  ownerOf(event: LogEvent): string {
    return this.#ofEvent.get(event.id)?.account ?? ''
  }

  list(): readonly ProcessNode[] {
    return this.#all
      .toSorted((a, b) => a.first - b.first || (a.id < b.id ? -1 : 1))
      .map((draft) => ({
        id: draft.id,
        asset: draft.asset,
        entity: draft.entity,
        pid: draft.pid === null ? null : Number(draft.pid),
        parent: draft.parent === draft ? null : (draft.parent?.id ?? null),
        name: draft.name,
        commandLine: draft.commandLine,
        account: draft.account,
        logon: draft.logon,
        started: draft.started,
        ended: draft.ended,
        first: draft.first,
        last: draft.last,
        events: draft.events,
      }))
  }

  #note(event: LogEvent, mention: ProcessMention): void {
    // The target of an access is drawn on its own lane only when it acts itself.
    if (mention.role === 'target') return this.#noteTarget(event, mention)
    const draft = this.#find(event, mention) ?? this.#make(event, mention)
    draft.pid ??= mention.pid
    if (mention.pid !== null) this.#index(draft, mention.pid)
    if (draft.name === '') draft.name = mention.name
    if (draft.commandLine === '') draft.commandLine = mention.commandLine
    if (mention.role === 'parent') return
    draft.first = Math.min(draft.first, event.time.best)
    draft.last = Math.max(draft.last, event.time.best)
    if (!this.#ofEvent.has(event.id)) {
      this.#ofEvent.set(event.id, draft)
      draft.events.push(event.id)
    }
    const keys = this.#book.allKeys(event)
    if (mention.role === 'created') {
      draft.started =
        draft.started === null ? event.time.best : Math.min(draft.started, event.time.best)
      draft.logon ??= textOf(event.fields, 'winlog.logon.id') ?? null
    }
    if (keys.has('entity-end') || keys.has('pid-end'))
      draft.ended = Math.max(draft.ended ?? event.time.best, event.time.best)
    if (draft.account === '') draft.account = accountOf(event)
  }

  #noteTarget(event: LogEvent, mention: ProcessMention): void {
    const draft = this.#find(event, mention)
    if (!draft || mention.pid === null) return
    draft.pid ??= mention.pid
    this.#index(draft, mention.pid)
  }

  #find(event: LogEvent, mention: ProcessMention): Draft | undefined {
    if (mention.entity !== null) return this.#byEntity.get(`${event.asset}\u0000${mention.entity}`)
    const bearers = this.#byPid.get(`${event.asset}\u0000${mention.pid}`) ?? []
    const at = event.time.best
    const begins = mention.role === 'created'
    const fitting = bearers.filter(
      (draft) =>
        at >= (draft.started ?? -Infinity) - slackUs &&
        at <= (draft.ended ?? Infinity) + slackUs &&
        (!begins || draft.started === null || Math.abs(draft.started - at) <= slackUs) &&
        sameName(draft.name, mention.name),
    )
    return fitting.toSorted((a, b) => distance(a, at) - distance(b, at))[0]
  }

  #make(event: LogEvent, mention: ProcessMention): Draft {
    const what = mention.entity ?? `${mention.pid}@${event.time.best}`
    const draft: Draft = {
      id: `${event.asset}/${what}`,
      asset: event.asset,
      entity: mention.entity,
      pid: mention.pid,
      parent: null,
      name: mention.name,
      commandLine: mention.commandLine,
      account: '',
      logon: null,
      started: null,
      ended: null,
      first: event.time.best,
      last: event.time.best,
      events: [],
    }
    this.#all.push(draft)
    if (mention.entity !== null) this.#byEntity.set(`${event.asset}\u0000${mention.entity}`, draft)
    return draft
  }

  #index(draft: Draft, pid: string): void {
    const key = `${draft.asset}\u0000${pid}`
    const bearers = this.#byPid.get(key)
    if (!bearers) this.#byPid.set(key, [draft])
    else if (!bearers.includes(draft)) bearers.push(draft)
  }

  /** Ties a created process to its parent; a parent is never its own descendant. */
  #tie(event: LogEvent): void {
    const mentions = this.#book.processes(event)
    const child = mentions.find((m) => m.role === 'created')
    const parent = mentions.find((m) => m.role === 'parent')
    if (!child || !parent) return
    const below = this.#find(event, child)
    const above = this.#find(event, parent)
    if (!below || !above || below.parent !== null) return
    for (let up: Draft | null = above; up !== null; up = up.parent) if (up === below) return
    below.parent = above
  }
}

const distance = (draft: Draft, at: Micros): number =>
  at < draft.first ? draft.first - at : at > draft.last ? at - draft.last : 0

const sameName = (a: string, b: string): boolean =>
  a === '' || b === '' || b.startsWith('<') || a.startsWith('<') || foldCase(a) === foldCase(b)

const accountOf = (event: LogEvent): string => {
  const name = textOf(event.fields, 'user.name')
  if (!name) return ''
  const domain = textOf(event.fields, 'user.domain')
  return domain ? `${domain}\\${name}` : name
}
