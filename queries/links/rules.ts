import type { Micros } from '../event.ts'
import type { KeyKind } from './keys.ts'
import type { Grade, LinkRule } from './rule.ts'

const second: Micros = 1_000_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** How far a lookup by exact id reaches back (DESIGN §4.3). */
export const lookupUs: Micros = 30 * day

/** A key folds above this many events unless its rule says otherwise (DESIGN §6). */
export const usualLimit = 50

/**
 * What one process did is evidence by itself, however much it is: a unique id joins it. The limit only
 * keeps a process that runs for days from filling the answer (a browser loads a few hundred images).
 */
const processLimit = 1_000

/**
 * A network session holds a few events, a script's session some dozens; a desktop session holds hundreds,
 * and belonging to it says little.
 */
const sessionLimit = 250

/** Codes of Windows events that stand for a network connection; 5158 is a bind and has no other end. */
const connections = ['3', '5156']
const logons = ['4624', '4625', '4648']
const scripts = ['4103', '4104', '4105', '4106', '400', '403', '600', '800', '53504']
/** What a process did to others, without the images it loaded and the handles it opened. */
const deeds = [
  '2',
  '3',
  '5',
  '8',
  '9',
  '11',
  '13',
  '14',
  '15',
  '17',
  '18',
  '22',
  '23',
  '25',
  '26',
  '27',
  '28',
  '29',
]

type Options = Partial<
  Omit<LinkRule, 'id' | 'title' | 'reason' | 'grade' | 'from' | 'to' | 'window'>
>

const rule = (
  id: string,
  grade: Grade,
  [from, to]: readonly [KeyKind, KeyKind],
  [beforeUs, afterUs]: readonly [Micros, Micros],
  title: string,
  reason: string,
  options: Options = {},
): LinkRule => ({
  id,
  title,
  reason,
  grade,
  from,
  to,
  window: { beforeUs, afterUs },
  limit: usualLimit,
  lookup: false,
  within: null,
  cause: null,
  codes: null,
  ...options,
})

/** What a session made or ran that lasts, or ran at all. */
const sessionDeeds =
  '1 1102 4648 4688 4697 4698 4699 4700 4701 4702 4720 4722 4724 4726 4728 4732 4738 4756 5145'.split(
    ' ',
  )

/** WMI-Activity names the pid of the client that asked; the client may run on another machine. */
const wmiClients = ['5857', '5858', '5859', '5860']

const lookup = { lookup: true, limit: usualLimit } as const
const ofProcess = {
  within: 'process',
  cause: 'lifetime',
  limit: processLimit,
  exceptCodes: wmiClients,
} as const
const ofSession = {
  within: 'session',
  cause: 'lifetime',
  limit: sessionLimit,
} as const

