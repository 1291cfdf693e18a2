import type { MessageRule } from './mapping.ts'
import { isNothing, type LogRecord } from './record.ts'

/**
 * Reads a rendered Windows message: `Label: value` lines, under the section that stands alone before them.
 * Keys are `Section|Label` and, for the first of its name, `Label`. English messages only: other languages
 * find nothing, and the fields stay absent.
 */
export const readMessage = (message: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  let section = ''
  for (const line of message.split(/\r?\n/, 400)) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const label = line.slice(0, colon).trim()
    const value = line.slice(colon + 1).trim()
    if (label === '' || label.length > 64) continue
    if (value === '') {
      if (!/^\s/.test(line)) section = label
      continue
    }
    if (section !== '' && !found.has(`${section}|${label}`)) found.set(`${section}|${label}`, value)
    if (!found.has(label)) found.set(label, value)
  }
  return found
}

const valueOf = (
  from: string | RegExp,
  message: string,
  read: () => ReadonlyMap<string, string>,
): string | undefined => (typeof from === 'string' ? read().get(from) : from.exec(message)?.[1])

/** Providers spell one name in two ways (`ProcessId` of 4688, `ProcessID` of 5156): either is a field of the log. */
const otherCase = (name: string): string =>
  name.replace(/(Id|ID|Guid|GUID)$/, (end) =>
    end === end.toUpperCase() ? `${end[0]}${end.slice(1).toLowerCase()}` : end.toUpperCase(),
  )

/** Fills in what the collector left in the message only. A field that is there is never overwritten. */
export const fillFromMessage = (record: LogRecord, wanted: readonly MessageRule[]): void => {
  if (record.message === '') return
  let lines: ReadonlyMap<string, string> | undefined
  const read = (): ReadonlyMap<string, string> => (lines ??= readMessage(record.message))
  for (const [name, ...from] of wanted) {
    if (record.data.has(name) || record.data.has(otherCase(name))) continue
    for (const place of from.length === 0 ? [name] : from) {
      const value = valueOf(place, record.message, read)
      if (value === undefined || isNothing(value)) continue
      record.data.set(name, value)
      record.fromMessage.add(name)
      break
    }
  }
}
