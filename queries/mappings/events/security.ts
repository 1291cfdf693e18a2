import type { EventMapping, FieldRule, MessageRule } from '../mapping.ts'
import { rules } from '../mapping.ts'

/* Microsoft-Windows-Security-Auditing, after its provider manifest. */

const subjectMessage: readonly MessageRule[] = [
  ['SubjectUserSid', 'Subject|Security ID', 'Creator Subject|Security ID'],
  ['SubjectUserName', 'Subject|Account Name', 'Creator Subject|Account Name'],
  [
    'SubjectDomainName',
    'Subject|Account Domain',
    'Subject|Domain Name',
    'Creator Subject|Account Domain',
  ],
  ['SubjectLogonId', 'Subject|Logon ID', 'Creator Subject|Logon ID'],
]
const session: readonly FieldRule[] = [
  ['winlog.logon.type', 'text', 'LogonType'],
  ['winlog.logon.guid', 'text', 'LogonGuid'],
]
/** Older collectors hide the actor's ProcessId behind the header pid: it then stands in the message only. */
const actor: readonly FieldRule[] = [
  ['process.pid', 'number', 'ProcessId', 'ProcessID', 'CallerProcessId', 'ClientProcessId'],
  ['process.executable', 'text', 'ProcessName', 'CallerProcessName', 'Application'],
]
const actorMessage: readonly MessageRule[] = [
  [
    'ProcessId',
    'Process Information|Process ID',
    'Process|Process ID',
    'Application Information|Process ID',
    'Caller Process Information|Process ID',
  ],
]
const callerMessage: readonly MessageRule[] = [
  ['CallerProcessId', 'Process Information|Process ID', 'Process Information|Caller Process ID'],
]
const from: readonly FieldRule[] = [
  ['source.ip', 'address', 'IpAddress'],
  ['source.port', 'number', 'IpPort'],
]
const workstation: readonly FieldRule[] = [
  ['source.domain', 'text', 'WorkstationName', 'Workstation'],
]
const connection: readonly FieldRule[] = [
  ['source.ip', 'address', 'SourceAddress'],
  ['source.port', 'number', 'SourcePort'],
  ['destination.ip', 'address', 'DestAddress'],
  ['destination.port', 'number', 'DestPort'],
  ['network.transport', 'transport', 'Protocol'],
  ['network.direction', 'direction', 'Direction'],
]
const service: readonly FieldRule[] = [['service.name', 'text', 'ServiceName']]

const logon = (action: string, more: readonly FieldRule[] = []): EventMapping => ({
  kind: 'logon',
  action,
  who: ['Target'],
  fields: rules(session, more),
  message: subjectMessage,
})
const bySubject = (
  kind: EventMapping['kind'],
  action: string,
  more: readonly FieldRule[] = [],
  message: readonly MessageRule[] = [],
): EventMapping => ({
  kind,
  action,
  who: ['Subject'],
  fields: more,
  message: [...subjectMessage, ...message],
})
const byProcess = (
  kind: EventMapping['kind'],
  action: string,
  more: readonly FieldRule[] = [],
): EventMapping => bySubject(kind, action, rules(actor, more), actorMessage)
const account = (action: string): EventMapping => bySubject('logon', action)
const group = (action: string): EventMapping => ({ ...account(action), targetIsGroup: true })
const ticket = (action: string): EventMapping => ({
  kind: 'logon',
  action,
  who: ['Target'],
  fields: rules(session, from, service),
})
const task = (action: string): EventMapping => bySubject('task', action)

