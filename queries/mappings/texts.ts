import type { LogRecord } from './record.ts'
import { firstText, isNothing } from './record.ts'

/*
 * Providers that put several values into one text: PowerShell's context and WMI-Activity's one line.
 * Each value gets a name of its own; a name that the log has already is left alone.
 */

const put = (record: LogRecord, name: string, value: string): boolean => {
  if (record.data.has(name) || isNothing(value)) return false
  record.data.set(name, value.trim())
  return true
}

const maxLines = 60

/** `Key = Value` lines. The context of a pipeline is followed by user text, which is never read as context. */
const readPairs = (record: LogRecord, text: string, isMessage: boolean): void => {
  for (const line of text.split(/\r?\n/, maxLines)) {
    if (/^\s*(details|payload):/i.test(line)) return
    const m = /^\s*([A-Z][A-Za-z ]{1,30}?)\s*=(.*)$/.exec(line)
    if (m?.[1] === undefined || m[2] === undefined) continue
    if (put(record, m[1], m[2]) && isMessage) record.fromMessage.add(m[1])
  }
}

/** The part of a classic PowerShell message that the engine wrote, after the command line it reports on. */
const contextOf = (message: string): string => {
  const at = message.search(/^(Context Information|Details):\s*$/im)
  return at < 0 ? '' : message.slice(message.indexOf('\n', at) + 1)
}

/** PowerShell 4103: `ContextInfo`. */
const readContextInfo = (record: LogRecord): void => {
  const info = firstText(record.data.get('ContextInfo'))
  if (info !== '') readPairs(record, info, false)
}

/** Windows PowerShell 400, 403, 600, 800: the second unnamed text, or the rendered message. */
const readClassicContext = (record: LogRecord): void => {
  for (const name of ['param2', 'param3', 'Data']) {
    const text = firstText(record.data.get(name))
    if (/^\s*(HostId|HostName|DetailSequence|ProviderName|NewEngineState)\s*=/m.test(text)) {
      readPairs(record, text, false)
      return
    }
  }
  readPairs(record, contextOf(record.message), true)
}

/** WMI-Activity names in the message and in the event's own data. */
const wmiNames: readonly (readonly [name: string, label: string])[] = [
  ['Namespace', 'Namespace|NamespaceName'],
  ['ESS', 'Eventfilter'],
  ['CONSUMER', 'Consumer'],
  ['Id', 'Id'],
  ['ClientMachine', 'ClientMachine'],
  ['User', 'User'],
  ['ClientProcessId', 'ClientProcessId'],
  ['Component', 'Component'],
  ['Operation', 'Operation'],
  ['ResultCode', 'ResultCode'],
  ['HostProcess', 'HostProcess'],
  ['ProcessID', 'ProcessID'],
  ['ProviderPath', 'ProviderPath'],
]

/** WMI-Activity 5857-5861: `Name = value; Name = value` in the message. */
const readWmiMessage = (record: LogRecord): void => {
  if (record.message === '') return
  for (const [name, label] of wmiNames) {
    if (record.data.has(name)) continue
    const m = new RegExp(`(?:^|[;.]\\s*)(?:${label}) = ([^;]*)`, 'i').exec(record.message)
    const value = m?.[1]?.replace(/ \(refer to its activate eventid:\d+\)$/i, '')
    if (value !== undefined && put(record, name, value)) record.fromMessage.add(name)
  }
}

/** Reads the texts of the providers that have them. */
export const readTexts = (record: LogRecord, provider: string): void => {
  if (provider === 'microsoft-windows-powershell') {
    if (record.code === '4103') readContextInfo(record)
  } else if (provider === 'powershell') readClassicContext(record)
  else if (provider === 'microsoft-windows-wmi-activity') readWmiMessage(record)
}
