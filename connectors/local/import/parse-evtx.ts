type JsonObject = Record<string, unknown>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether the parser made an event: garbage behind a damaged record has no System element. */
export const isEventObject = (value: unknown): value is { Event: { System: JsonObject } } =>
  isObject(value) && isObject(value['Event']) && isObject(value['Event']['System'])

/** `EventRecordID` of the System element; the number in the record header differs from it. */
export const recordIdOf = (document: { Event: { System: JsonObject } }): number | null => {
  const raw = document.Event.System['EventRecordID']
  const value = isObject(raw) ? (raw['Value'] ?? raw['#text']) : raw
  const id = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null
}

/**
 * The record as JSON text: 64-bit integers beyond what JSON readers hold exactly as text, binary as hex,
 * `SystemTime` in seconds rounded to the microsecond.
 */
export const renderRecord = (document: { Event: { System: JsonObject } }): string => {
  const created = document.Event.System['TimeCreated']
  if (isObject(created) && typeof created['SystemTime'] === 'number')
    created['SystemTime'] = Math.round(created['SystemTime'] * 1e6) / 1e6
  // A replacer is asked for every value: it doubled the time of a record, and few records need it.
  return isPlain(document) ? JSON.stringify(document) : JSON.stringify(document, replaceUnsafe)
}

/** Whether JSON can hold every value as it is. */
const isPlain = (value: unknown): boolean => {
  if (typeof value === 'bigint' || Buffer.isBuffer(value)) return false
  return typeof value !== 'object' || value === null || Object.values(value).every(isPlain)
}

function replaceUnsafe(this: unknown, key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  // JSON.stringify asks a Buffer for its own form before it asks here.
  const held: unknown =
    typeof this === 'object' && this !== null ? Reflect.get(this, key) : undefined
  return Buffer.isBuffer(held) ? held.toString('hex').toUpperCase() : value
}
