import { parseWritten } from './instant.ts'
import { isObject, type JsonObject, type LogRecord } from './record.ts'
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

/** Tells the shape of one document; null when it is no event that could be read. */
export const shapeOf = (document: unknown): Shape | null => {
  if (!isObject(document)) return null
  const event = document['Event']
  if (isObject(event) && isObject(event['System'])) return 'evtx'
  if (isWinlogbeat(document)) return 'winlogbeat'
  if (isAzure(document)) return 'azure'
  const isWindows = 'EventID' in document && ('Channel' in document || 'SourceName' in document)
  if (isWindows && 'EventTime' in document) return 'nxlog'
  if (isWindows || ('Id' in document && 'LogName' in document)) return 'flat'
  if (isEcs(document)) return 'ecs'
  return hasJsonTime(document) || parseWritten(document['@timestamp']) ? 'json' : null
}

/** Decodes a document to the record it is. */
export const readRecord = (document: JsonObject, shape: Shape): LogRecord => {
  switch (shape) {
    case 'nxlog':
      return readFlat(document, true)
    case 'flat':
      return readFlat(document, false)
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
