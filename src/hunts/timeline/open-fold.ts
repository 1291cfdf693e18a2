import type { Connector } from '#connectors/contract.ts'
import { AppError } from '#queries/errors.ts'
import { foldCase, type LogEvent } from '#queries/event.ts'
import { canonicalEntity, canonicalLogon, canonicalPid } from '#queries/links/canonical.ts'
import type { KeyKind } from '#queries/links/keys.ts'
import { keysOf } from '#queries/links/keys-of.ts'
import type { LinkRule } from '#queries/links/rule.ts'
import { linkRules } from '#queries/links/rules.ts'
import { fieldsOf } from '#queries/predicate.ts'
import { scope } from '#queries/scoped-query.ts'
import { sentenceOf } from '#queries/sentence.ts'
import { formatNumber, plural } from '#views/format.ts'
import type { OpenedFold } from '#views/models/events.ts'
import { accountOf } from '../account.ts'
import type { ShownKey } from '../correlate/types.ts'
import { resolveScope } from '../plan.ts'
import type { KeptFold } from '../snapshot/parse-rows.ts'
import type { Snapshot } from '../snapshot/read.ts'
import type { EventRow } from '../snapshot/row-types.ts'
import { assetLabels } from './asset-labels.ts'

/** Events asked for at most; a fold with more is too large to look into row by row. */
const maxAsked = 5_000
/** Shown: those nearest the hit in time. */
const maxShown = 100
/** Kept events looked through for the key's own spelling. */
const maxLooked = 4_000

const simple: Readonly<Partial<Record<KeyKind, (text: string) => string | undefined>>> = {
  entity: canonicalEntity,
  'target-entity': canonicalEntity,
  'parent-entity': canonicalEntity,
  'entity-start': canonicalEntity,
  pid: canonicalPid,
  'parent-pid': canonicalPid,
  logon: canonicalLogon,
}

const eventOf = (snapshot: Snapshot, row: EventRow): LogEvent => {
  const document = snapshot.document(row)
  return {
    id: row.id,
    asset: row.asset,
    channel: row.channel,
    code: row.code,
    kind: row.kind,
    time: {
      best: row.ts,
      early: row.early,
      late: row.late,
      source: row.time_source,
      written: document.written,
      shiftUs: document.shiftUs,
    },
    fields: document.fields,
    identities: document.identities,
    locator: document.locator,
    original: document.original,
  }
}

const valuesText = (key: ShownKey): string =>
  Object.values(key)
    .map((value) => foldCase(String(value)))
    .toSorted()
    .join('\u0000')

/** The key as sources are asked for it. The run keeps how the log wrote it; an event that holds it knows the rest. */
const keyValue = (snapshot: Snapshot, rule: LinkRule, fold: KeptFold): string | undefined => {
  const values = Object.values(fold.key)
  const direct = simple[rule.to]
  if (direct && values.length === 1) return direct(String(values[0]))
  const wanted = valuesText(fold.key)
  const rows = snapshot.db
    .prepare<[number, string | null, string | null], EventRow>(
      `SELECT * FROM event WHERE row = ? OR ? IS NULL OR asset = ? ORDER BY rank, row LIMIT ${maxLooked}`,
    )
    .all(fold.hit, fold.asset, fold.asset)
  for (const row of rows) {
    const found = keysOf(eventOf(snapshot, row)).find(
      (key) => (key.kind === rule.from || key.kind === rule.to) && valuesText(key.shown) === wanted,
    )
    if (found) return found.value
  }
  return undefined
}

export interface OpenFoldInput {
  readonly snapshot: Snapshot
  readonly fold: KeptFold
  readonly connector: Connector
  readonly closeHref: string
  readonly signal: AbortSignal
}

/**
 * Asks the source now for the events that a fold stands for. They are shown and not kept: a run never
 * changes. Throws `not_found` where the key cannot be asked for again, and what the source throws.
 */
export const openFold = async (input: OpenFoldInput): Promise<OpenedFold> => {
  const { snapshot, fold, connector, signal } = input
  const meta = snapshot.meta()
  const rule = linkRules.find((one) => one.id === fold.rule)
  const hit = snapshot.eventByRow(fold.hit)
  const value = rule ? keyValue(snapshot, rule, fold) : undefined
  if (!rule || !hit || value === undefined) {
    throw new AppError('not_found', 'This fold cannot be asked for again.', {
      next: 'Run the hunt again, or hunt for the key itself.',
    })
  }
  const within = await resolveScope(connector, meta.question.scope, signal)
  const binding = await connector.bind(fieldsOf(meta.predicate), signal)
  const query = scope(meta.predicate, binding, within)
  const window = meta.windows[rule.id] ?? rule.window
  const request = query.link({ ...rule, limit: maxAsked }, [
    {
      asset: fold.asset,
      value,
      from: hit.ts - window.beforeUs,
      to: hit.ts + window.afterUs,
      origins: [hit.id],
    },
  ])
  const events: LogEvent[] = []
  let fanOut = 0
  for await (const page of connector.link(request, signal)) {
    for (const linked of page.keys) {
      fanOut += linked.fanOut
      events.push(...linked.events)
    }
  }
  return view(input, hit, events, fanOut)
}

const view = (
  { snapshot, closeHref }: OpenFoldInput,
  hit: EventRow,
  events: readonly LogEvent[],
  fanOut: number,
): OpenedFold => {
  const label = assetLabels({ meta: snapshot.meta() })
  const nearest = events
    .toSorted((a, b) => Math.abs(a.time.best - hit.ts) - Math.abs(b.time.best - hit.ts))
    .slice(0, maxShown)
    .toSorted((a, b) => a.time.best - b.time.best)
  const shown =
    fanOut > events.length && events.length === 0
      ? `${plural(fanOut, 'event')} hold this key: too many to list here.`
      : `${plural(fanOut, 'event')} of this key around hit ${hit.hit_n ?? ''}; ${
          nearest.length < fanOut
            ? `the ${formatNumber(nearest.length)} nearest to it are`
            : 'all are'
        } shown.`
  return {
    said: `${shown} The source was asked now: these rows are not part of the run.`,
    rows: nearest.map((event) => ({
      time: event.time.best,
      asset: label(event.asset),
      account: accountOf(event),
      kind: event.kind,
      sentence: sentenceOf(event),
    })),
    closeHref,
  }
}
