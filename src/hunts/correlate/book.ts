import type { LogEvent } from '#queries/event.ts'
import { keysFor } from '#queries/links/keys-cache.ts'
import type { KeyKind, LinkKey } from '#queries/links/keys.ts'
import {
  groupKeys,
  type KeysByKind,
  processesOf,
  type ProcessMention,
} from '#queries/links/processes.ts'

const none: readonly LinkKey[] = []

/**
 * Every event one correlation has seen, once each, with its keys and processes worked out at most once.
 * Connectors decode a row anew for every answer; here it becomes one object again.
 */
export class Book {
  readonly #events = new Map<string, LogEvent>()
  readonly #keys = new Map<LogEvent, KeysByKind>()
  readonly #processes = new Map<LogEvent, readonly ProcessMention[]>()

  /** The one object that stands for this event. */
  intern(event: LogEvent): LogEvent {
    const known = this.#events.get(event.id)
    if (known) return known
    this.#events.set(event.id, event)
    return event
  }

  allKeys(event: LogEvent): KeysByKind {
    let keys = this.#keys.get(event)
    if (!keys) {
      keys = groupKeys(keysFor(event))
      this.#keys.set(event, keys)
    }
    return keys
  }

  keys(event: LogEvent, kind: KeyKind): readonly LinkKey[] {
    return this.allKeys(event).get(kind) ?? none
  }

  holds(event: LogEvent, kind: KeyKind, value: string): boolean {
    return this.keys(event, kind).some((key) => key.value === value)
  }

  processes(event: LogEvent): readonly ProcessMention[] {
    let found = this.#processes.get(event)
    if (!found) {
      found = processesOf(event, this.allKeys(event))
      this.#processes.set(event, found)
    }
    return found
  }

  /** What the event itself says of the process that one of its keys names. */
  processOfKey(event: LogEvent, key: LinkKey): ProcessMention | undefined {
    const roles = roleOfKind[key.kind]
    if (!roles) return undefined
    return this.processes(event).find(
      (p) => roles.includes(p.role) && (p.entity === key.value || p.pid === key.value),
    )
  }
}

const acting = ['actor', 'created'] as const
const roleOfKind: Partial<Record<KeyKind, readonly ProcessMention['role'][]>> = {
  entity: acting,
  'entity-start': acting,
  'entity-end': acting,
  pid: [...acting, 'target'],
  'pid-start': acting,
  'pid-end': acting,
  'target-entity': ['target'],
  'parent-entity': ['parent'],
  'parent-pid': ['parent'],
}
