import type { EventKind } from '../event.ts'
import type { OpenFields } from './derive.ts'
import { firstText, type LogRecord } from './record.ts'

/*
 * Security events about an object say in `ObjectType` what it is: a file, a registry key, a process. Share
 * events name a file by share path and relative name.
 */

const objectKinds: Readonly<Record<string, readonly [kind: EventKind, field: string]>> = {
  File: ['file', 'file.path'],
  Key: ['registry', 'registry.path'],
  Process: ['access', 'target.process.executable'],
}

/** 4656, 4663 and their like: the field that the object name belongs to, and the kind of event it makes. */
export const readObject = (record: LogRecord, fields: OpenFields): EventKind | undefined => {
  const name = firstText(record.data.get('ObjectName'))
  if (name === '') return undefined
  const type = firstText(record.data.get('ObjectType'))
  if (!Object.hasOwn(objectKinds, type)) return undefined
  const found = objectKinds[type]
  if (!found) return undefined
  const [kind, field] = found
  if (fields.get(field) === undefined) fields.set(field, name)
  return kind
}

/** 5145: the share's local path with the name inside it, or the share's own name where no local path is known. */
export const readShare = (record: LogRecord, fields: OpenFields): void => {
  const relative = firstText(record.data.get('RelativeTargetName'))
  if (relative === '' || relative === '\\') return
  const local = firstText(record.data.get('ShareLocalPath')).replace(/^\\\?\?\\/, '')
  const share = firstText(record.data.get('ShareName'))
  const base = (local === '' ? share : local).replace(/\\+$/, '')
  fields.set('file.path', `${base}\\${relative.replace(/^\\+/, '')}`)
}
