import type { LogEvent } from '#queries/event.ts'
import { type KeyKind, keyText, type LinkKey } from '#queries/links/keys.ts'
import { type Lifetime, lifetimeAround } from '../lifetimes.ts'
import type { Arrival } from './arrival.ts'
import type { Book } from './book.ts'
import type { CorrelateInput } from './types.ts'

/** A key of the hit's own process or session, and the arrival that told it: the hit, or its creation. */
export interface Lead {
  readonly key: LinkKey
  readonly from: Arrival
}

/** Kinds that a hit may not carry itself while the creation of its process does. */
const ofCreation: ReadonlySet<KeyKind> = new Set([
  'entity',
  'pid',
  'parent-entity',
  'parent-pid',
  'logon',
  'identity',
  'identity-anywhere',
  'file-used',
  'command',
])

/**
 * What is known of each hit's own process and session: from the hit, from the creation of its process, and
 * from events of that process that name its pid. The rules of a hit start from here.
 */
export class Subjects {
  readonly roots: readonly Arrival[]
  readonly #book: Book
  readonly #creations: (Arrival | null)[]
  /** Events that named a pid beside the entity id of a hit's process, by hit and pid. */
  readonly #pids: Map<string, Lead>[]
  /** Leads worked out so far, by hit; forgotten where something new is learned of a hit. */
  readonly #leads: Map<KeyKind, readonly Lead[]>[]
  readonly #starts = new Map<string, Map<string, LogEvent>>()
  readonly #ends = new Map<string, Map<string, LogEvent>>()

  constructor(input: CorrelateInput, book: Book) {
    this.#book = book
    this.roots = input.hits.map((hit, i) => ({ hit: i, event: book.intern(hit.event), step: null }))
    this.#creations = this.roots.map((root) => (this.isCreation(root.event) ? root : null))
    this.#pids = this.roots.map(() => new Map())
    this.#leads = this.roots.map(() => new Map())
    for (const root of this.roots) this.noteBounds(root.event)
  }

  isCreation(event: LogEvent): boolean {
    const keys = this.#book.allKeys(event)
    return keys.has('entity-start') || keys.has('pid-start')
  }

  /** The creation of a hit's process: the hit itself, or an event found for it; null where the log has none. */
  creation(hit: number): Arrival | null {
    return this.#creations[hit] ?? null
  }

