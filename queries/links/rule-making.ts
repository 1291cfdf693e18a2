import type { Micros } from '../event.ts'
import type { KeyKind } from './keys.ts'
import type { Grade, LinkRule } from './rule.ts'

export const second: Micros = 1_000_000
export const minute: Micros = 60 * second
export const hour: Micros = 60 * minute
export const day: Micros = 24 * hour

/** How far a lookup by exact id reaches back (DESIGN §4.3). */
export const lookupUs: Micros = 30 * day

/** A key folds above this many events unless its rule says otherwise (DESIGN §6). */
export const usualLimit = 50

/**
 * What one process did is evidence by itself, however much it is: a unique id joins it. The limit only
 * keeps a process that runs for days from filling the answer (a browser loads a few hundred images).
 */
export const processLimit = 1_000

/**
 * A network session holds a few events, a script's session some dozens; a desktop session holds hundreds,
 * and belonging to it says little.
 */
export const sessionLimit = 250

const codes = (text: string): readonly string[] => text.split(' ')

/** Windows events that stand for a network connection; 5158 is a bind and has no other end. */
export const connections = codes('3 5156')
export const logons = codes('4624 4625 4648')
export const scripts = codes('4103 4104 4105 4106 400 403 600 800 53504')
/** Creations of processes. */
export const starts = codes('1 4688')
/** What says that a service or task was made or changed, with the program it runs. */
export const makings = codes('7045 4697 4698 4702')
/** What a process did to others, without the images it loaded and the handles it opened. */
export const deeds = codes('2 3 5 8 9 11 13 14 15 17 18 22 23 25 26 27 28 29')
/** What a session made or ran that lasts, or ran at all. */
export const sessionDeeds = codes(
  '1 1102 4648 4688 4697 4698 4699 4700 4701 4702 4720 4722 4724 4726 4728 4732 4738 4756 5145',
)
/** WMI-Activity names the pid of the client that asked; the client may run on another machine. */
export const wmiClients = codes('5857 5858 5859 5860')

type Options = Partial<
  Omit<LinkRule, 'id' | 'title' | 'reason' | 'grade' | 'from' | 'to' | 'window'>
>

export const rule = (
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

export const lookup = { lookup: true, limit: usualLimit } as const
export const ofProcess = {
  within: 'process',
  cause: 'lifetime',
  limit: processLimit,
  exceptCodes: wmiClients,
} as const
export const ofSession = { within: 'session', cause: 'lifetime', limit: sessionLimit } as const
