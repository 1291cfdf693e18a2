import type {
  EventKind,
  EventTime,
  Fields,
  FieldValue,
  IdentityMention,
  LogEvent,
} from './event.ts'
import { type FieldPattern, hasKeys, isSameList } from './field-pattern.ts'
import { bareName, dataName } from './mappings/data-names.ts'
import type { TypedRecord } from './mappings/fields.ts'
import { firstText, isNothing, type Layout, type LogRecord, type Value } from './mappings/record.ts'
import { remember } from './remember.ts'
import { formatInstant } from './format-instant.ts'

/** The place of a document and its text, as a whole event keeps them. */
export type Whereabouts = Pick<LogEvent, 'locator' | 'original'>

/**
 * An event that has been typed, and whose fields are put together only when somebody asks for all of them.
 * An import reads a dozen fields of each event; to write out the other thirty took a fifth of its time.
 */
export class EventOutline {
  readonly id: string
  readonly asset: string
  readonly host: string
  readonly channel: string
  readonly code: string
  readonly kind: EventKind
  readonly time: EventTime
  readonly identities: readonly IdentityMention[]
  readonly fromMessage: readonly string[]
  readonly #record: LogRecord
  readonly #own: ReadonlyMap<string, Value>
  #asked: { readonly layout: Layout | undefined } | undefined

  constructor(
    id: string,
    asset: string,
    host: string,
    time: EventTime,
    record: LogRecord,
    typed: TypedRecord,
  ) {
    this.id = id
    this.asset = asset
    this.host = host
    this.channel = record.channel
    this.code = record.code
    this.kind = typed.kind
    this.time = time
    this.identities = typed.identities
    this.fromMessage = typed.fromMessage
    this.#record = record
    this.#own = typed.own
  }

  /** The value of one field; what the event is comes before what the log calls so. */
  value(name: string): Value | undefined {
    const place = placeOf(name)
    if (place === 'own') return this.#own.get(name) ?? this.#record.header.get(name)
    if (place === 'tail')
      return this.#tail(name) ?? this.#own.get(name) ?? this.#record.header.get(name)
    return this.#record.data.get(place.bare) ?? this.#record.header.get(name)
  }

  /** The first value of a field as text, or undefined. */
  text(name: string): string | undefined {
    const value = this.value(name)
    if (value === undefined || typeof value === 'string') return value
    return firstText(value)
  }

  /** Whether the event has the fields of this pattern and no others. */
  hasFieldsOf(pattern: FieldPattern): boolean {
    const layout = this.#layout()
    if ((layout?.names ?? null) !== pattern.layout) return false
    if (layout === undefined) return isSameList(this.#met(), pattern.met)
    return (
      layout.presence === pattern.presence &&
      this.#tailBits() === pattern.tail &&
      hasKeys(this.#own, pattern.met)
    )
  }

  fieldPattern(): FieldPattern {
    const layout = this.#layout()
    const met = this.#met()
    return {
      fields: [...new Set(met)],
      layout: layout?.names ?? null,
      presence: layout?.presence ?? 0,
      tail: this.#tailBits(),
      met: layout === undefined ? met : [...this.#own.keys()],
    }
  }

  #layout(): Layout | undefined {
    this.#asked ??= { layout: this.#record.data.layout }
    return this.#asked.layout
  }

  /** Names of all fields in the order they are met; one may come twice. */
  #met(): readonly string[] {
    const names: string[] = []
    for (const [name] of this.#record.header) names.push(name)
    for (const [name, value] of this.#record.data)
      if (value !== undefined) names.push(dataName(name))
    for (const name of this.#own.keys()) names.push(name)
    for (const name of tailNames) if (this.#tail(name) !== undefined) names.push(name)
    return names
  }

  /** A bit for each field that every shape has and this event may lack. */
  #tailBits(): number {
    const { provider, channel, code, recordId, headerPid, message } = this.#record
    return (
      (provider === '' ? 0 : 1) +
      (channel === '' ? 0 : 2) +
      (code === '' ? 0 : 4) +
      (recordId === '' ? 0 : 8) +
      (headerPid === undefined ? 0 : 16) +
      (isNothing(message) ? 0 : 32)
    )
  }

  /** The whole event. */
  whole({ locator, original }: Whereabouts): LogEvent {
    const { id, asset, channel, code, kind, time, identities, fromMessage } = this
    return {
      id,
      asset,
      channel,
      code,
      kind,
      time,
      fields: this.#fields(),
      identities,
      ...(fromMessage.length > 0 ? { fromMessage } : {}),
      locator,
      original,
    }
  }

  #fields(): Fields {
    // No prototype: a document may hold a field named `__proto__`.
    const fields: Record<string, Value> = Object.create(null)
    for (const [name, value] of this.#record.header) fields[name] = value
    for (const [name, value] of this.#record.data)
      if (value !== undefined) fields[dataName(name)] = value
    for (const [name, value] of this.#own) fields[name] = value
    for (const name of tailNames) {
      const value = this.#tail(name)
      if (value !== undefined) fields[name] = value
    }
    return fields
  }

  /** The fields that every shape has, whatever the log calls them. */
  #tail(name: string): FieldValue | undefined {
    const { isWindows, provider, recordId, headerPid, message } = this.#record
    switch (name) {
      case '@timestamp':
        return formatInstant(this.time.best)
      case 'host.name':
        return this.host
      case 'event.code':
        return some(this.code)
      case 'event.provider':
        return some(provider)
      case 'winlog.channel':
        return isWindows ? some(this.channel) : undefined
      case 'event.dataset':
        return isWindows ? undefined : some(this.channel)
      case 'winlog.record_id':
        return isWindows ? some(recordId) : undefined
      case 'event.id':
        return isWindows ? undefined : some(recordId)
      case 'winlog.process.pid':
        return headerPid
      case 'message':
        return isNothing(message) ? undefined : message
      default:
        return undefined
    }
  }
}

const some = (text: string): string | undefined => (text === '' ? undefined : text)

/** In the order in which an event shows them. */
const tailNames = [
  '@timestamp',
  'host.name',
  'event.code',
  'event.provider',
  'winlog.channel',
  'event.dataset',
  'winlog.record_id',
  'event.id',
  'winlog.process.pid',
  'message',
] as const
/** Where a field is looked for first. */
type Place = 'own' | 'tail' | { readonly bare: string }

const isTail: ReadonlySet<string> = new Set(tailNames)
const placeOf = remember((name: string): Place => {
  const bare = bareName(name)
  return bare === null ? (isTail.has(name) ? 'tail' : 'own') : { bare }
})
