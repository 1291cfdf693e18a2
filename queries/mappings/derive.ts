import type { FieldValue } from '../event.ts'
import { baseName, directoryOf, splitCommandLine } from './paths.ts'
import type { Value } from './record.ts'

/** Fields while they are being put together. */
export type OpenFields = Record<string, Value>

const textAt = (fields: OpenFields, name: string): string | undefined => {
  const value = fields[name]
  return typeof value === 'string' ? value : undefined
}

const setOnce = (fields: OpenFields, name: string, value: FieldValue | undefined): void => {
  if (value !== undefined && value !== '' && fields[name] === undefined) fields[name] = value
}

const nameOf = (fields: OpenFields, from: string, to: string): void => {
  const path = textAt(fields, from)
  if (path !== undefined) setOnce(fields, to, baseName(path))
}

/** Registry hives by their short and long names: what can begin a key. */
const hive = /^(HKLM|HKCU|HKU|HKCR|HKCC|HKEY_[A-Z_]+|\\REGISTRY\\[A-Z]+)(?=\\|$)/i

/** Whether the last part of the path is a value and not a key: Sysmon 13 always, 12 when a value went. */
const endsInValue = (fields: OpenFields): boolean => {
  const action = fields['event.action']
  return (
    action === 'registry-value-set' ||
    /value/i.test(textAt(fields, 'winlog.event_data.EventType') ?? '')
  )
}

const deriveRegistry = (fields: OpenFields): void => {
  const path = textAt(fields, 'registry.path')
  if (path === undefined) return
  const isValue = fields['registry.value'] === undefined && endsInValue(fields)
  setOnce(fields, 'registry.key', isValue ? directoryOf(path) : path)
  if (isValue) setOnce(fields, 'registry.value', baseName(path))
  setOnce(fields, 'registry.hive', hive.exec(path)?.[1])
}

/** Fields that follow from others: names of paths, arguments, registry parts. What is there is never replaced. */
export const derive = (fields: OpenFields): void => {
  nameOf(fields, 'process.executable', 'process.name')
  nameOf(fields, 'process.parent.executable', 'process.parent.name')
  nameOf(fields, 'target.process.executable', 'target.process.name')
  nameOf(fields, 'dll.path', 'dll.name')
  const path = textAt(fields, 'file.path')
  if (path !== undefined) {
    setOnce(fields, 'file.name', baseName(path))
    setOnce(fields, 'file.directory', directoryOf(path))
  }
  deriveRegistry(fields)
  const line = textAt(fields, 'process.command_line')
  if (line !== undefined && fields['process.args'] === undefined) {
    const args = splitCommandLine(line)
    if (args.length > 0) fields['process.args'] = args
  }
}

const algorithms: Readonly<Record<string, string>> = {
  MD5: 'hash.md5',
  SHA1: 'hash.sha1',
  SHA256: 'hash.sha256',
  SHA512: 'hash.sha512',
  IMPHASH: 'pe.imphash',
}

/** `SHA1=…,MD5=…`, Sysmon's form of hashes. */
export const hashFields = (fields: OpenFields, object: string, text: string): void => {
  for (const part of text.split(',', 8)) {
    const at = part.indexOf('=')
    const name = part.slice(0, at).trim().toUpperCase()
    if (at > 0 && Object.hasOwn(algorithms, name)) {
      setOnce(fields, `${object}.${algorithms[name]}`, part.slice(at + 1).trim())
    }
  }
}
