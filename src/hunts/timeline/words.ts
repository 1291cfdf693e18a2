import type { EventKind } from '#queries/event.ts'
import type { KeyKind } from '#queries/links/keys.ts'
import { linkPaths, stepRule } from '#queries/links/paths.ts'
import { linkRules } from '#queries/links/rules.ts'
import type { ShownKey } from '../correlate/types.ts'

const rules = new Map(linkRules.map((rule) => [rule.id, rule]))
const paths = new Map(linkPaths.map((path) => [path.id, path]))

/** What joined two events, in two or three words: the `Key` column. */
const keyWords: Readonly<Partial<Record<KeyKind, string>>> = {
  entity: 'process entity',
  'target-entity': 'target entity',
  'target-pid': 'target pid',
  'parent-entity': 'parent entity',
  'entity-start': 'process entity',
  'entity-end': 'process entity',
  pid: 'host + pid',
  'parent-pid': 'parent pid',
  'pid-start': 'host + pid',
  'pid-end': 'host + pid',
  logon: 'logon id',
  'logon-start': 'logon id',
  'logon-end': 'logon id',
  'logon-guid': 'logon guid',
  tuple: 'five-tuple',
  'source-endpoint': 'source port',
  'logon-endpoint': 'source port',
  'service-endpoint': 'destination',
  'file-written': 'file path',
  'file-used': 'file path',
  registry: 'registry path',
  clsid: 'COM class',
  pipe: 'pipe',
  service: 'service',
  task: 'task',
  wmi: 'WMI consumer',
  'powershell-host': 'PowerShell host',
  'script-block': 'script block',
  notable: 'nearness',
  command: 'command',
  identity: 'account',
  'identity-anywhere': 'account',
}

const spaced = (id: string): string => id.replaceAll('-', ' ')

/** The key of a rule, or of the last step of a path. */
export const keyWord = (id: string): string => {
  const rule = rules.get(id) ?? rules.get(stepRule(paths.get(id)?.steps.at(-1) ?? ''))
  return rule ? (keyWords[rule.to] ?? spaced(rule.to)) : spaced(id)
}

export const ruleTitle = (id: string): string =>
  rules.get(id)?.title ?? paths.get(id)?.title ?? spaced(id)

/** Why a link of this rule or path is there, one sentence; null where this version does not know it. */
export const ruleReason = (id: string): string | null =>
  rules.get(id)?.reason ?? paths.get(id)?.reason ?? null

/** The values of a key as the log writes them. */
export const keyValues = (key: ShownKey): string => Object.values(key).map(String).join(' + ')

export const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`

/** A path's last part. */
export const baseName = (path: string): string =>
  path.split(/[\\/]/).findLast((p) => p !== '') ?? path

const maxLabel = 30

/**
 * A few characters beside a mark, out of the evidence in its row's sentence: the file's name, the address
 * and port, the command line. Empty where the row has nothing short to say.
 */
export const markLabel = (
  kind: EventKind,
  code: string,
  parts: readonly Part[],
  laneName: string,
  isHit: boolean,
): string => {
  const last = objectOf(parts)
  switch (kind) {
    case 'process': {
      const command = shortCommand(last)
      const isOwn = command.toLowerCase().startsWith(laneName.toLowerCase())
      if (isHit || !isOwn || laneName === '') return cut(command, maxLabel)
      return cut(command.slice(laneName.length).trim(), maxLabel)
    }
    case 'file':
    case 'module':
    case 'registry':
    case 'task':
      return cut(baseName(last), maxLabel)
    case 'network':
    case 'script':
      return cut(last, 24)
    case 'access':
      return cut(baseName(last), 20)
    case 'logon':
    case 'control':
    case 'other':
      return code
  }
}

type Part = { readonly text: string; readonly evidence?: boolean }

const isWord = (part: Part): boolean => part.evidence !== true && /[a-z]/i.test(part.text)

/** What a sentence is about: the evidence behind its verb, as in `started` powershell.exe -nop. */
const objectOf = (parts: readonly Part[]): string => {
  const port = parts.findIndex((part) => /\bport $/.test(part.text) && isWord(part))
  if (port >= 0) return `:${parts[port + 1]?.text ?? ''}`
  const behind = parts.slice(parts.findIndex(isWord) + 1)
  const end = behind.findIndex(isWord)
  return (end < 0 ? behind : behind.slice(0, end))
    .map((part) => part.text)
    .join('')
    .trim()
}

/** A command line without the folder of its program. */
const shortCommand = (text: string): string => {
  const quoted = /^"([^"]*)"(.*)$/.exec(text)
  if (quoted) return `${baseName(quoted[1] ?? '')}${quoted[2] ?? ''}`
  const space = text.search(/\s/)
  const program = space < 0 ? text : text.slice(0, space)
  return `${baseName(program)}${space < 0 ? '' : text.slice(space)}`
}
