import type { EventMapping, FieldRule, MessageRule } from '../mapping.ts'
import { rules } from '../mapping.ts'

/*
 * Sysmon's own schema (`sysmon64 -s`). Field names differ in case between event ids and collectors
 * (ProcessGuid, ProcessGUID); both are read.
 */
const actor: readonly FieldRule[] = [
  ['process.entity_id', 'text', 'ProcessGuid', 'ProcessGUID'],
  ['process.pid', 'number', 'ProcessId', 'ProcessID'],
  ['process.executable', 'text', 'Image'],
  ['rule.name', 'text', 'RuleName'],
]
const actorMessage: readonly MessageRule[] = [
  ['ProcessGuid'],
  ['ProcessId'],
  ['Image'],
  ['UtcTime'],
]
const user = [['user', 'User']] as const

const between: readonly FieldRule[] = [
  ['process.entity_id', 'text', 'SourceProcessGUID', 'SourceProcessGuid'],
  ['process.pid', 'number', 'SourceProcessId'],
  ['process.executable', 'text', 'SourceImage'],
  ['process.thread.id', 'number', 'SourceThreadId'],
  ['target.process.entity_id', 'text', 'TargetProcessGUID', 'TargetProcessGuid'],
  ['target.process.pid', 'number', 'TargetProcessId'],
  ['target.process.executable', 'text', 'TargetImage'],
  ['rule.name', 'text', 'RuleName'],
]
const betweenMessage: readonly MessageRule[] = [
  ['SourceProcessGUID', 'SourceProcessGUID', 'SourceProcessGuid'],
  ['SourceProcessId'],
  ['SourceImage'],
  ['TargetProcessGUID', 'TargetProcessGUID', 'TargetProcessGuid'],
  ['TargetProcessId'],
  ['TargetImage'],
  ['UtcTime'],
]
const betweenUsers = [
  ['user', 'SourceUser'],
  ['user.target', 'TargetUser'],
] as const

const file: readonly FieldRule[] = [['file.path', 'text', 'TargetFilename']]
const registry: readonly FieldRule[] = [['registry.path', 'text', 'TargetObject']]
const pipe: readonly FieldRule[] = [['file.name', 'unescaped', 'PipeName']]
const wmi: readonly FieldRule[] = [['rule.name', 'text', 'RuleName']]
const wmiMessage: readonly MessageRule[] = [
  ['Operation'],
  ['User'],
  ['UtcTime'],
  ['Name'],
  ['EventNamespace'],
  ['Query'],
  ['Type'],
  ['Destination'],
  ['Consumer'],
  ['Filter'],
]

const of = (
  kind: EventMapping['kind'],
  action: string,
  more: readonly FieldRule[] = [],
  message: readonly MessageRule[] = [],
): EventMapping => ({
  kind,
  action,
  fields: rules(actor, more),
  message: [...actorMessage, ...message],
  accounts: user,
})

