import type { FieldValue } from '../event.ts'
import type { EventMapping } from './mapping.ts'
import { baseName, directoryOf, splitCommandLine } from './paths.ts'
import type { EventData, Named, Value } from './record.ts'

/**
 * The ECS fields of an event while they are put together, over those its header brings. The event's own
 * fields (`winlog.event_data.…`) stand apart: nobody asks for more than a few of them.
 */
export class OpenFields {
  readonly own = new Map<string, Value>()
  readonly #header: Named<Value>

  constructor(header: Named<Value>) {
    this.#header = header
  }

  get(name: string): Value | undefined {
    return this.own.get(name) ?? this.#header.get(name)
  }

  set(name: string, value: Value): void {
    this.own.set(name, value)
  }
}

const textAt = (fields: OpenFields, name: string): string | undefined => {
  const value = fields.get(name)
  return typeof value === 'string' ? value : undefined
}

const setOnce = (fields: OpenFields, name: string, value: FieldValue | undefined): void => {
  if (value !== undefined && value !== '' && fields.get(name) === undefined) fields.set(name, value)
}

const nameOf = (fields: OpenFields, from: string, to: string): void => {
  const path = textAt(fields, from)
  if (path !== undefined) setOnce(fields, to, baseName(path))
}

/** Registry hives by their short and long names: what can begin a key. */
const hive = /^(HKLM|HKCU|HKU|HKCR|HKCC|HKEY_[A-Z_]+|\\REGISTRY\\[A-Z]+)(?=\\|$)/i

/** Whether the last part of the path is a value and not a key: Sysmon 13 always, 12 when a value went. */
const endsInValue = (fields: OpenFields, data: EventData): boolean => {
  if (fields.get('event.action') === 'registry-value-set') return true
  const type = data.get('EventType') ?? fields.get('winlog.event_data.EventType')
  return typeof type === 'string' && /value/i.test(type)
}

const deriveRegistry = (fields: OpenFields, data: EventData): void => {
  const path = textAt(fields, 'registry.path')
  if (path === undefined) return
  const isValue = fields.get('registry.value') === undefined && endsInValue(fields, data)
  setOnce(fields, 'registry.key', isValue ? directoryOf(path) : path)
  if (isValue) setOnce(fields, 'registry.value', baseName(path))
  setOnce(fields, 'registry.hive', hive.exec(path)?.[1])
}

/** Fields that follow from others: names of paths, arguments, registry parts. What is there is never replaced. */
export const derive = (fields: OpenFields, data: EventData): void => {
  nameOf(fields, 'process.executable', 'process.name')
  nameOf(fields, 'process.parent.executable', 'process.parent.name')
  nameOf(fields, 'target.process.executable', 'target.process.name')
  nameOf(fields, 'dll.path', 'dll.name')
  const path = textAt(fields, 'file.path')
  if (path !== undefined) {
    setOnce(fields, 'file.name', baseName(path))
    setOnce(fields, 'file.directory', directoryOf(path))
  }
  deriveRegistry(fields, data)
  const line = textAt(fields, 'process.command_line')
  if (line !== undefined && fields.get('process.args') === undefined) {
    const args = splitCommandLine(line)
    if (args.length > 0) fields.set('process.args', args)
  }
}

type HashedObject = NonNullable<EventMapping['hashes']>[1]

const namesOf = (object: string): ReadonlyMap<string, string> =>
  new Map([
    ['MD5', `${object}.hash.md5`],
    ['SHA1', `${object}.hash.sha1`],
    ['SHA256', `${object}.hash.sha256`],
    ['SHA512', `${object}.hash.sha512`],
    ['IMPHASH', `${object}.pe.imphash`],
  ])

/** The field of each algorithm, by the object it was taken of. */
const hashNames: Readonly<Record<HashedObject, ReadonlyMap<string, string>>> = {
  process: namesOf('process'),
  dll: namesOf('dll'),
  file: namesOf('file'),
}

/** `SHA1=…,MD5=…`, Sysmon's form of hashes. */
export const hashFields = (fields: OpenFields, object: HashedObject, text: string): void => {
  const names = hashNames[object]
  for (const part of text.split(',', 8)) {
    const at = part.indexOf('=')
    if (at <= 0) continue
    const written = part.slice(0, at)
    const name = names.get(written) ?? names.get(written.trim().toUpperCase())
    if (name !== undefined) setOnce(fields, name, part.slice(at + 1).trim())
  }
}
