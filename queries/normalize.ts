import { assetKey, type LogEvent, type Micros } from './event.ts'
import { fieldsOfRecord, type TypedRecord } from './mappings/fields.ts'
import { copyDigest, eventDigest, isShallow } from './mappings/digest.ts'
import { mappingOf, providerKey } from './mappings/events/lookup.ts'
import { fillFromMessage } from './mappings/message.ts'
import { isObject, type LogRecord, unfold } from './mappings/record.ts'
import { readRecord, type Shape, shapeOf } from './mappings/shape.ts'
import { readTexts } from './mappings/texts.ts'
import { timeOf } from './mappings/time.ts'
import { EventOutline } from './outline.ts'

export type { Shape } from './mappings/shape.ts'

/** What only the place of a document knows. */
export interface NormalizeContext {
  /** The shape of the file. A document that plainly has another shape is read as what it is. */
  readonly shape: Shape
  readonly file: string
  readonly record: number | string
  /** Correction for written times of this file and host, from the first pass; 0 for none. */
  readonly shiftUs: number
  /** How many identical documents without a record id stood before this one in its file; 0 unless given. */
  readonly copy?: number
  /** The event's id, where it is known already: working it out is a sixth of the whole. */
  readonly id?: string
}

export type Normalized =
  | { readonly ok: true; readonly event: LogEvent }
  /** The document is no event: why, in a few words for the reject list. */
  | { readonly ok: false; readonly reason: string }

/** Raised whenever the same document gives another event than before. */
export const mappingVersion = 1

/** The shape of one document; null when it is not a log event that can be read. */
export const detectShape = (document: unknown): Shape | null =>
  isObject(document) ? shapeOf(document, unfold(document)) : null

/** Events that name no host belong to this asset: they are kept, and found under a name nobody else has. */
const noHost = '(no host)'

const refuse = (reason: string): Outlined => ({ ok: false, reason })

export type Outlined =
  | { readonly ok: true; readonly outline: EventOutline }
  | { readonly ok: false; readonly reason: string }

/** What of its place an event depends on. `shiftOf`: the correction of written times, by asset. */
export interface OutlineContext extends Pick<NormalizeContext, 'shape' | 'copy' | 'id'> {
  readonly shiftOf: (asset: string) => Micros
}

/**
 * Types one original document, without putting its fields together. Pure, and the only home of typing:
 * import calls it once and every read calls it again on the same original.
 */
export const outlineOf = (document: unknown, context: OutlineContext): Outlined => {
  if (!isObject(document)) return refuse('not a JSON object')
  const unfolded = unfold(document)
  if (!unfolded.isFlat && !isShallow(document)) return refuse('nested deeper than 64 levels')
  const record = readRecord(document, unfolded, context.shape)
  const provider = providerKey(record.provider, record.channel, record.code)
  const typed = readTyped(record, provider)
  const host = record.host.trim() === '' ? noHost : record.host
  const asset = assetKey(host)
  const time = timeOf(record, provider, context.shiftOf(asset))
  if (!time) return refuse('no time that can be read')
  const written = record.written?.text ?? time.written
  const id =
    context.id ??
    copyDigest(
      eventDigest(asset, record.channel, record.recordId, written, document, unfolded),
      context.copy ?? 0,
    )
  return { ok: true, outline: new EventOutline(id, asset, host, time, record, typed) }
}

/** Turns one original document into the event it is: typing, kind, identities, time range, fields, id. */
export const normalize = (
  original: string,
  document: unknown,
  context: NormalizeContext,
): Normalized => {
  const outlined = outlineOf(document, { ...context, shiftOf: () => context.shiftUs })
  if (!outlined.ok) return outlined
  const locator = { file: context.file, record: context.record }
  return { ok: true, event: outlined.outline.whole({ locator, original }) }
}

/** Fills the record from its texts and message, then reads it by its mapping. */
const readTyped = (record: LogRecord, provider: string): TypedRecord => {
  const mapping = mappingOf(provider, record.code)
  readTexts(record, provider)
  if (mapping.message) fillFromMessage(record, mapping.message)
  return fieldsOfRecord(record, mapping)
}
