import { byNames } from './by-names.ts'
import { parseWritten } from './instant.ts'
import { isObject, type JsonObject, type LogRecord, type Unfolded } from './record.ts'
import { readAzure } from './shapes/azure.ts'
import { hasJsonTime, readEcs, readJson } from './shapes/ecs.ts'
import { readEvtx } from './shapes/evtx.ts'
import { readFlat } from './shapes/flat.ts'
import { readWinlogbeat } from './shapes/winlogbeat.ts'

/**
 * The document shapes that are read (DESIGN §3). `flat` is the OTRF export with `TimeCreated`,
 * `nxlog` the one with `EventTime`; `winlogbeat` covers 6, 7 and 8; `ecs` any ECS document;
 * `evtx` a record rendered by our reader; `azure` Log Analytics rows; `json` any other JSON object.
 */
export type Shape = 'nxlog' | 'flat' | 'winlogbeat' | 'ecs' | 'evtx' | 'azure' | 'json'

const isWinlogbeat = (d: JsonObject): boolean => {
  const winlog = d['winlog']
  if (isObject(winlog))
    return ['channel', 'event_id', 'provider_name', 'event_data'].some((name) => name in winlog)
  if ('winlog.channel' in d || 'winlog.event_id' in d) return true
  return 'event_id' in d && ('log_name' in d || 'computer_name' in d || 'source_name' in d)
}

const isAzure = (d: JsonObject): boolean =>
  ('TimeGenerated' in d || 'TimeGenerated [UTC]' in d) &&
  ['EventID', 'EventData', 'SyslogMessage', 'TenantId', 'SourceSystem', 'Computer'].some(
    (name) => name in d,
  )

const isEcs = (d: JsonObject): boolean =>
  '@timestamp' in d &&
  (isObject(d['ecs']) ||
    isObject(d['event']) ||
    'event.code' in d ||
    'event.category' in d ||
    'ecs.version' in d)

const windowsShape = (d: JsonObject): Shape | null => {
  const isWindows = 'EventID' in d && ('Channel' in d || 'SourceName' in d)
  if (isWindows && 'EventTime' in d) return 'nxlog'
  return isWindows || ('Id' in d && 'LogName' in d) ? 'flat' : null
}

/** The shape that the names alone tell, without what stands under them; null where they do not. */
const shapeOfNames = byNames((names): Shape | null => {
  if (names.includes('Event') || names.includes('winlog')) return null
  const named = Object.fromEntries(names.map((name) => [name, true]))
  if (isWinlogbeat(named)) return 'winlogbeat'
  return isAzure(named) ? 'azure' : windowsShape(named)
})

/** Tells the shape of one document; null when it is no event that could be read. */
export const shapeOf = (document: JsonObject, { names }: Unfolded): Shape | null => {
  const told = shapeOfNames(names)
  if (told !== null) return told
  const event = document['Event']
  if (isObject(event) && isObject(event['System'])) return 'evtx'
  if (isWinlogbeat(document)) return 'winlogbeat'
  if (isAzure(document)) return 'azure'
  const windows = windowsShape(document)
  if (windows !== null) return windows
  if (isEcs(document)) return 'ecs'
  return hasJsonTime(document) || parseWritten(document['@timestamp']) ? 'json' : null
}

/** Decodes a document to the record it is; `context` is the shape of one that does not tell. */
export const readRecord = (document: JsonObject, unfolded: Unfolded, context: Shape): LogRecord => {
  const shape = shapeOf(document, unfolded) ?? context
  switch (shape) {
    case 'nxlog':
      return readFlat(document, unfolded, true)
    case 'flat':
      return readFlat(document, unfolded, false)
    case 'winlogbeat':
      return readWinlogbeat(document)
    case 'azure':
      return readAzure(document)
    case 'evtx':
      return readEvtx(document)
    case 'ecs':
      return readEcs(document)
    case 'json':
      return readJson(document)
  }
}
