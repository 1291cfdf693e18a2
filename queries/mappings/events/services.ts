import type { EventMapping, FieldRule } from '../mapping.ts'

/* The Windows providers beside Sysmon and Security: System, PowerShell, tasks, WMI, Terminal Services, Defender. */

const plain = (
  kind: EventMapping['kind'],
  action: string,
  fields: readonly FieldRule[] = [],
): EventMapping => ({ kind, action, fields })

/** Service Control Manager, Eventlog, DistributedCOM, Kernel-General and Kernel-Power, in the System channel. */
export const systemEvents: Readonly<Record<string, Readonly<Record<string, EventMapping>>>> = {
  'microsoft-windows-eventlog': {
    104: { kind: 'control', action: 'event-log-cleared', who: ['Subject'], fields: [] },
    1100: plain('control', 'event-log-stopped'),
    1102: {
      kind: 'control',
      action: 'audit-log-cleared',
      who: ['Subject'],
      fields: [],
      message: [
        ['SubjectUserSid', 'Subject|Security ID'],
        ['SubjectUserName', 'Subject|Account Name'],
        ['SubjectDomainName', 'Subject|Domain Name', 'Subject|Account Domain'],
        ['SubjectLogonId', 'Subject|Logon ID'],
      ],
    },
  },
  eventlog: {
    6005: plain('control', 'event-log-started'),
    6006: plain('control', 'event-log-stopped'),
    6008: plain('control', 'unexpected-shutdown'),
  },
  'service control manager': {
    7036: plain('task', 'service-state-changed', [
      ['service.name', 'text', 'ServiceName', 'param1'],
    ]),
    7040: plain('task', 'service-start-type-changed', [
      ['service.name', 'text', 'ServiceName', 'param4', 'param1'],
    ]),
    7045: {
      kind: 'task',
      action: 'service-installed',
      fields: [['service.name', 'text', 'ServiceName']],
      message: [
        ['ServiceName', 'Service Name'],
        ['ImagePath', 'Service File Name'],
      ],
    },
  },
  'microsoft-windows-distributedcom': {
    10016: {
      kind: 'access',
      action: 'dcom-permission-denied',
      fields: [
        ['user.domain', 'text', 'param6'],
        ['user.name', 'text', 'param7'],
        ['user.id', 'sid', 'param8'],
      ],
    },
    10028: plain('network', 'dcom-unreachable', [['destination.domain', 'text', 'param1']]),
    10036: plain('access', 'dcom-authentication-too-low', [
      ['user.domain', 'text', 'param1'],
      ['user.name', 'text', 'param2'],
      ['user.id', 'sid', 'param3'],
      ['source.ip', 'address', 'param4'],
    ]),
  },
  'microsoft-windows-kernel-general': {
    12: plain('control', 'system-started'),
    13: plain('control', 'system-shut-down'),
    1: plain('control', 'system-time-changed'),
  },
}

const script = (action: string, fields: readonly FieldRule[] = []): EventMapping => ({
  kind: 'script',
  action,
  fields,
  writerIsActor: true,
})
const block: FieldRule = ['powershell.file.script_block_id', 'text', 'ScriptBlockId']

export const powershellEvents: Readonly<Record<string, EventMapping>> = {
  4103: {
    ...script('command-invoked', [['powershell.id', 'text', 'Host ID']]),
    accounts: [['user', 'User']],
  },
  4104: script('script-block-logged', [
    ['powershell.file.script_block_text', 'text', 'ScriptBlockText'],
    block,
    ['file.path', 'text', 'Path'],
  ]),
  4105: script('script-block-started', [block]),
  4106: script('script-block-completed', [block]),
}
export const powershellDefault: EventMapping = script('powershell-event')

/** The classic `Windows PowerShell` channel: header pid 0, everything in the text. */
const classic = (action: string): EventMapping => ({
  kind: 'script',
  action,
  fields: [['powershell.id', 'text', 'HostId']],
  accounts: [['user', 'UserId']],
})
export const classicPowershellEvents: Readonly<Record<string, EventMapping>> = {
  400: classic('engine-started'),
  403: classic('engine-stopped'),
  600: classic('provider-started'),
  800: classic('pipeline-executed'),
}

const byUser = (action: string, name: string): EventMapping => ({
  ...plain('task', action),
  accounts: [['user', name]],
})
export const taskSchedulerEvents: Readonly<Record<string, EventMapping>> = {
  106: byUser('task-created', 'UserContext'),
  107: plain('task', 'task-triggered'),
  110: byUser('task-triggered', 'UserContext'),
  118: plain('task', 'task-triggered'),
  119: byUser('task-triggered', 'UserName'),
  129: {
    kind: 'task',
    action: 'task-process-started',
    fields: [['target.process.pid', 'number', 'ProcessID']],
    message: [
      ['TaskName', /task "([^"]+)"/i],
      ['ProcessID', /process ID (\d+)/i],
    ],
  },
  140: byUser('task-updated', 'UserName'),
  141: byUser('task-deleted', 'UserName'),
  200: plain('task', 'task-action-started'),
  201: plain('task', 'task-action-completed'),
}

export const wmiActivityEvents: Readonly<Record<string, EventMapping>> = {
  5857: plain('module', 'wmi-provider-started', [
    ['process.pid', 'number', 'ProcessID', 'ProcessId'],
    ['process.executable', 'text', 'HostProcess'],
    ['dll.path', 'text', 'ProviderPath'],
  ]),
  5858: {
    ...plain('script', 'wmi-operation-failed', [
      ['process.pid', 'number', 'ClientProcessId'],
      ['source.domain', 'text', 'ClientMachine'],
    ]),
    accounts: [['user', 'User']],
  },
  5859: plain('task', 'wmi-filter-activated'),
  5860: {
    ...plain('task', 'wmi-temporary-consumer-registered', [
      ['process.pid', 'number', 'ClientProcessID', 'ClientProcessId', 'Processid'],
    ]),
    accounts: [['user', 'User']],
  },
  5861: plain('task', 'wmi-binding-created'),
}

const terminal = (action: string): EventMapping => ({
  kind: 'logon',
  action,
  fields: [['source.ip', 'address', 'Address']],
  accounts: [['user', 'User']],
})
export const terminalSessionEvents: Readonly<Record<string, EventMapping>> = {
  21: terminal('session-logged-in'),
  22: terminal('shell-started'),
  23: terminal('session-logged-out'),
  24: terminal('session-disconnected'),
  25: terminal('session-reconnected'),
}
export const terminalConnectionEvents: Readonly<Record<string, EventMapping>> = {
  1149: {
    kind: 'logon',
    action: 'remote-desktop-authenticated',
    fields: [
      ['user.name', 'text', 'Param1'],
      ['user.domain', 'text', 'Param2'],
      ['source.ip', 'address', 'Param3'],
    ],
  },
}

const threat = (action: string): EventMapping => ({
  kind: 'control',
  action,
  fields: [
    ['rule.name', 'text', 'Threat Name', 'ThreatName'],
    ['process.executable', 'text', 'Process Name', 'ProcessName'],
  ],
  accounts: [['user', 'Detection User']],
})
export const defenderEvents: Readonly<Record<string, EventMapping>> = {
  1116: threat('threat-detected'),
  1117: threat('threat-acted-on'),
}
