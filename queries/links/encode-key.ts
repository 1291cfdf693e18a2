import type { KeyKind } from './keys.ts'

/** The long spellings of a hive, for sources that write them. */
const hiveSpellings: Readonly<Record<string, readonly string[]>> = {
  hklm: ['HKLM', 'HKEY_LOCAL_MACHINE', '\\REGISTRY\\MACHINE'],
  hku: ['HKU', 'HKEY_USERS', '\\REGISTRY\\USER'],
  hkcu: ['HKCU', 'HKEY_CURRENT_USER'],
  hkcc: ['HKCC', 'HKEY_CURRENT_CONFIG'],
}

const isGuid = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)

const guidSpellings = (value: string): readonly string[] =>
  isGuid(value) ? [value, `{${value}}`, value.toUpperCase(), `{${value.toUpperCase()}}`] : [value]

const pidSpellings = (value: string): readonly string[] => {
  const hex = Number(value).toString(16)
  return [value, `0x${hex}`, `0x${hex.toUpperCase()}`]
}

const logonSpellings = (value: string): readonly string[] => {
  const hex = BigInt(value).toString(16)
  return [value, `0x${hex}`, `0x${hex.toUpperCase()}`]
}

const registrySpellings = (value: string): readonly string[] => {
  const slash = value.indexOf('\\')
  const rest = value.slice(slash)
  const hives = hiveSpellings[value.slice(0, slash)] ?? []
  const paths = [rest]
  const current = /^\\system\\currentcontrolset(?=\\|$)/
  if (current.test(rest)) paths.push(rest.replace(current, '\\System\\ControlSet001'))
  return [value, ...hives.flatMap((hive) => paths.map((path) => `${hive}${path}`))]
}

/**
 * Every spelling in which a source may hold a key's canonical value, beside differences of case that an
 * engine folds by itself. Tuples and endpoints stand in several fields of a source, never as one value:
 * they come back as they are. A path comes back without a drive, and on the usual one.
 */
export const encodeKey = (kind: KeyKind, value: string): readonly string[] => {
  switch (kind) {
    case 'entity':
    case 'target-entity':
    case 'parent-entity':
    case 'entity-start':
    case 'entity-end':
    case 'logon-guid':
    case 'clsid':
    case 'powershell-host':
    case 'script-block':
      return guidSpellings(value)
    case 'pid':
    case 'target-pid':
    case 'parent-pid':
    case 'pid-start':
    case 'pid-end':
      return pidSpellings(value)
    case 'logon':
    case 'logon-start':
    case 'logon-end':
      return logonSpellings(value)
    case 'registry':
      return registrySpellings(value)
    case 'file-written':
    case 'file-used':
      return value.startsWith('\\\\') ? [value] : [value, `C:${value}`]
    case 'pipe':
      return [value, `\\${value}`]
    case 'task':
      return [value, value.slice(1)]
    case 'tuple':
    case 'source-endpoint':
    case 'logon-endpoint':
    case 'service-endpoint':
    case 'service':
    case 'wmi':
    case 'identity':
    case 'identity-anywhere':
    case 'command':
    case 'notable':
    case 'inbound':
      return [value]
  }
}
