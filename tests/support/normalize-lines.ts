import { readFileSync } from 'node:fs'
import type { LogEvent } from '#queries/event.ts'
import { detectShape, normalize, type NormalizeContext } from '#queries/normalize.ts'

/** The lines of one fixture of `tests/fixtures/normalize`, each an original document. */
export const linesOf = (name: string): readonly string[] =>
  readFileSync(new URL(`../fixtures/normalize/${name}.ndjson`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')

/** One original as the event it is; fails the test when it is refused. */
export const eventOf = (line: string, change: Partial<NormalizeContext> = {}): LogEvent => {
  const document: unknown = JSON.parse(line)
  const shape = detectShape(document) ?? 'json'
  const result = normalize(line, document, {
    shape,
    file: 'a.json',
    record: 1,
    shiftUs: 0,
    ...change,
  })
  if (!result.ok) throw new Error(`refused: ${result.reason}`)
  return result.event
}

/** Every event of a fixture by its channel (last part) and event id, the first of each. */
export const eventsOf = (
  name: string,
  change: Partial<NormalizeContext> = {},
): ReadonlyMap<string, LogEvent> => {
  const events = new Map<string, LogEvent>()
  for (const line of linesOf(name)) {
    const event = eventOf(line, change)
    const key = `${event.channel.split('/')[0]?.replace('Microsoft-Windows-', '')} ${event.code}`
    if (!events.has(key)) events.set(key, event)
  }
  return events
}

export const pick = (events: ReadonlyMap<string, LogEvent>, key: string): LogEvent => {
  const event = events.get(key)
  if (!event) throw new Error(`no ${key} among ${[...events.keys()].join(', ')}`)
  return event
}
