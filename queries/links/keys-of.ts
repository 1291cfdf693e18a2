import type { LogEvent } from '../event.ts'
import { canonicalEntity, canonicalGuid, canonicalLogon, canonicalPid } from './canonical.ts'
import { accountKeys } from './account-keys.ts'
import type { KeyKind, LinkKey } from './keys.ts'
import { notableKeys } from './notable-keys.ts'
import { networkKeys } from './network-keys.ts'
import { objectKeys } from './object-keys.ts'
import { type KeySink, type KeySource, openKeys, sourceOf } from './open-keys.ts'

export { encodeKey } from './encode-key.ts'

/** Adds a key that stands in one field. */
const one = (
  keys: KeySink,
  event: KeySource,
  kind: KeyKind,
  field: string,
  canonical: (text: string) => string | undefined,
): void => {
  const text = event.text(field)
  if (text !== undefined) keys.add(kind, canonical(text), field)
}

/** Who the event is by, whom it made, ended or acted upon: by entity id, and by pid on its asset. */
const processKeys = (keys: KeySink, event: KeySource): void => {
  const action = event.text('event.action')
  const starts = action === 'process-start'
  one(keys, event, 'entity', 'process.entity_id', canonicalEntity)
  one(keys, event, 'target-entity', 'target.process.entity_id', canonicalEntity)
  one(keys, event, 'pid', 'process.pid', canonicalPid)
  one(keys, event, 'target-pid', 'target.process.pid', canonicalPid)
  if (starts) {
    one(keys, event, 'entity-start', 'process.entity_id', canonicalEntity)
    one(keys, event, 'parent-entity', 'process.parent.entity_id', canonicalEntity)
    one(keys, event, 'pid-start', 'process.pid', canonicalPid)
    one(keys, event, 'parent-pid', 'process.parent.pid', canonicalPid)
  }
  if (action === 'process-end') {
    one(keys, event, 'entity-end', 'process.entity_id', canonicalEntity)
    one(keys, event, 'pid-end', 'process.pid', canonicalPid)
  }
}

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

const sessionKeys = (keys: KeySink, event: KeySource): void => {
  for (const field of logonFields) one(keys, event, 'logon', field, canonicalLogon)
  const isSecurity = event.text('event.provider') === 'Microsoft-Windows-Security-Auditing'
  if (!isSecurity) return
  for (const field of sessionStarts[event.code] ?? [])
    one(keys, event, 'logon-start', field, canonicalLogon)
  for (const field of sessionEnds[event.code] ?? [])
    one(keys, event, 'logon-end', field, canonicalLogon)
  for (const field of logonGuids) one(keys, event, 'logon-guid', field, canonicalGuid)
}

const scriptKeys = (keys: KeySink, event: KeySource): void => {
  one(keys, event, 'powershell-host', 'powershell.id', canonicalGuid)
  one(keys, event, 'script-block', 'powershell.file.script_block_id', canonicalGuid)
}

/** Hands over every key of an event. Never the zero GUID, pid 0 and 4, LogonId 0x0, empty, `-` or `::`. */
export const giveKeys = (event: KeySource, keys: KeySink): void => {
  processKeys(keys, event)
  sessionKeys(keys, event)
  networkKeys(keys, event)
  scriptKeys(keys, event)
  objectKeys(keys, event)
  accountKeys(keys, event)
  notableKeys(keys, event)
}

/** Every key an event holds, each once, with the fields it stands in. */
export const keysOf = (event: LogEvent): readonly LinkKey[] => {
  const keys = openKeys(event)
  giveKeys(sourceOf(event), keys)
  return keys.keys()
}
