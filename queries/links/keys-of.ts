import type { LogEvent } from '../event.ts'
import { accountKeys } from './account-keys.ts'
import { canonicalEntity, canonicalGuid, canonicalLogon, canonicalPid } from './canonical.ts'
import type { LinkKey } from './keys.ts'
import { networkKeys } from './network-keys.ts'
import { notableKeys } from './notable-keys.ts'
import { objectKeys } from './object-keys.ts'
import {
  type KeyPart,
  type KeySink,
  type KeySource,
  openKeys,
  single,
  sourceOf,
} from './open-keys.ts'

export { encodeKey } from './encode-key.ts'

const starts = (action: string): boolean => action === 'process-start'
const ends = (action: string): boolean => action === 'process-end'

/** Who the event is by, whom it made, ended or acted upon: by entity id, and by pid on its asset. */
const processKeys: readonly KeyPart[] = [
  single('entity', 'process.entity_id', canonicalEntity),
  single('target-entity', 'target.process.entity_id', canonicalEntity),
  single('pid', 'process.pid', canonicalPid),
  single('target-pid', 'target.process.pid', canonicalPid),
  single('entity-start', 'process.entity_id', canonicalEntity, starts),
  single('parent-entity', 'process.parent.entity_id', canonicalEntity, starts),
  single('pid-start', 'process.pid', canonicalPid, starts),
  single('parent-pid', 'process.parent.pid', canonicalPid, starts),
  single('entity-end', 'process.entity_id', canonicalEntity, ends),
  single('pid-end', 'process.pid', canonicalPid, ends),
]

/** Where a LogonId can stand. 4688 often names the launcher's session as subject and the real one as target. */
const logonFields = [
  'winlog.logon.id',
  'winlog.event_data.SubjectLogonId',
  'winlog.event_data.TargetLogonId',
  'winlog.event_data.TargetLinkedLogonId',
  'winlog.event_data.LogonId',
  'winlog.event_data.LogonID',
]
const sessionStarts: Readonly<Record<string, readonly string[]>> = {
  4624: ['winlog.event_data.TargetLogonId', 'winlog.event_data.TargetLinkedLogonId'],
  4648: ['winlog.event_data.SubjectLogonId'],
  4672: ['winlog.event_data.SubjectLogonId'],
}
const sessionEnds: Readonly<Record<string, readonly string[]>> = {
  4634: ['winlog.event_data.TargetLogonId'],
  4647: ['winlog.event_data.TargetLogonId'],
}
/** Kerberos' LogonGuid joins a ticket to its session on any host. Sysmon's own LogonGuid only repeats the LogonId. */
const logonGuids = ['winlog.event_data.LogonGuid', 'winlog.event_data.TargetLogonGuid']

const isSecurity = (event: KeySource): boolean =>
  event.text('event.provider') === 'Microsoft-Windows-Security-Auditing'

/** A LogonId in the fields that stand for the event's own id. */
const sessionOf =
  (fields: Readonly<Record<string, readonly string[]>>, field: string) =>
  (_: string, event: KeySource): boolean =>
    Object.hasOwn(fields, event.code) &&
    fields[event.code]?.includes(field) === true &&
    isSecurity(event)

const sessionFields = [
  'winlog.event_data.TargetLogonId',
  'winlog.event_data.TargetLinkedLogonId',
  'winlog.event_data.SubjectLogonId',
]

const sessionKeys: readonly KeyPart[] = [
  ...logonFields.map((field) => single('logon', field, canonicalLogon)),
  ...sessionFields.map((field) =>
    single('logon-start', field, canonicalLogon, sessionOf(sessionStarts, field)),
  ),
  ...sessionFields.map((field) =>
    single('logon-end', field, canonicalLogon, sessionOf(sessionEnds, field)),
  ),
  ...logonGuids.map((field) =>
    single('logon-guid', field, canonicalGuid, (_, event) => isSecurity(event)),
  ),
]

const scriptKeys: readonly KeyPart[] = [
  single('powershell-host', 'powershell.id', canonicalGuid),
  single('script-block', 'powershell.file.script_block_id', canonicalGuid),
]

/** All ways to read keys, in the order in which keys are shown. */
const parts: readonly KeyPart[] = [
  ...processKeys,
  ...sessionKeys,
  networkKeys,
  ...scriptKeys,
  ...objectKeys,
  accountKeys,
  notableKeys,
]

/** The ways that can find a key in events with these fields: an import asks once for thousands of them. */
export const partsFor = (fields: readonly string[]): readonly KeyPart[] => {
  const there = new Set(fields)
  return parts.filter(({ needs }) => needs.length === 0 || needs.some((field) => there.has(field)))
}

/** Hands over every key of an event. Never the zero GUID, pid 0 and 4, LogonId 0x0, empty, `-` or `::`. */
export const giveKeys = (event: KeySource, keys: KeySink, some: readonly KeyPart[]): void => {
  const action = event.text('event.action') ?? ''
  for (const part of some) part.give(event, keys, action)
}

/** Every key an event holds, each once, with the fields it stands in. */
export const keysOf = (event: LogEvent): readonly LinkKey[] => {
  const keys = openKeys(event)
  giveKeys(sourceOf(event), keys, parts)
  return keys.keys()
}
