import { type LogEvent, textOf } from '../event.ts'
import type { KeyKind, LinkKey } from './keys.ts'

export type ProcessRole = 'actor' | 'created' | 'parent' | 'target'

/** One process that an event speaks of. `entity` and `pid` are canonical, as in link keys; null where not given. */
export interface ProcessMention {
  readonly role: ProcessRole
  readonly entity: string | null
  readonly pid: string | null
  readonly name: string
  readonly executable: string
  readonly commandLine: string
}

/** Keys of one event by kind. */
export type KeysByKind = ReadonlyMap<KeyKind, readonly LinkKey[]>

export const groupKeys = (keys: readonly LinkKey[]): KeysByKind => {
  const byKind = new Map<KeyKind, LinkKey[]>()
  for (const key of keys) {
    const list = byKind.get(key.kind)
    if (list) list.push(key)
    else byKind.set(key.kind, [key])
  }
  return byKind
}

const valueOf = (keys: KeysByKind, kind: KeyKind): string | null =>
  keys.get(kind)?.[0]?.value ?? null

const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1)

/** A pid that can be a key: neither none, nor the idle process, nor the kernel. */
const pidOf = (event: LogEvent, field: string): string | null => {
  const text = textOf(event.fields, field)
  return text === undefined || !/^\d+$/.test(text) || text === '0' || text === '4' ? null : text
}

const mention = (
  event: LogEvent,
  role: ProcessRole,
  prefix: string,
  entity: string | null,
): ProcessMention | null => {
  const executable = textOf(event.fields, `${prefix}.executable`) ?? ''
  const name = textOf(event.fields, `${prefix}.name`) ?? baseName(executable)
  const pid = pidOf(event, `${prefix}.pid`)
  if (entity === null && pid === null && name === '') return null
  return {
    role,
    entity,
    pid,
    name,
    executable,
    commandLine: textOf(event.fields, `${prefix}.command_line`) ?? '',
  }
}

/** Every process an event speaks of, the one it is by (or that it created) first. */
export const processesOf = (event: LogEvent, keys: KeysByKind): readonly ProcessMention[] => {
  const created = keys.has('entity-start') || keys.has('pid-start')
  return [
    mention(event, created ? 'created' : 'actor', 'process', valueOf(keys, 'entity')),
    mention(event, 'parent', 'process.parent', valueOf(keys, 'parent-entity')),
    mention(event, 'target', 'target.process', valueOf(keys, 'target-entity')),
  ].filter((m) => m !== null)
}