/** Sysmon 1 to 29 by event id. */
export const sysmonEvents: Readonly<Record<string, EventMapping>> = {
  1: {
    ...of(
      'process',
      'process-start',
      [
        ['process.command_line', 'text', 'CommandLine'],
        ['process.working_directory', 'text', 'CurrentDirectory'],
        ['process.parent.entity_id', 'text', 'ParentProcessGuid', 'ParentProcessGUID'],
        ['process.parent.pid', 'number', 'ParentProcessId'],
        ['process.parent.executable', 'text', 'ParentImage'],
        ['process.parent.command_line', 'text', 'ParentCommandLine'],
        ['process.pe.original_file_name', 'text', 'OriginalFileName'],
        ['process.pe.company', 'text', 'Company'],
        ['process.pe.description', 'text', 'Description'],
        ['process.pe.product', 'text', 'Product'],
        ['process.pe.file_version', 'text', 'FileVersion'],
        ['winlog.logon.id', 'logon', 'LogonId'],
        ['winlog.logon.guid', 'text', 'LogonGuid'],
      ],
      [
        ['User'],
        ['CommandLine'],
        ['LogonId'],
        ['LogonGuid'],
        ['ParentProcessGuid'],
        ['ParentProcessId'],
        ['ParentImage'],
        ['ParentCommandLine'],
        ['Hashes'],
      ],
    ),
    hashes: ['Hashes', 'process'],
  },
  2: of('file', 'file-time-changed', file, [['TargetFilename']]),
  3: of(
    'network',
    'network-connection',
    [
      ['source.ip', 'address', 'SourceIp'],
      ['source.port', 'number', 'SourcePort'],
      ['source.domain', 'text', 'SourceHostname'],
      ['destination.ip', 'address', 'DestinationIp'],
      ['destination.port', 'number', 'DestinationPort'],
      ['destination.domain', 'text', 'DestinationHostname'],
      ['network.transport', 'transport', 'Protocol'],
      ['network.direction', 'initiated', 'Initiated'],
    ],
    [
      ['SourceIp'],
      ['SourcePort'],
      ['DestinationIp'],
      ['DestinationPort'],
      ['Protocol'],
      ['Initiated'],
    ],
  ),
  4: { kind: 'control', action: 'sysmon-state-changed', fields: [] },
  5: of('process', 'process-end'),
  6: {
    kind: 'module',
    action: 'driver-loaded',
    fields: [
      ['dll.path', 'text', 'ImageLoaded'],
      ['rule.name', 'text', 'RuleName'],
    ],
    message: [['ImageLoaded'], ['UtcTime']],
    hashes: ['Hashes', 'dll'],
  },
  7: {
    ...of(
      'module',
      'image-loaded',
      [
        ['dll.path', 'text', 'ImageLoaded'],
        ['dll.pe.original_file_name', 'text', 'OriginalFileName'],
      ],
      [['ImageLoaded']],
    ),
    hashes: ['Hashes', 'dll'],
  },
  8: {
    kind: 'access',
    action: 'remote-thread-created',
    fields: between,
    message: betweenMessage,
    accounts: betweenUsers,
  },
  9: of('access', 'raw-disk-read', [['file.path', 'text', 'Device']], [['Device']]),
  10: {
    kind: 'access',
    action: 'process-accessed',
    fields: between,
    message: [...betweenMessage, ['GrantedAccess']],
    accounts: betweenUsers,
  },
  11: of('file', 'file-created', file, [['TargetFilename']]),
  12: of('registry', 'registry-object-changed', registry, [['TargetObject'], ['EventType']]),
  13: of(
    'registry',
    'registry-value-set',
    rules(registry, [['registry.data.strings', 'text', 'Details']]),
    [['TargetObject'], ['Details'], ['EventType']],
  ),
  14: of('registry', 'registry-object-renamed', registry, [
    ['TargetObject'],
    ['NewName'],
    ['EventType'],
  ]),
  15: {
    ...of('file', 'file-stream-created', file, [['TargetFilename']]),
    hashes: ['Hash', 'file'],
  },
  16: { kind: 'control', action: 'sysmon-configuration-changed', fields: [] },
  17: of('file', 'pipe-created', pipe, [['PipeName'], ['EventType']]),
  18: of('file', 'pipe-connected', pipe, [['PipeName'], ['EventType']]),
  19: {
    kind: 'task',
    action: 'wmi-filter-changed',
    fields: wmi,
    message: wmiMessage,
    accounts: user,
  },
  20: {
    kind: 'task',
    action: 'wmi-consumer-changed',
    fields: wmi,
    message: wmiMessage,
    accounts: user,
  },
  21: {
    kind: 'task',
    action: 'wmi-binding-changed',
    fields: wmi,
    message: wmiMessage,
    accounts: user,
  },
  22: of(
    'network',
    'dns-query',
    [['dns.question.name', 'text', 'QueryName']],
    [['QueryName'], ['QueryResults']],
  ),
  23: { ...of('file', 'file-deleted', file, [['TargetFilename']]), hashes: ['Hashes', 'file'] },
  24: { ...of('access', 'clipboard-changed'), hashes: ['Hashes', 'file'] },
  25: of('access', 'process-tampered'),
  26: { ...of('file', 'file-deleted', file, [['TargetFilename']]), hashes: ['Hashes', 'file'] },
  27: {
    ...of('file', 'executable-blocked', file, [['TargetFilename']]),
    hashes: ['Hashes', 'file'],
  },
  28: {
    ...of('file', 'shredding-blocked', file, [['TargetFilename']]),
    hashes: ['Hashes', 'file'],
  },
  29: {
    ...of('file', 'executable-created', file, [['TargetFilename']]),
    hashes: ['Hashes', 'file'],
  },
  255: { kind: 'control', action: 'sysmon-error', fields: [] },
}
