import type { Connector, LogSource, SourceDescription } from '#connectors/contract.ts'
import { foldCase } from '#queries/event.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import { type Clause, everything, fieldsOf, type Predicate } from '#queries/predicate.ts'
import type { Scope } from '#queries/scope.ts'
import { browse } from '#queries/scoped-query.ts'
import type { BrowseView } from '#views/models/draft.ts'
import { eventName } from '../../catalog/event-names.ts'
import { eventRow, someEvents } from './draft-events.ts'

const pageSize = 40
const logsShown = 80

/** What a text is looked for in: the fields that say what an event is about. */
const textFields = [
  'process.command_line',
  'process.executable',
  'process.parent.executable',
  'target.process.executable',
  'file.path',
  'registry.path',
  'dll.path',
  'destination.ip',
  'dns.question.name',
  'powershell.file.script_block_text',
  'service.name',
  'user.name',
] as const

export interface BrowseAsk {
  readonly connector: Connector
  readonly source: SourceDescription
  readonly scope: Scope
  /** `channel|code`, or empty. */
  readonly log: string
  readonly text: string
  readonly cursor: string | null
  readonly captured: string | null
  readonly base: string
  /** Log sources that the technique's behaviors look at. */
  readonly quick: readonly LogSource[]
}

/** One page of the scoped events, narrowed by log source and text. */
export const browseView = async (ask: BrowseAsk, signal: AbortSignal): Promise<BrowseView> => {
  const { connector, scope, log, text } = ask
  const known = ask.source.logSources
    .filter(({ events }) => events > 0)
    .toSorted((a, b) => b.events - a.events)
    .slice(0, logsShown)
  const chosen = known.find((one) => `${one.channel}|${one.code}` === log)
  const binding = await connector.bind(
    ['winlog.channel', 'event.code', ...(text === '' ? [] : textFields)],
    signal,
  )
  const bound = binding.fields.filter(({ status }) => status === 'bound').map(({ field }) => field)
  const searched = textFields.filter((field) => bound.includes(field))
  const filter = filterOf(chosen, text, searched)
  const query = browse(binding, scope, filter)
  const [found, estimate] = await Promise.all([
    someEvents(connector, query, { size: pageSize, cursor: ask.cursor }, signal),
    fieldsOf(filter).length === 0 ? connector.estimate(query, signal) : null,
  ])
  const here = (cursor: string | null, only = log): string => {
    const search = new URLSearchParams({ by: 'capture' })
    if (only !== '') search.set('log', only)
    if (text !== '') search.set('text', text)
    if (cursor !== null) search.set('cursor', cursor)
    return `${ask.base}/behavior?${search.toString()}#browse`
  }
  return {
    log: chosen ? log : '',
    text,
    logs: known
      .map(({ channel, code }) => ({
        value: `${channel}|${code}`,
        label: labelOf({ channel, code }),
      }))
      .toSorted((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true })),
    quick: ask.quick.flatMap((one) => {
      const held = known.find(
        ({ channel, code }) => foldCase(channel) === foldCase(one.channel) && code === one.code,
      )
      if (held === undefined) return []
      const value = `${held.channel}|${held.code}`
      return [{ href: here(null, value), label: labelOf(held), isOn: value === log }]
    }),
    rows: found.events.map((event) => eventRow(event, ask.captured)),
    count: estimate?.events ?? null,
    first: ask.cursor === null ? null : here(null),
    next: found.next === null ? null : here(found.next),
    textFields: searched,
    progress: found.progress,
  }
}

const labelOf = ({ channel, code }: LogSource): string =>
  [logSourceLabel(channel, code), eventName(channel, code) ?? '']
    .filter((part) => part !== '')
    .join(', ')

const filterOf = (
  log: { readonly channel: string; readonly code: string } | undefined,
  text: string,
  fields: readonly string[],
): Predicate => {
  const parts: Predicate[] = []
  if (log) {
    parts.push(
      { field: 'winlog.channel', op: 'equals', value: log.channel },
      { field: 'event.code', op: 'equals', value: log.code },
    )
  }
  if (text !== '' && fields.length > 0) {
    parts.push({
      any: fields.map((field): Clause => ({ field, op: 'contains', value: foldCase(text) })),
    })
  }
  return parts.length === 0 ? everything : { all: parts }
}