/** Every link rule, by grade (DESIGN §6). Windows are defaults: the behavior and the hunter may set others. */
export const linkRules: readonly LinkRule[] = [
  rule(
    'process',
    'exact',
    ['entity', 'entity'],
    [day, day],
    'Same process',
    'It was done by the process of the hit: both carry its unique id.',
    ofProcess,
  ),
  rule(
    'process-access',
    'exact',
    ['entity', 'target-entity'],
    [day, day],
    'Process as target',
    'Another process opened, read or wrote the process of the hit.',
    ofProcess,
  ),
  rule(
    'process-start',
    'exact',
    ['entity', 'entity-start'],
    [day, hour],
    'Creation of the process',
    'It is the creation of the process, found by its unique id.',
    { ...lookup, cause: 'before' },
  ),
  rule(
    'target-start',
    'exact',
    ['target-entity', 'entity-start'],
    [day, 0],
    'Creation of the target',
    'It is the creation of the process that the hit acted upon.',
    { ...lookup, cause: 'before' },
  ),
  rule(
    'target-acts',
    'exact',
    ['target-entity', 'entity'],
    [0, hour],
    'What the target did',
    'It was done by the process that the hit acted upon.',
    { limit: 250, codes: deeds },
  ),
  rule(
    'injected-acts',
    'exact',
    ['target-entity', 'entity'],
    [0, hour],
    'What the injected process did',
    'It was done by a process in which a thread was made from outside.',
    { limit: 250, codes: deeds, originCodes: ['8'], cause: 'lifetime' },
  ),
  rule(
    'parent',
    'exact',
    ['parent-entity', 'entity-start'],
    [day, 0],
    'Parent process',
    'It is the creation of the process that started this one.',
    { ...lookup, cause: 'before' },
  ),
  rule(
    'parent-acts',
    'exact',
    ['parent-entity', 'entity'],
    [minute, 5 * second],
    'Connection of the parent',
    'The parent process answered or made this connection shortly before.',
    { codes: connections, near: [minute, 5 * second] },
  ),
  rule(
    'child',
    'exact',
    ['entity', 'parent-entity'],
    [0, day],
    'Child process',
    'It was started by the process of the hit.',
    { within: 'process', cause: 'lifetime', limit: 500 },
  ),
  rule(
    'child-acts',
    'exact',
    ['entity', 'entity'],
    [0, day],
    'What a descendant did',
    'It was done by a process that descends from the hit.',
    { within: 'process', cause: 'lifetime', codes: deeds, limit: processLimit },
  ),

  rule(
    'pid',
    'strong',
    ['pid', 'pid'],
    [day, day],
    'Same pid in its lifetime',
    'It carries the pid of the process, on the same asset, while that process lived.',
    ofProcess,
  ),
  rule(
    'pid-target',
    'strong',
    ['pid', 'target-pid'],
    [day, day],
    'Pid as target',
    'It acts upon the pid of the process, on the same asset, while that process lived.',
    ofProcess,
  ),
  rule(
    'process-start-by-pid',
    'strong',
    ['pid', 'pid-start'],
    [day, hour],
    'Creation of the process',
    'It is the last creation of this pid before the hit.',
    { ...lookup, within: 'process', cause: 'lifetime' },
  ),
  rule(
    'process-end-by-pid',
    'strong',
    ['pid', 'pid-end'],
    [0, day],
    'End of the process',
    'It is the end of this pid after the hit.',
    { ...lookup, within: 'process', cause: 'lifetime' },
  ),
  rule(
    'parent-by-pid',
    'strong',
    ['parent-pid', 'pid-start'],
    [day, 0],
    'Parent process',
    "It is the last creation of the parent's pid before this process.",
    { ...lookup, cause: 'before' },
  ),
  rule(
    'parent-acts-by-pid',
    'strong',
    ['parent-pid', 'pid'],
    [minute, 5 * second],
    'Connection or logon of the parent',
    'The parent process answered a connection or made a logon shortly before.',
    { codes: ['5156', ...logons], near: [minute, 5 * second] },
  ),
  rule(
    'child-by-pid',
    'strong',
    ['pid', 'parent-pid'],
    [0, day],
    'Child process',
    'It was started by the pid of the hit while that process lived.',
    { within: 'process', cause: 'lifetime', limit: 250 },
  ),
  rule(
    'session',
    'strong',
    ['logon', 'logon'],
    [day, day],
    'Same logon session',
    'It carries the same LogonId on the same asset.',
    ofSession,
  ),
  rule(
    'session-start',
    'strong',
    ['logon', 'logon-start'],
    [day, minute],
    'Start of the session',
    'It opened this logon session, or gave it its privileges.',
    { ...lookup, within: 'session', cause: 'lifetime' },
  ),
  rule(
    'session-end',
    'strong',
    ['logon', 'logon-end'],
    [0, day],
    'End of the session',
    'It closed this logon session.',
    { ...lookup, within: 'session', cause: 'lifetime' },
  ),
  rule(
    'session-deeds',
    'strong',
    ['logon', 'logon'],
    [0, day],
    'Done in that session',
    'It was run, made or changed in that logon session.',
    { codes: sessionDeeds },
  ),
  rule(
    'same-ticket',
    'strong',
    ['logon-guid', 'logon-guid'],
    [day, day],
    'Same logon ticket',
    'It carries the same LogonGuid: one ticket, several sessions.',
    { codes: [...logons, '4769', '4964'] },
  ),
  rule(
    'network-tuple',
    'strong',
    ['tuple', 'tuple'],
    [10 * minute, 10 * minute],
    'Same connection',
    'All five values are the same: another record of that connection, on either host.',
    {},
  ),
  rule(
    'connection-seen',
    'medium',
    ['tuple', 'tuple'],
    [10 * minute, 10 * minute],
    'Another record of a connection',
    'All five values are the same as those of a connection that a related process made.',
    { codes: connections },
  ),
  rule(
    'logon-of-connection',
    'strong',
    ['source-endpoint', 'logon-endpoint'],
    [minute, 10 * minute],
    'Logon on this connection',
    'Its source address and port are those of the connection: the connection carried this logon.',
    { cause: 'after', codes: logons },
  ),
  rule(
    'connection-of-logon',
    'strong',
    ['logon-endpoint', 'source-endpoint'],
    [10 * minute, minute],
    'Connection that carried the logon',
    'Its source address and port are those that the logon names.',
    { cause: 'before', codes: connections },
  ),
  rule(
    'file-used',
    'strong',
    ['file-written', 'file-used'],
    [0, day],
    'Written, then used',
    'The file that was written is run, loaded or named on the command line.',
    { cause: 'after' },
  ),
  rule(
    'file-written',
    'strong',
    ['file-used', 'file-written'],
    [day, 0],
    'Used, written before',
    'The file that is run, loaded or named was written here.',
    { cause: 'before' },
  ),
  rule(
    'task',
    'strong',
    ['task', 'task'],
    [day, day],
    'Same scheduled task',
    'It names the same scheduled task.',
    {
      codes: [
        '1',
        '11',
        '106',
        '129',
        '140',
        '141',
        '200',
        '201',
        '4688',
        '4698',
        '4699',
        '4700',
        '4701',
        '4702',
      ],
    },
  ),
  rule(
    'task-cache',
    'medium',
    ['task', 'task'],
    [hour, hour],
    'Registry of the task',
    "It is the task's own entry in the registry.",
    { codes: ['12', '13', '14', '4657'] },
  ),
  rule(
    'service',
    'strong',
    ['service', 'service'],
    [day, day],
    'Same service',
    'It names the same service.',
    { codes: ['1', '4688', '4697', '7034', '7035', '7036', '7040', '7045'] },
  ),
  rule(
    'service-registry',
    'medium',
    ['service', 'service'],
    [hour, hour],
    'Registry of the service',
    "It is the service's own entry in the registry.",
    { codes: ['12', '13', '14', '4657'] },
  ),
  rule(
    'wmi',
    'strong',
    ['wmi', 'wmi'],
    [day, day],
    'Same WMI subscription',
    'It names the same WMI filter or consumer.',
  ),
  rule(
    'powershell-host',
    'strong',
    ['powershell-host', 'powershell-host'],
    [day, day],
    'Same PowerShell host',
    'It was written by the same PowerShell host.',
    { limit: 250 },
  ),
  rule(
    'script-block',
    'strong',
    ['script-block', 'script-block'],
    [hour, hour],
    'Same script block',
    'It is another part or run of the same script block.',
  ),

  rule(
    'wmi-client',
    'medium',
    ['pid', 'pid'],
    [day, day],
    'WMI asked by that pid',
    'WMI was asked by a client with the pid of the process; the client may run on another machine.',
    { within: 'process', cause: 'lifetime', codes: wmiClients },
  ),
  rule(
    'script-by-pid',
    'medium',
    ['pid', 'pid'],
    [10 * minute, 10 * minute],
    'PowerShell of that pid',
    'PowerShell with the pid of a related process wrote it about then; no event proves how long that process lived.',
    { codes: scripts, near: [10 * second, 10 * second] },
  ),
  rule(
    'script-of-descendant',
    'medium',
    ['pid', 'pid'],
    [0, day],
    'PowerShell of that pid',
    'PowerShell with the pid of a descendant wrote it; no event proves how long that process lived.',
    { codes: scripts, limit: 250, within: 'process', cause: 'lifetime', near: [0, day] },
  ),
  rule(
    'child-access',
    'exact',
    ['entity', 'target-entity'],
    [0, day],
    'Access to a descendant',
    'Another process opened a descendant of the hit.',
    { near: [second, second] },
  ),
  rule(
    'script-of-target',
    'medium',
    ['target-pid', 'pid'],
    [0, day],
    'PowerShell of that pid',
    'PowerShell with the pid of a descendant wrote it; no event proves how long that process lived.',
    { codes: scripts, limit: 250, within: 'process', cause: 'lifetime', near: [0, day] },
  ),
  rule(
    'registry',
    'medium',
    ['registry', 'registry'],
    [hour, hour],
    'Same registry value',
    'It touches the same registry value.',
  ),
  rule(
    'clsid',
    'medium',
    ['clsid', 'clsid'],
    [hour, hour],
    'Same COM class',
    'It names the same COM class.',
  ),
  rule(
    'pipe',
    'medium',
    ['pipe', 'pipe'],
    [hour, hour],
    'Same named pipe',
    'It makes or opens the same named pipe.',
  ),
  rule(
    'service-endpoint',
    'medium',
    ['service-endpoint', 'service-endpoint'],
    [hour, hour],
    'Same destination',
    'It goes from the same address to the same address and port.',
    { codes: connections },
  ),

  rule(
    'identity-logon',
    'weak',
    ['identity', 'identity'],
    [10 * minute, 10 * minute],
    'Logon of the same account',
    'The account of the hit logs on to the same asset.',
    { codes: logons },
  ),
  rule(
    'identity-logon-near',
    'weak',
    ['identity', 'identity'],
    [5 * second, 5 * second],
    'Logon of the same account, seconds apart',
    'The same account logs on to the same asset within seconds.',
    { codes: logons, near: [5 * second, 5 * second] },
  ),
  rule(
    'identity-onward',
    'weak',
    ['identity-anywhere', 'identity-anywhere'],
    [0, hour],
    'Logon onward',
    'The account of the hit logs on to another asset afterwards.',
    { codes: logons, cause: null },
  ),
  rule(
    'identity',
    'weak',
    ['identity', 'identity'],
    [5 * minute, 5 * minute],
    'Same account',
    'It names the same account on the same asset in these minutes.',
  ),
  rule(
    'inbound',
    'weak',
    ['inbound', 'inbound'],
    [30 * second, 5 * second],
    'Remote access seconds before',
    'Another machine connected to a port of remote administration on the same asset, seconds apart.',
    { near: [30 * second, 5 * second] },
  ),
  rule(
    'nearby',
    'weak',
    ['notable', 'notable'],
    [2 * minute, 2 * minute],
    'Same asset within minutes',
    'It is one of the few events that tell by being there, on the same asset in these minutes.',
    { near: [5 * minute, 5 * minute] },
  ),
]

const byId = new Map(linkRules.map((r) => [r.id, r]))

/** A rule by its id. Throws on an unknown one: paths are checked when they load. */
export const ruleOf = (id: string): LinkRule => {
  const found = byId.get(id)
  if (!found) throw new Error(`no link rule ${id}`)
  return found
}
