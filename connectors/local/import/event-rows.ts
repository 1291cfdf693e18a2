import { eventKinds, foldCase, type LogEvent, textOf } from '#queries/event.ts'
import { canonicalEntity, canonicalPid } from '#queries/links/canonical.ts'
import { keysOf } from '#queries/links/keys-of.ts'
import type { StoreDatabase } from '../database.ts'
import { keyHash } from '../key-hash.ts'
import type { Row } from './batch.ts'
import type { Deliveries } from './deliveries.ts'
import type { Interner } from './intern.ts'
import { ownerOf, ownerRanks } from './owner.ts'
import { openProcesses } from './processes.ts'
import { openRollups } from './rollups.ts'

/** A field that is a list points at this text: only the document knows its values. */
const listMark = '\ufffd'

/** Turns events into rows and everything the store keeps beside them. */
export interface EventRows {
  /** `copy`: identical documents without a record id before it in its file. */
  of(event: LogEvent, record: number, copy: number, start: number, length: number): Row
  flush(): void
}

export const openEventRows = (
  db: StoreDatabase,
  intern: Interner,
  deliveries: Deliveries,
): EventRows => {
  const processes = openProcesses(db)
  const rollups = openRollups(db)

  const textAt = (event: LogEvent, field: string): number | null => {
    const value = event.fields[field]
    if (value === undefined) return null
    return intern.text(typeof value === 'object' ? listMark : String(value))
  }

  const learnAddresses = (event: LogEvent, asset: number): void => {
    const host = textOf(event.fields, 'host.name')
    const folded = host === undefined ? '' : foldCase(host)
    if (folded !== '' && folded !== event.asset)
      intern.assetAlias(asset, 'name', folded, event.time.best)
    const ip = ownAddress(event)
    if (ip !== null) intern.assetAlias(asset, 'ip', ip, event.time.best)
  }

  const seeProcess = (event: LogEvent, asset: number): number | null => {
    const action = textOf(event.fields, 'event.action')
    if (action === 'system-started' || action === 'event-log-started')
      processes.boot(asset, event.time.best)
    const entity = canonicalEntity(textOf(event.fields, 'process.entity_id') ?? '') ?? null
    const pid = canonicalPid(textOf(event.fields, 'process.pid') ?? '')
    if (entity === null && pid === undefined) return null
    const owner = ownerOf(event)
    return processes.see({
      asset,
      entity,
      pid: pid === undefined ? null : Number(pid),
      ts: event.time.best,
      what: action === 'process-start' ? 'begins' : action === 'process-end' ? 'ends' : 'seen',
      owner: owner ? intern.identitySet([intern.identity(owner.mention)]) : 0,
      ownerRank: owner?.rank ?? ownerRanks.none,
    })
  }

  return {
    of(event, record, copy, start, length) {
      const asset = intern.asset(event.asset, textOf(event.fields, 'host.name') ?? event.asset)
      const source = intern.logSource(event.channel, event.code)
      const identities = event.identities.map((mention) => intern.identity(mention))
      const idset = intern.identitySet(identities)
      const ts = event.time.best
      rollups.add(asset, source, ts, [...new Set(identities)], event.fields)
      deliveries.add({
        asset,
        channel: event.channel,
        ts,
        recordId: recordNumber(event),
        cleared: clearedChannel(event),
      })
      learnAddresses(event, asset)
      return {
        digest: event.id,
        asset,
        source,
        ts,
        kind: eventKinds.indexOf(event.kind),
        idset,
        proc: seeProcess(event, asset),
        image: textAt(event, 'process.name'),
        parentImage: textAt(event, 'process.parent.name'),
        cmd: textAt(event, 'process.command_line'),
        record,
        shiftUs: event.time.shiftUs,
        copy,
        keys: [...new Set(keysOf(event).map((key) => keyHash(key.kind, key.asset, key.value)))],
        start,
        length,
      }
    },
    flush() {
      rollups.flush()
      deliveries.flush()
      processes.flush()
    },
  }
}

const recordNumber = (event: LogEvent): number | null => {
  const id = Number(textOf(event.fields, 'winlog.record_id') ?? Number.NaN)
  return Number.isSafeInteger(id) ? id : null
}

/** Security 1102 clears its own log; System 104 names the log that was cleared. */
const clearedChannel = (event: LogEvent): string | null => {
  if (event.code === '1102' && foldCase(event.channel) === 'security') return event.channel
  if (event.code !== '104' || foldCase(event.channel) !== 'system') return null
  return textOf(event.fields, 'winlog.event_data.Channel') ?? null
}

/** An address the host used as its own: the source of a connection it opened itself. */
const ownAddress = (event: LogEvent): string | null => {
  if (event.kind !== 'network' || event.fields['network.direction'] !== 'egress') return null
  if (event.code !== '3' && event.code !== '5156') return null
  const ip = textOf(event.fields, 'source.ip')
  return ip === undefined || isSharedAddress(ip) ? null : ip
}

/** Loopback, unspecified, link-local and multicast addresses name no machine. */
const isSharedAddress = (ip: string): boolean =>
  /^(127\.|0\.|169\.254\.|22[4-9]\.|23\d\.|255\.)/.test(ip) || /^(::1?$|fe[89ab]|ff)/i.test(ip)
