import { isAddressOfOther } from './network-keys.ts'
import type { KeyPart, KeySink, KeySource } from './open-keys.ts'

/** What tells by being there, by `event.action`, and the event ids it is meant of (all where none are named). */
const scarce: Readonly<Record<string, readonly string[]>> = {
  'explicit-credentials-used': [],
  'service-installed': [],
  'task-created': ['4698'],
  'task-updated': ['4702'],
  'wmi-filter-changed': [],
  'wmi-consumer-changed': [],
  'wmi-binding-changed': [],
  'user-account-created': [],
  'password-reset-tried': [],
  'group-member-added': ['4728', '4732'],
  'audit-log-cleared': [],
  'event-log-cleared': [],
  'threat-detected': [],
  'threat-acted-on': [],
  'process-tampered': [],
}

/** Network, new-credentials and remote interactive logons. */
const remoteTypes = new Set(['3', '9', '10'])

const isRemoteLogon = (event: KeySource): boolean =>
  event.code === '4624' &&
  remoteTypes.has(event.text('winlog.logon.type') ?? '') &&
  !(event.text('user.name') ?? '$').endsWith('$') &&
  isAddressOfOther(event.text('source.ip'))

const isNotable = (event: KeySource, action: string): boolean => {
  if (action === 'logged-in') return isRemoteLogon(event)
  const codes = Object.hasOwn(scarce, action) ? scarce[action] : undefined
  return codes !== undefined && (codes.length === 0 || codes.includes(event.code))
}

/** SSH, RPC, NetBIOS session, SMB, remote desktop, WinRM: the ports another machine administers this one by. */
const remotePorts = new Set(['22', '135', '139', '445', '3389', '5985', '5986'])
const connections = new Set(['network-connection', 'connection-permitted'])

const isRemoteAccess = (event: KeySource, action: string): boolean =>
  connections.has(action) &&
  event.text('network.direction') !== 'egress' &&
  event.text('network.direction') !== 'outbound' &&
  remotePorts.has(event.text('destination.port') ?? '') &&
  isAddressOfOther(event.text('source.ip'))

const give = (event: KeySource, keys: KeySink, action: string): void => {
  const add = (kind: 'notable' | 'inbound'): void =>
    keys.add(kind, '1', 'host.name', event.text('host.name') ?? event.asset)
  if (isNotable(event, action)) add('notable')
  if (isRemoteAccess(event, action)) add('inbound')
}

/** The asset itself as a key, of scarce events only. */
export const notableKeys: KeyPart = { needs: ['event.action'], give }
