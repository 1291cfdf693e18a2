import { path } from './path-making.ts'
import type { LinkPath } from './rule.ts'

/**
 * The process that a connection leads back to, and how it came to be: its parents, the files it and they
 * were started with, what it did first. `parent*` stands for any number of parents, none among them.
 */
const behind = (id: string, to: readonly string[], of: string): readonly LinkPath[] => [
  path(
    `${id}-source`,
    [...to, 'process-start'],
    'before',
    'Process at the source',
    `It is the process whose connection ${of}.`,
  ),
  path(
    `${id}-source-ancestor`,
    [...to, 'process-start', 'parent*'],
    'before',
    'Ancestor of the process at the source',
    `It is an ancestor of the process whose connection ${of}.`,
  ),
  path(
    `${id}-source-file`,
    [...to, 'process-start', 'parent*', 'file-origin'],
    'before',
    'File at the source',
    `This file was written and then run or opened by the process whose connection ${of}, or by an ancestor of it.`,
  ),
  path(
    `${id}-source-acts`,
    [...to, 'process-start', 'source-acts'],
    null,
    'What the source did',
    `It was done by the process whose connection ${of}.`,
  ),
  path(
    `${id}-source-connection`,
    [...to, 'process-start', 'source-acts', 'connection-seen-then'],
    null,
    'Connection of the source',
    `Another record of a connection that the process whose connection ${of} made first.`,
  ),
  path(
    `${id}-source-script`,
    [...to, 'script-by-pid'],
    null,
    'PowerShell at the source',
    `PowerShell with the pid whose connection ${of} wrote it.`,
  ),
  path(
    `${id}-source-first`,
    [...to, 'process-start', 'parent*', 'first-by-pid'],
    null,
    'First events at the source',
    `It carries the pid of the process whose connection ${of}, or of an ancestor of it, as that began.`,
  ),
]

/** From a connection or logon of the parent, known by unique id or by pid. */
const ofParent = (by: string, suffix: string): readonly LinkPath[] => [
  path(
    `parent-connection${suffix}`,
    [by, 'network-tuple'],
    null,
    'Other end of the connection to the parent',
    'Another record of a connection that the parent answered or made shortly before.',
  ),
  path(
    `parent-logon${suffix}`,
    [by, 'logon-of-connection'],
    null,
    'Logon over the connection to the parent',
    'A connection that the parent answered or made carried this logon.',
  ),
  path(
    `parent-logon-account${suffix}`,
    [by, 'logon-of-connection', 'identity-logon-near'],
    null,
    'Other logon of that account',
    "The account that logged on over the parent's connection logged on here too, seconds apart.",
  ),
  ...behind(`parent${suffix}`, [by, 'tuple-elsewhere'], 'the parent answered'),
]

/** How a file that was used came to be here: the session that wrote it over the network, and who was behind it. */
const arrival = (id: string, to: readonly string[]): readonly LinkPath[] => [
  path(
    `${id}-arrival-session`,
    [...to, 'session-start'],
    'before',
    'Logon that brought the file',
    'The session that it opened wrote the file that was run, loaded or named.',
  ),
  path(
    `${id}-arrival-connection`,
    [...to, 'connection-of-access'],
    'before',
    'Connection that brought the file',
    'The access that wrote the file came over this connection.',
  ),
  path(
    `${id}-arrival-source`,
    [...to, 'connection-of-access', 'process-start'],
    'before',
    'Process that brought the file',
    'The access that wrote the file came over a connection of this process.',
  ),
]

/** Walks towards where the hit came from, another asset among them. */
export const sourcePaths: readonly LinkPath[] = [
  path(
    'session-connection',
    ['session-start', 'connection-of-logon'],
    'before',
    'Connection that carried the session',
    "The logon of the hit's session names this connection's source address and port.",
  ),
  ...behind(
    'session',
    ['session-start', 'connection-of-logon'],
    'carried the logon of the session',
  ),
  ...behind('logon', ['connection-of-logon'], 'carried the logon'),
  ...behind('access', ['connection-of-access'], 'carried the access'),
  ...arrival('file', ['file-written']),
  ...arrival('loaded', ['process', 'file-arrival']),
  path(
    'connection-end',
    ['network-tuple', 'process-start'],
    null,
    'Process at the other end',
    'It is the process at the other end of the connection.',
  ),
  ...ofParent('parent-acts', ''),
  ...ofParent('parent-acts-by-pid', '-by-pid'),
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
