import { type LogEvent, textOf } from '#queries/event.ts'
import {
  isSharedAccount,
  isSystemFile,
  logonHub,
  networkHub,
  processHub,
} from '#queries/links/hubs.ts'
import type { KeyKind, LinkKey } from '#queries/links/keys.ts'
import type { LinkRule } from '#queries/links/rule.ts'
import { lookupUs, usualLimit } from '#queries/links/rules.ts'
import type { Lifetime } from '../lifetimes.ts'
import { aliveIn, graceUs, rangeSlackUs } from '../lifetimes.ts'
import type { Arrival, Want } from './arrival.ts'
import type { Book } from './book.ts'
import type { CorrelateInput } from './types.ts'

/** How the keys of arrivals become wants: windows around the hit, lifetimes, hubs. */
export class Wants {
  readonly #input: CorrelateInput
  readonly #book: Book
  /** LogonIds that session starts showed to be a service's: hubs on their asset. */
  readonly #serviceLogons = new Set<string>()
  readonly #ends = new Map<string, LogEvent>()

  constructor(input: CorrelateInput, book: Book) {
    this.#input = input
    this.#book = book
  }

  /** A session that a 4624 of type 5 opened is a service's, and a hub from then on. */
  noteSession(start: LogEvent): void {
    if (start.code !== '4624' || textOf(start.fields, 'winlog.logon.type') !== '5') return
    for (const key of this.#book.keys(start, 'logon-start'))
      this.#serviceLogons.add(`${key.asset}\u0000${key.value}`)
  }

  /** Remembers ends of processes: the pid of a descendant is followed until its own. */
  noteEnd(event: LogEvent): void {
    for (const key of this.#book.keys(event, 'entity-end'))
      this.#ends.set(`${key.asset}\u0000${key.value}`, event)
  }

  /** When the process that an event created was over, where that is known. */
  #endOf(event: LogEvent): number {
    const [entity] = this.#book.keys(event, 'entity-start')
    const end = entity ? this.#ends.get(`${entity.asset}\u0000${entity.value}`) : undefined
    return end ? end.time.late + graceUs : Infinity
  }

  /** Every key of the rule's kind that an arrival's event holds. */
  ofEvent(rule: LinkRule, from: Arrival): readonly Want[] {
    if (rule.originCodes && !rule.originCodes.includes(from.event.code)) return []
    const field = rule.originField
    return this.#book
      .keys(from.event, rule.from)
      .filter(
        (key) =>
          (field === undefined || field in key.shown) &&
          !(rule.skipSystemFiles && isSystemFile(key.value)),
      )
      .map((key) => this.ofKey(rule, from, key, null))
  }

  ofKey(rule: LinkRule, from: Arrival, key: LinkKey, life: Lifetime | null): Want {
    const at = this.#input.hits[from.hit]?.event.time.best ?? from.event.time.best
    const window = this.#input.windows.get(rule.id) ?? rule.window
    const before = rule.lookup ? Math.max(lookupUs, window.beforeUs) : window.beforeUs
    const { early, late } = from.event.time
    const near = rule.near
    const since = Math.max(at - before, near ? early - near[0] : -Infinity)
    const over =
      rule.within === 'process' && key.kind === 'pid' ? this.#endOf(from.event) : Infinity
    const until = Math.min(at + window.afterUs, near ? late + near[1] : Infinity, over) + 1
    return {
      from,
      key,
      since: life ? Math.max(since, Math.min(life.from - rangeSlackUs, at)) : since,
      until: life ? Math.min(until, Math.max(life.to + rangeSlackUs, at + 1)) : until,
      keep: life ? (event) => aliveIn(life, event) : null,
      hubLimit: this.#hubLimit(rule, from.event, key),
    }
  }

  /** How many events a hub key may bring: none, or few where the process hosts services; null for no hub. */
  #hubLimit(rule: LinkRule, event: LogEvent, key: LinkKey): number | null {
    const { kind } = key
    if (kind === 'logon') return this.#isServiceSession(key) ? 0 : null
    if (networkKinds.has(kind)) return networkHub(key) === null ? null : 0
    if (kind === 'identity' || kind === 'identity-anywhere')
      return [key.value, ...Object.values(key.shown)].some(isSharedAccount) ? 0 : null
    if (kind === 'file-used') return rule.to === 'file-used' && isSystemFile(key.value) ? 0 : null
    // A creation is one event and joined by id, whomever the process serves.
    if (!processKinds.has(kind) || rule.to === 'entity-start' || rule.to === 'pid-start')
      return null
    const process = this.#book.processOfKey(event, key)
    const hub = process ? processHub(process) : null
    if (hub === null) return null
    // What the hit's own process did may be few; what a serving parent or target did is nobody's.
    return kind === 'entity' || kind === 'pid' ? usualLimit : 0
  }

  #isServiceSession(key: LinkKey): boolean {
    return logonHub(key.value) !== null || this.#serviceLogons.has(`${key.asset}\u0000${key.value}`)
  }
}

const networkKinds: ReadonlySet<KeyKind> = new Set(['tuple', 'source-endpoint', 'logon-endpoint'])
const processKinds: ReadonlySet<KeyKind> = new Set([
  'entity',
  'pid',
  'parent-entity',
  'parent-pid',
  'target-entity',
])