/** Security events by event id. Any other Security event is read by `securityDefault`. */
export const securityEvents: Readonly<Record<string, EventMapping>> = {
  1100: { kind: 'control', action: 'event-log-stopped', fields: [] },
  1102: bySubject('control', 'audit-log-cleared'),
  1104: { kind: 'control', action: 'security-log-full', fields: [] },
  4608: { kind: 'control', action: 'system-started', fields: [] },
  4616: byProcess('control', 'system-time-changed'),
  4624: {
    ...logon('logged-in', rules(from, workstation, actor)),
    message: [...subjectMessage, ...actorMessage],
  },
  4625: {
    ...logon('logon-failed', rules(from, workstation, actor)),
    message: [
      ...subjectMessage,
      ['ProcessId', 'Process Information|Caller Process ID', 'Process Information|Process ID'],
    ],
  },
  4627: logon('group-membership-listed'),
  4634: logon('logged-out'),
  4647: logon('logged-out'),
  4648: byProcess('logon', 'explicit-credentials-used', from),
  4656: byProcess('access', 'object-handle-requested'),
  4657: byProcess('registry', 'registry-value-set', [
    ['registry.value', 'text', 'ObjectValueName'],
    ['registry.data.strings', 'text', 'NewValue'],
  ]),
  4658: byProcess('access', 'object-handle-closed'),
  4660: byProcess('access', 'object-deleted'),
  4661: byProcess('access', 'object-handle-requested'),
  4662: bySubject('access', 'directory-object-operation'),
  4663: byProcess('access', 'object-accessed'),
  4670: byProcess('access', 'object-permissions-changed'),
  4672: bySubject('logon', 'special-privileges-assigned'),
  4673: byProcess('access', 'privileged-service-called'),
  4674: byProcess('access', 'privileged-object-operation'),
  4688: {
    kind: 'process',
    action: 'process-start',
    who: ['Target', 'Subject'],
    fields: [
      ['process.pid', 'number', 'NewProcessId'],
      ['process.executable', 'text', 'NewProcessName'],
      ['process.command_line', 'text', 'CommandLine'],
      ['process.parent.pid', 'number', 'ProcessId'],
      ['process.parent.executable', 'text', 'ParentProcessName'],
    ],
    message: [
      ...subjectMessage,
      ['NewProcessId', 'Process Information|New Process ID'],
      ['NewProcessName', 'Process Information|New Process Name'],
      ['ProcessId', 'Process Information|Creator Process ID'],
      ['ParentProcessName', 'Process Information|Creator Process Name'],
      ['CommandLine', 'Process Information|Process Command Line'],
      ['TargetUserName', 'Target Subject|Account Name'],
      ['TargetLogonId', 'Target Subject|Logon ID'],
    ],
  },
  4689: byProcess('process', 'process-end'),
  4690: bySubject(
    'access',
    'handle-duplicated',
    [
      ['process.pid', 'number', 'SourceProcessId'],
      ['target.process.pid', 'number', 'TargetProcessId'],
    ],
    [
      ['SourceProcessId', 'Source Handle Information|Source Process ID'],
      ['TargetProcessId', 'New Handle Information|Target Process ID'],
    ],
  ),
  4696: byProcess('access', 'primary-token-assigned'),
  4697: {
    ...bySubject('task', 'service-installed', [
      ...service,
      ['process.pid', 'number', 'ClientProcessId'],
      ['process.parent.pid', 'number', 'ParentProcessId'],
    ]),
    message: [
      ...subjectMessage,
      ['ServiceName', 'Service Information|Service Name'],
      ['ServiceFileName', 'Service Information|Service File Name'],
    ],
  },
  4698: task('task-created'),
  4699: task('task-deleted'),
  4700: task('task-enabled'),
  4701: task('task-disabled'),
  4702: task('task-updated'),
  4703: byProcess('access', 'token-right-adjusted'),
  4719: bySubject('control', 'audit-policy-changed'),
  4720: account('user-account-created'),
  4722: account('user-account-enabled'),
  4723: account('password-change-tried'),
  4724: account('password-reset-tried'),
  4725: account('user-account-disabled'),
  4726: account('user-account-deleted'),
  4727: group('group-created'),
  4728: group('group-member-added'),
  4729: group('group-member-removed'),
  4730: group('group-deleted'),
  4731: group('group-created'),
  4732: group('group-member-added'),
  4733: group('group-member-removed'),
  4734: group('group-deleted'),
  4735: group('group-changed'),
  4737: group('group-changed'),
  4738: account('user-account-changed'),
  4740: account('user-account-locked'),
  4741: account('computer-account-created'),
  4742: account('computer-account-changed'),
  4743: account('computer-account-deleted'),
  4756: group('group-member-added'),
  4757: group('group-member-removed'),
  4767: account('user-account-unlocked'),
  4768: ticket('kerberos-ticket-requested'),
  4769: ticket('kerberos-service-ticket-requested'),
  4770: ticket('kerberos-ticket-renewed'),
  4771: ticket('kerberos-preauthentication-failed'),
  4776: {
    kind: 'logon',
    action: 'credentials-validated',
    who: ['Target'],
    fields: workstation,
  },
  4778: {
    kind: 'logon',
    action: 'session-reconnected',
    fields: [
      ['user.name', 'text', 'AccountName'],
      ['user.domain', 'text', 'AccountDomain'],
      ['winlog.logon.id', 'logon', 'LogonID'],
      ['source.ip', 'address', 'ClientAddress'],
      ['source.domain', 'text', 'ClientName'],
    ],
  },
  4779: {
    kind: 'logon',
    action: 'session-disconnected',
    fields: [
      ['user.name', 'text', 'AccountName'],
      ['user.domain', 'text', 'AccountDomain'],
      ['winlog.logon.id', 'logon', 'LogonID'],
      ['source.ip', 'address', 'ClientAddress'],
      ['source.domain', 'text', 'ClientName'],
    ],
  },
  4781: bySubject('logon', 'account-renamed', [
    ['user.target.name', 'text', 'OldTargetUserName'],
    ['user.changes.name', 'text', 'NewTargetUserName'],
  ]),
  4798: bySubject('logon', 'user-groups-enumerated', actor, callerMessage),
  4799: {
    ...bySubject('logon', 'group-members-enumerated', actor, callerMessage),
    targetIsGroup: true,
  },
  4907: byProcess('control', 'object-audit-changed'),
  4964: logon('special-groups-assigned'),
  5136: bySubject('access', 'directory-object-changed'),
  5137: bySubject('access', 'directory-object-created'),
  5140: bySubject('file', 'share-accessed', from),
  5142: bySubject('file', 'share-added'),
  5145: bySubject('file', 'share-file-checked', from),
  5152: {
    kind: 'network',
    action: 'packet-blocked',
    fields: rules(actor, connection),
    message: actorMessage,
  },
  5154: {
    kind: 'network',
    action: 'listening-permitted',
    fields: rules(actor, connection),
    message: actorMessage,
  },
  5156: {
    kind: 'network',
    action: 'connection-permitted',
    fields: rules(actor, connection),
    message: actorMessage,
  },
  5157: {
    kind: 'network',
    action: 'connection-blocked',
    fields: rules(actor, connection),
    message: actorMessage,
  },
  5158: {
    kind: 'network',
    action: 'bind-permitted',
    fields: rules(actor, connection),
    message: actorMessage,
  },
  5379: bySubject('access', 'stored-credentials-read', [
    ['process.pid', 'number', 'ClientProcessId'],
  ]),
}

/** Security events that have no mapping of their own still name a subject, a target and often a process. */
export const securityDefault: EventMapping = {
  kind: 'other',
  action: 'audited',
  who: ['Subject'],
  fields: rules(actor, from),
  message: subjectMessage,
}
