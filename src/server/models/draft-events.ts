import type { Connector, FoundEvent } from '#connectors/contract.ts'
import { accountOf, sentenceOf } from '#queries/sentence.ts'
import { type LogEvent, textOf } from '#queries/event.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import type { ScopedQuery } from '#queries/scoped-query.ts'
import type { ScopedEventRow } from '#views/models/draft.ts'
import { type GlyphName, kindWord } from '#views/parts/glyph.tsx'

/** How long a page of the guided hunt looks before it shows what it has. */
const patienceMs = 3_000

export interface SomeEvents {
  readonly events: readonly FoundEvent[]
  /** Where to go on; null where everything was looked through. */
  readonly next: string | null
  /** Candidates that were looked at, of all. */
  readonly progress: { readonly done: number; readonly total: number }
}

/** The first events of a query from a cursor on: as many as asked for, or what was found in time. */
export const someEvents = async (
  connector: Connector,
  query: ScopedQuery,
  page: { readonly size: number; readonly cursor: string | null },
  signal: AbortSignal,
): Promise<SomeEvents> => {
  const until = performance.now() + patienceMs
  const events: FoundEvent[] = []
  let next: string | null = null
  let progress = { done: 0, total: 0 }
  for await (const found of connector.search(query, page, signal)) {
    events.push(...found.events)
    next = found.next
    progress = found.progress
    if (events.length >= page.size || performance.now() > until) break
  }
  return { events, next, progress }
}

/** A connection that came in points the other way. */
const glyphOf = ({ kind, fields }: LogEvent): GlyphName =>
  kind === 'network' && /^(in|inbound|ingress)$/i.test(textOf(fields, 'network.direction') ?? '')
    ? 'network-in'
    : kind

/** An event as one row of the guided hunt. */
export const eventRow = ({ event }: FoundEvent, captured: string | null): ScopedEventRow => ({
  id: event.id,
  time: event.time.best,
  glyph: glyphOf(event),
  kindWord: kindWord[event.kind],
  logSource: logSourceLabel(event.channel, event.code),
  asset: textOf(event.fields, 'host.name') ?? event.asset,
  account: accountOf(event) ?? '',
  sentence: sentenceOf(event),
  isCaptured: event.id === captured,
})
