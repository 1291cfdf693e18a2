import type { LinkCause, LinkPath } from './rule.ts'
import { ruleOf } from './rules.ts'

const path = (
  id: string,
  steps: readonly string[],
  cause: LinkCause,
  title: string,
  reason: string,
): LinkPath => ({ id, title, reason, steps, cause })

/** The same walk, begun by unique id and begun by pid. */
const byIdOrPid = (
  id: string,
  rest: readonly string[],
  cause: LinkCause,
  title: string,
  reason: string,
): readonly LinkPath[] => [
  path(id, ['process', ...rest], cause, title, reason),
  path(`${id}-by-pid`, ['pid', ...rest], cause, title, reason),
]

/** From a connection or logon of the parent, known by unique id or by pid. */
const fromParent = (
  id: string,
  rest: readonly string[],
  title: string,
  reason: string,
): readonly LinkPath[] => [
  path(id, ['parent-acts', ...rest], null, title, reason),
  path(`${id}-by-pid`, ['parent-acts-by-pid', ...rest], null, title, reason),
]

/**
 * Walks of two and more keys. A step `child` stands for every descendant. A path never leads further than
 * the process at the other end: what that process did besides is another hunt.
 */
export const linkPaths: readonly LinkPath[] = [
  ...byIdOrPid(
    'process-connection',
    ['network-tuple'],
    'lifetime',
    'Connection of the process',
    'Another record of a connection that the process of the hit made or answered.',
  ),
  ...byIdOrPid(
    'process-logon',
    ['logon-of-connection'],
    'lifetime',
    'Logon over its connection',
    'A connection of the process carried this logon.',
  ),
  ...byIdOrPid(
    'process-logon-deed',
    ['logon-of-connection', 'session-deeds'],
    'lifetime',
    'Done in that logon',
    'A connection of the process carried a logon, and this was done in its session.',
  ),
  ...byIdOrPid(
    'process-ticket',
    ['ticket-elsewhere'],
    'lifetime',
    'Logon with the same ticket',
    'The process used credentials, and this carries the same LogonGuid.',
  ),
  ...byIdOrPid(
    'other-end',
    ['network-tuple', 'process-start'],
    null,
    'Process at the other end',
    'It is the process at the other end of a connection of the process.',
  ),
  ...byIdOrPid(
    'process-file',
    ['file-used'],
    'lifetime',
    'Written by the process, then used',
    'The process wrote this file; it is run, loaded or named here.',
  ),
  path(
    'process-pipeline',
    ['pid', 'powershell-pipeline'],
    'lifetime',
    'Pipeline of that PowerShell',
    'The PowerShell host whose commands carry the pid of the process wrote it.',
  ),
  path(
    'process-injected',
    ['process', 'injected-acts'],
    'lifetime',
    'Done by the injected process',
    'The process made a thread in another one, which did this.',
  ),

  path(
    'session-connection',
    ['session-start', 'connection-of-logon'],
    'before',
    'Connection that carried the session',
    "The logon of the hit's session names this connection's source address and port.",
  ),
  path(
    'session-source',
    ['session-start', 'connection-of-logon', 'process-start'],
    'before',
    'Process at the source',
    'It is the process whose connection carried the logon of the session.',
  ),
  path(
    'session-source-script',
    ['session-start', 'connection-of-logon', 'script-by-pid'],
    null,
    'PowerShell at the source',
    'PowerShell with the pid whose connection carried the logon of the session wrote it.',
  ),
  path(
    'session-ticket-elsewhere',
    ['session-start', 'ticket-elsewhere'],
    null,
    'Same ticket on another asset',
    "It carries the LogonGuid of the logon of the hit's session, on another asset.",
  ),
  path(
    'session-linked',
    ['session-start', 'linked-session'],
    null,
    'Session of the same logon',
    "The logon of the hit's session names this session as linked.",
  ),
  path(
    'session-ticket',
    ['session-start', 'same-ticket'],
    null,
    'Session of the same ticket',
    "It carries the LogonGuid of the logon of the hit's session.",
  ),

  ...fromParent(
    'parent-connection',
    ['network-tuple'],
    'Other end of the connection to the parent',
    'Another record of a connection that the parent answered or made shortly before.',
  ),
  ...fromParent(
    'parent-logon',
    ['logon-of-connection'],
    'Logon over the connection to the parent',
    'A connection that the parent answered or made carried this logon.',
  ),
  ...fromParent(
    'parent-source',
    ['network-tuple', 'process-start'],
    'Process behind the connection to the parent',
    "It is the process at the other end of the parent's connection.",
  ),
  ...fromParent(
    'parent-source-script',
    ['tuple-elsewhere', 'script-by-pid'],
    'PowerShell behind the connection to the parent',
    "PowerShell with the pid at the other end of the parent's connection wrote it.",
  ),
  ...fromParent(
    'parent-logon-account',
    ['logon-of-connection', 'identity-logon-near'],
    'Other logon of that account',
    "The account that logged on over the parent's connection logged on here too, seconds apart.",
  ),

  path(
    'descendant-acts',
    ['child', 'child-acts'],
    'lifetime',
    'What a descendant did',
    'It was done by a process that descends from the hit.',
  ),
  path(
    'descendant-connection',
    ['child', 'child-acts', 'connection-seen'],
    'lifetime',
    'Connection of a descendant',
    'Another record of a connection that a descendant of the hit made.',
  ),
  path(
    'descendant-logon',
    ['child', 'child-acts', 'logon-of-connection'],
    'lifetime',
    'Logon over the connection of a descendant',
    'A connection of a descendant carried this logon.',
  ),
  path(
    'descendant-logon-deed',
    ['child', 'child-acts', 'logon-of-connection', 'session-deeds'],
    'lifetime',
    'Done in the logon of a descendant',
    'A connection of a descendant carried a logon, and this was done in its session.',
  ),
  path(
    'descendant-script',
    ['child', 'script-of-descendant'],
    'lifetime',
    'Script of a descendant',
    'PowerShell with the pid of a descendant wrote it.',
  ),
  path(
    'descendant-script-by-access',
    ['child', 'child-access', 'script-of-target'],
    'lifetime',
    'Script of a descendant',
    'PowerShell with the pid of a descendant, which an access to it names, wrote it.',
  ),
  path(
    'descendant-task',
    ['child', 'task'],
    'lifetime',
    'Task named by a descendant',
    'A descendant names this scheduled task on its command line.',
  ),
  path(
    'descendant-service',
    ['child', 'service'],
    'lifetime',
    'Service named by a descendant',
    'A descendant names this service on its command line.',
  ),

  path(
    'made-child',
    ['command-run', 'child'],
    'after',
    'Started by what was made to run',
    'What the service or task was made to run started it.',
  ),
  path(
    'made-child-by-pid',
    ['command-run', 'child-by-pid-soon'],
    'after',
    'Started by what was made to run',
    'What the service or task was made to run started it.',
  ),
  path(
    'made-program-child',
    ['made-run', 'child'],
    'after',
    'Started by what was made to run',
    'The program that the service or task was made to run started it.',
  ),
  path(
    'access-deed',
    ['logon-of-access', 'session-deeds'],
    null,
    'Done in that logon',
    'The access used a logon, and this was done in its session.',
  ),
  path(
    'logon-source',
    ['connection-of-logon', 'process-start'],
    'before',
    'Process at the source',
    'It is the process whose connection carried the logon.',
  ),
  path(
    'logon-source-script',
    ['connection-of-logon', 'script-by-pid'],
    null,
    'PowerShell at the source',
    'PowerShell with the pid whose connection carried the logon wrote it.',
  ),
  path(
    'access-source',
    ['connection-of-access', 'process-start'],
    'before',
    'Process at the source',
    'It is the process whose connection carried the access.',
  ),
  path(
    'connection-end',
    ['network-tuple', 'process-start'],
    null,
    'Process at the other end',
    'It is the process at the other end of the connection.',
  ),
  path(
    'logon-deed',
    ['logon-of-connection', 'session-deeds'],
    'after',
    'Done in that logon',
    'The connection carried a logon, and this was done in its session.',
  ),
  path(
    'inbound-source',
    ['inbound', 'network-tuple'],
    null,
    'Other end of the remote access',
    'It is the other end of a connection that came in seconds before.',
  ),
  path(
    'account-source',
    ['identity-logon', 'connection-of-logon'],
    null,
    'Connection that carried a logon of the account',
    'The account of the hit logged on over this connection.',
  ),
]

// A path with a step that is no rule must fail when the program starts, not in a hunt.
for (const { steps } of linkPaths) for (const step of steps) ruleOf(step)