  noteCreation(arrival: Arrival): void {
    if (this.#creations[arrival.hit]) return
    this.#creations[arrival.hit] = arrival
    this.#leads[arrival.hit]?.clear()
  }

  /** Starts and ends of pids and sessions, kept by key: they bound lifetimes. */
  noteBounds(event: LogEvent): void {
    const bounds = [
      ['pid-start', 'pid', this.#starts],
      ['pid-end', 'pid', this.#ends],
      ['logon-end', 'logon', this.#ends],
    ] as const
    for (const [kind, of, list] of bounds)
      for (const key of this.#book.keys(event, kind))
        note(list, keyText(of, event.asset, key.value), event)
    // A 4648 belongs to its session, it does not open it.
    if (event.code === '4624')
      for (const key of this.#book.keys(event, 'logon-start'))
        note(this.#starts, keyText('logon', event.asset, key.value), event)
  }

  /** Learns the pid of a hit's process from an event that gives its pid and its entity id together. */
  learnPid(arrival: Arrival): void {
    const entity = this.entity(arrival.hit)
    if (entity === null) return
    for (const process of this.#book.processes(arrival.event)) {
      if (process.entity !== entity || process.pid === null || process.role === 'parent') continue
      const pids = this.#pids[arrival.hit]
      if (!pids || pids.has(process.pid)) continue
      this.#leads[arrival.hit]?.clear()
      const known = this.#book.keys(arrival.event, 'pid').find((key) => key.value === process.pid)
      pids.set(process.pid, {
        from: arrival,
        key: known ?? {
          kind: 'pid',
          asset: arrival.event.asset,
          value: process.pid,
          shown: { 'process.pid': process.pid },
        },
      })
    }
  }

  /** The entity id of a hit's process. */
  entity(hit: number): string | null {
    return this.leads(hit, 'entity')[0]?.key.value ?? null
  }

  /** Keys of one kind to start from, each once; only of the hit's own process and session. */
  leads(hit: number, kind: KeyKind): readonly Lead[] {
    const known = this.#leads[hit]?.get(kind)
    if (known) return known
    const leads = this.#findLeads(hit, kind)
    this.#leads[hit]?.set(kind, leads)
    return leads
  }

  #findLeads(hit: number, kind: KeyKind): readonly Lead[] {
    const root = this.roots[hit]
    if (!root) return []
    const leads = new Map<string, Lead>()
    const add = (from: Arrival): void => {
      for (const key of this.#book.keys(from.event, kind))
        if (!leads.has(key.value) && this.#isOwn(from.event, key))
          leads.set(key.value, { key, from })
    }
    if (kind === 'notable' || kind === 'inbound')
      leads.set('1', { key: ofAsset(kind, root.event), from: root })
    else add(root)
    const creation = this.creation(hit)
    // What the hit says of itself goes before what its creation says.
    if (creation && creation !== root && ofCreation.has(kind)) {
      const nameless = leads.size === 0
      if (nameless || kind === 'entity' || kind === 'pid') add(creation)
    }
    if (kind === 'pid')
      for (const [value, lead] of this.#pids[hit] ?? [])
        if (!leads.has(value)) leads.set(value, lead)
    return [...leads.values()]
  }

  /** A hit may name other processes by pid; its rules start from the one that acts or was made. */
  #isOwn(event: LogEvent, key: LinkKey): boolean {
    if (key.kind !== 'pid') return true
    const role = this.#book.processOfKey(event, key)?.role
    return role === 'actor' || role === 'created'
  }

  /** The life of a pid around a hit; `entity` tells its bearer from others with the same number. */
  pidLife(hit: number, key: LinkKey, entity: string | null): Lifetime {
    const at = this.roots[hit]?.event
    const other = (event: LogEvent): boolean => {
      const theirs = this.#book.keys(event, 'entity')[0]?.value
      return entity !== null && theirs !== undefined && theirs !== entity
    }
    const own = (event: LogEvent): boolean =>
      event.id === at?.id || (entity !== null && this.#book.holds(event, 'entity', entity))
    return this.#life(hit, keyText('pid', key.asset, key.value), other, own)
  }

  /** Whether unique ids say when the bearer of this pid began and ended. */
  isBounded(hit: number, key: LinkKey): boolean {
    const entity = this.entity(hit)
    if (entity === null) return false
    const { start, end } = this.pidLife(hit, key, entity)
    return [start, end].every((e) => e !== null && this.#book.holds(e, 'entity', entity))
  }

  sessionLife(hit: number, key: LinkKey): Lifetime {
    return this.#life(hit, keyText('logon', key.asset, key.value), never, never)
  }

  #life(
    hit: number,
    text: string,
    other: (event: LogEvent) => boolean,
    own: (event: LogEvent) => boolean,
  ): Lifetime {
    const at = this.roots[hit]?.event
    if (!at) return { from: -Infinity, to: Infinity, start: null, end: null }
    return lifetimeAround(
      at,
      [...(this.#starts.get(text)?.values() ?? [])],
      [...(this.#ends.get(text)?.values() ?? [])],
      other,
      own,
    )
  }
}

const never = (): boolean => false

const note = (list: Map<string, Map<string, LogEvent>>, key: string, event: LogEvent): void => {
  const events = list.get(key)
  if (events) events.set(event.id, event)
  else list.set(key, new Map([[event.id, event]]))
}

/** Being on the asset is a key that every hit has, whatever it holds. */
const ofAsset = (kind: 'notable' | 'inbound', event: LogEvent): LinkKey => ({
  kind,
  asset: event.asset,
  value: '1',
  shown: { 'host.name': event.asset },
})
