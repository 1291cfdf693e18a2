import { foldCase } from '../event.ts'
import { logonId } from '../mappings/decode.ts'
import { remember } from '../remember.ts'

/* One spelling for every spelling of what two events can share. Undefined means: never a key (DESIGN §6). */

const guidPattern = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i

/** A GUID in lower case without braces; undefined for the zero GUID and for what is none. */
export const canonicalGuid = remember((text: string): string | undefined => {
  const guid = guidPattern.exec(text.trim())?.[1]
  if (guid === undefined || /^[0-]+$/.test(guid)) return undefined
  return foldCase(guid)
})

/** An entity id: a GUID in its one spelling, or any other id as it stands (agents beside Sysmon have their own). */
export const canonicalEntity = remember((text: string): string | undefined => {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed === '-' || trimmed.length > 256) return undefined
  return guidPattern.test(trimmed) ? canonicalGuid(trimmed) : trimmed
})

/** A LogonId in decimal; undefined for 0x0, which is no session. */
export const canonicalLogon = remember((text: string): string | undefined => {
  const hex = logonId(text)
  return hex === undefined ? undefined : BigInt(hex).toString(10)
})

/** A pid in decimal; 0 (idle) and 4 (System) are shared by everything. */
export const canonicalPid = (value: string | number): string | undefined => {
  const pid = Number(value)
  return Number.isInteger(pid) && pid > 0 && pid !== 4 && pid < 2 ** 32 ? String(pid) : undefined
}

const namespacePrefix = /^\\\\[?.]\\|^\\\?\?\\/
const devicePrefix =
  /^\\device\\(harddiskvolume\d+|harddisk\d+\\partition\d+|vhdharddisk\{[^}]*\})(?=\\)/
const windowsFolder = /^(%%?(systemroot|windir)%%?|\\systemroot)(?=\\)/

/**
 * A file path, folded, with backslashes, without its drive and without an alternate stream. The drive goes
 * because the kernel writes volume numbers where others write drive letters, and no log says which is which.
 * UNC paths stay whole. Undefined for what is no absolute path.
 */
export const canonicalPath = remember((text: string): string | undefined => {
  let path = foldCase(text.trim().replaceAll('"', '')).replaceAll('/', '\\')
  if (path.length < 3 || path.length > 2048) return undefined
  path = path
    .replace(namespacePrefix, '')
    .replace(devicePrefix, '')
    .replace(windowsFolder, '\\windows')
  if (path.startsWith('unc\\')) path = `\\\\${path.slice(4)}`
  path = path.replace(/^[a-z]:(?=\\)/, '')
  if (!path.startsWith('\\')) return undefined
  const stream = path.indexOf(':')
  if (stream > 0) path = path.slice(0, stream)
  path = path.replace(/\\+$/, '')
  return path.length < 2 ? undefined : path
})

const hives: readonly (readonly [pattern: RegExp, hive: string])[] = [
  [/^\\registry\\machine(?=\\|$)/, 'hklm'],
  [/^\\registry\\user(?=\\|$)/, 'hku'],
  [/^hkey_local_machine(?=\\|$)/, 'hklm'],
  [/^hkey_users(?=\\|$)/, 'hku'],
  [/^hkey_current_user(?=\\|$)/, 'hkcu'],
  [/^hkey_current_config(?=\\|$)/, 'hkcc'],
  [/^(hkey_classes_root|hkcr)(?=\\|$)/, 'hklm\\software\\classes'],
]

/** A registry key with one name for each hive and for the control set in use; undefined for what is none. */
export const canonicalRegistry = remember((text: string): string | undefined => {
  let path = foldCase(text.trim())
  if (path.length > 2048) return undefined
  for (const [pattern, hive] of hives) path = path.replace(pattern, hive)
  path = path.replace(/^hklm\\system\\controlset\d{3}(?=\\|$)/, 'hklm\\system\\currentcontrolset')
  path = path.replace(/\\+$/, '')
  return /^(hklm|hku|hkcu|hkcc)\\/.test(path) ? path : undefined
})

/** A task's folded path with its leading backslash. */
export const canonicalTask = remember((text: string): string | undefined => {
  const name = foldCase(text.trim().replaceAll('"', '')).replaceAll('/', '\\').replace(/^\\+/, '')
  return name === '' || name === '-' || name.length > 512 ? undefined : `\\${name}`
})

/** A plain object name (service, WMI filter, consumer), folded. */
export const canonicalName = (text: string): string | undefined => {
  const name = foldCase(text.trim().replaceAll('"', ''))
  return name === '' || name === '-' || name.length > 512 ? undefined : name
}

/** A pipe by its bare name; anonymous pipes have none. */
export const canonicalPipe = (text: string): string | undefined => {
  const name = foldCase(text.trim()).replace(/^\\\\[^\\]+\\pipe\\|^\\device\\namedpipe\\|^\\+/, '')
  return name === '' || name.startsWith('<') || name.startsWith('&lt;') || name.length > 256
    ? undefined
    : name
}
