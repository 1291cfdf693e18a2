import { foldCase } from '#queries/event.ts'
import type { EventOutline } from '#queries/outline.ts'
import { remember } from '#queries/remember.ts'

/* What the store keeps of an event beside its fields: read from the event alone. */

/** A field that is a list points at this text: only the document knows its values. */
const listMark = '\ufffd'

/** A promoted field's text; null where the event lacks it. */
export const promoted = (event: EventOutline, field: string): string | null => {
  const value = event.value(field)
  if (value === undefined) return null
  return typeof value === 'object' ? listMark : String(value)
}

/** EventRecordID; null where the log has none. */
export const recordNumber = (event: EventOutline): number | null => {
  const id = Number(event.text('winlog.record_id') ?? Number.NaN)
  return Number.isSafeInteger(id) ? id : null
}

/** Whether the document has a record id, or the id a product gave: two that share it are one event. */
export const isNumbered = (event: EventOutline): boolean =>
  event.text('winlog.record_id') !== undefined || event.text('event.id') !== undefined

/** The channel that the event says was cleared: Security 1102 its own, System 104 the one it names. */
export const clearedChannel = (event: EventOutline): string | null => {
  if (event.code === '1102' && foldCase(event.channel) === 'security') return event.channel
  if (event.code !== '104' || foldCase(event.channel) !== 'system') return null
  return event.text('winlog.event_data.Channel') ?? null
}

/** Whether the event says that its machine, or the log service with it, was started. */
export const isBoot = (action: string | undefined): boolean =>
  action === 'system-started' || action === 'event-log-started'

const foldHost = remember(foldCase)

/** The host's name as written, folded, where it is more than the asset's key. */
export const hostAlias = (event: EventOutline): string | null => {
  const folded = foldHost(event.host)
  return folded === '' || folded === event.asset ? null : folded
}

/** An address the host used as its own: the source of a connection it opened itself. */
export const ownAddress = (event: EventOutline): string | null => {
  if (event.kind !== 'network' || event.value('network.direction') !== 'egress') return null
  if (event.code !== '3' && event.code !== '5156') return null
  const ip = event.text('source.ip')
  return ip === undefined || isSharedAddress(ip) ? null : ip
}

/** Loopback, unspecified, link-local and multicast addresses name no machine. */
const isSharedAddress = (ip: string): boolean =>
  /^(127\.|0\.|169\.254\.|22[4-9]\.|23\d\.|255\.)/.test(ip) || /^(::1?$|fe[89ab]|ff)/i.test(ip)
