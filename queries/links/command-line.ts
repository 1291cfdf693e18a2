import { foldCase } from '../event.ts'
import { splitCommandLine } from '../mappings/paths.ts'
import { remember } from '../remember.ts'

/* What a command line names. Only plain forms are read; what is built at run time is not seen. */

const maxPaths = 12
const maxLength = 16_384

const drivePath = /(?:^|[\s"'=:;,(@>])((?:[a-z]:|%%?[a-z]+%%?)[\\/][^"'<>|*?\r\n,;]+)/gi
const fileName =
  /^[^\\/:*?"<>|\r\n]{1,128}\.(?:exe|dll|ps1|psm1|bat|cmd|vbs|vbe|js|jse|wsf|hta|sct|xll|msi|lnk|scr|cpl|inf|xsl|xml|py|dmp|com|ocx|sys|jar)$/i

/** Cuts a path at the first space after a known kind of file: unquoted command lines hold spaces. */
const endOfPath = (text: string): string => {
  const m = /^.*?\.[a-z0-9]{1,5}(?=\s|$)/i.exec(text)
  return (m?.[0] ?? text.split(/\s/, 1)[0] ?? '').trim()
}

/** The files a command line (or a task's XML) names, at most 12. Relative names count from `folder`. */
export const pathsIn = (line: string, folder?: string): readonly string[] => {
  const text = line.slice(0, maxLength)
  const found = new Set<string>()
  for (const m of text.matchAll(drivePath)) {
    if (found.size >= maxPaths) return [...found]
    if (m[1] !== undefined) found.add(endOfPath(m[1]))
  }
  if (folder === undefined || !/^[a-z]:\\/i.test(folder)) return [...found]
  const base = folder.replace(/\\+$/, '')
  for (const arg of splitCommandLine(text).slice(1)) {
    if (found.size >= maxPaths) break
    const name = arg.replace(/^\.[\\/]/, '').split(',', 1)[0] ?? ''
    if (fileName.test(name)) found.add(`${base}\\${name}`)
  }
  return [...found]
}

const longestKey = 4_096

/** The variables of a service's environment as Windows comes; a process shows what they became. */
const variables: Readonly<Record<string, string>> = {
  comspec: 'c:\\windows\\system32\\cmd.exe',
  systemroot: 'c:\\windows',
  windir: 'c:\\windows',
  temp: 'c:\\windows\\temp',
  tmp: 'c:\\windows\\temp',
}
const expanded = (text: string): string =>
  text.replace(/%([a-z]{3,10})%/gi, (whole, name: string) => variables[foldCase(name)] ?? whole)

/**
 * Program name and arguments, folded: one text for `%COMSPEC% /c x` of a service and
 * `C:\\Windows\\system32\\cmd.exe /c x` of its process. Undefined without arguments: a bare program is a file.
 */
export const commandIn = remember((line: string): string | undefined => {
  const text = expanded(line.slice(0, longestKey).replaceAll('%%', '%').trim())
  const m = /^"([^"]+)"\s*(.*)$/s.exec(text) ?? /^(\S+)\s+(.*)$/s.exec(text)
  const rest = m?.[2]?.replace(/\s+/g, ' ').trim() ?? ''
  if (m?.[1] === undefined || rest === '') return undefined
  const name = foldCase(m[1].slice(m[1].lastIndexOf('\\') + 1))
  return `${name.replace(/\.exe$/, '')} ${foldCase(rest)}`
})

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}
const unescapeXml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole)

/** The first command that a task's XML runs, with its arguments. */
export const taskCommandIn = (xml: string): string | undefined => {
  const text = xml.slice(0, maxLength)
  const command = /<Command>([^<]*)<\/Command>/i.exec(text)?.[1]
  const rest = /<Arguments>([^<]*)<\/Arguments>/i.exec(text)?.[1] ?? ''
  return command === undefined ? undefined : commandIn(unescapeXml(`${command} ${rest}`))
}

/** Class and application ids, at most 8. */
export const guidsIn = remember((line: string): readonly string[] =>
  (line.slice(0, maxLength).match(/\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}/gi) ?? []).slice(
    0,
    8,
  ),
)

const program = (arg: string | undefined, names: RegExp): boolean =>
  arg !== undefined &&
  names.test(arg.slice(Math.max(arg.lastIndexOf('\\'), arg.lastIndexOf('/')) + 1))

/** The service that `sc` or `net` is told to make or to start. */
export const serviceIn = remember((line: string): string | undefined => {
  const args = splitCommandLine(line.slice(0, maxLength))
  const at = args.findIndex((arg) => program(arg, /^(sc|net1?)(\.exe)?$/i))
  if (at < 0) return undefined
  const rest = args.slice(at + 1).filter((arg) => !arg.startsWith('\\\\'))
  return /^(create|start|stop|config|delete|failure|sdset)$/i.test(rest[0] ?? '')
    ? rest[1]
    : undefined
})

/** The task that `schtasks` is told about with `/tn`. */
export const taskIn = remember((line: string): string | undefined => {
  const args = splitCommandLine(line.slice(0, maxLength))
  const at = args.findIndex((arg) => /^[/-]tn$/i.test(arg))
  return at < 0 ? undefined : args[at + 1]
})
