import { unescapeXml } from './decode.ts'
import type { JsonObject } from './record.ts'

/*
 * The XML of one Windows event, as Log Analytics and Sysmon for Linux carry it inside a JSON text. Only the
 * forms that occur there are read, by linear patterns; anything else leaves the field out.
 */

const element = (xml: string, name: string): string => {
  const m = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(xml)
  return m?.[1] === undefined ? '' : unescapeXml(m[1])
}

const attributeOf = (xml: string, name: string, attribute: string): string => {
  const tag = new RegExp(`<${name}\\s([^>]*)>`).exec(xml)?.[1] ?? ''
  const m = new RegExp(`(?:^|\\s)${attribute}=(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return unescapeXml(m?.[1] ?? m?.[2] ?? '')
}

const maxData = 500

/** `<Data Name="x">y</Data>` in order; data without a name comes under its place. */
export const readDataXml = (xml: string): Readonly<Record<string, string>> => {
  const found: [string, string][] = []
  const pattern =
    /<(?:Data|Param)(?:\s+Name=(?:"([^"]*)"|'([^']*)'))?\s*(?:\/>|>([^<]*)<\/(?:Data|Param)>)/g
  let unnamed = 0
  for (const m of xml.matchAll(pattern)) {
    if (found.length >= maxData) break
    const name = m[1] ?? m[2] ?? `param${(unnamed += 1)}`
    found.push([unescapeXml(name), unescapeXml(m[3] ?? '')])
  }
  return Object.fromEntries(found)
}

/** Whether a text is the XML of one event. */
export const isEventXml = (text: string): boolean => /^\s*(<\?xml[^>]*>\s*)?<Event[\s>]/.test(text)

/** An event's XML in the form of a record rendered as JSON. */
export const readEventXml = (xml: string): JsonObject => {
  const end = xml.indexOf('</System>')
  const system = end < 0 ? xml : xml.slice(0, end)
  return {
    System: {
      Provider: {
        Name: attributeOf(system, 'Provider', 'Name'),
        Guid: attributeOf(system, 'Provider', 'Guid'),
      },
      EventID: element(system, 'EventID'),
      Version: element(system, 'Version'),
      Level: element(system, 'Level'),
      Task: element(system, 'Task'),
      Opcode: element(system, 'Opcode'),
      Keywords: element(system, 'Keywords'),
      TimeCreated: { SystemTime: attributeOf(system, 'TimeCreated', 'SystemTime') },
      EventRecordID: element(system, 'EventRecordID'),
      Execution: {
        ProcessID: attributeOf(system, 'Execution', 'ProcessID') || undefined,
        ThreadID: attributeOf(system, 'Execution', 'ThreadID'),
      },
      Channel: element(system, 'Channel'),
      Computer: element(system, 'Computer'),
      Security: {
        UserID:
          attributeOf(system, 'Security', 'UserId') || attributeOf(system, 'Security', 'UserID'),
      },
    },
    EventData: readDataXml(end < 0 ? xml : xml.slice(end)),
  }
}
