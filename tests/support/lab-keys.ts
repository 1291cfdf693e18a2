import { member, type ReadLine, writtenAt } from './lab-lines.ts'

/** Why a record belongs to a hit, found from the records alone, without the program's own rules. */
export type Because =
  | 'its process'
  | 'its process as target'
  | 'an ancestor'
  | 'a descendant'
  | 'an act of a descendant'
  | 'its pid in its life'
  | 'the pid of a descendant in its life'
  | 'its logon session'
  | 'the connection that carried its session'
  | 'the process at the source, or an ancestor of it'
  | 'a connection of its process'
  | 'a logon over a connection of its process'

interface Life {
  readonly guid: string
  readonly pid: number
  readonly from: number
  readonly to: number
}

const codeOf = (line: ReadLine): number => Number(line.document['EventID'])
const hostOf = (line: ReadLine): string => member(line, 'Hostname')
const isSysmon = (line: ReadLine): boolean => member(line, 'Channel').includes('Sysmon')
const isStart = (line: ReadLine): boolean => isSysmon(line) && codeOf(line) === 1
const isConnection = (line: ReadLine): boolean =>
  isSysmon(line) ? codeOf(line) === 3 : codeOf(line) === 5156

/** A pid in either spelling; NaN where there is none. */
const pidIn = (line: ReadLine, name: string): number => Number(line.document[name] ?? Number.NaN)

/** The pid of the process a record is by, or of the one it tells the start or end of. */
const pidOf = (line: ReadLine): number => {
  if (isSysmon(line)) return pidIn(line, codeOf(line) === 10 ? 'SourceProcessId' : 'ProcessId')
  switch (codeOf(line)) {
    case 4688:
      return pidIn(line, 'NewProcessId')
    case 4689:
    case 4648:
    case 4663:
      return pidIn(line, 'ProcessId')
    case 5156:
      return pidIn(line, 'ProcessID')
    case 4104:
      return pidIn(line, 'ExecutionProcessID')
    default:
      return Number.NaN
  }
}

const guidOf = (line: ReadLine): string =>
  member(line, 'ProcessGuid') || member(line, 'SourceProcessGUID')

const logonsOf = (line: ReadLine): readonly string[] =>
  ['LogonId', 'SubjectLogonId', 'TargetLogonId'].map((name) => member(line, name))

const end = (line: ReadLine, [ip, port]: readonly [string, string]): string =>
  `${member(line, ip)}:${member(line, port)}`
const sourceOf = (line: ReadLine): string =>
  end(line, isSysmon(line) ? ['SourceIp', 'SourcePort'] : ['SourceAddress', 'SourcePort'])
const tupleOf = (line: ReadLine): string =>
  `${sourceOf(line)} ${end(line, isSysmon(line) ? ['DestinationIp', 'DestinationPort'] : ['DestAddress', 'DestPort'])}`
const logonSourceOf = (line: ReadLine): string => end(line, ['IpAddress', 'IpPort'])

const tenMinutes = 600_000_000
/** One record may be written a few milliseconds before or after the one that bounds it. */
const slack = 5_000

/**
 * Every record that shares an exact or strong key with the hit, a start that Sysmon wrote, by its place in
 * `lines` counted from 1: the unique id of its process, the chain of parents and children, its pid while the
 * process lives, its LogonId from logon to logoff, the five values of a connection, and the address and port
 * that a logon names.
 */
export const keysToHit = (
  lines: readonly ReadLine[],
  hit: ReadLine,
): ReadonlyMap<number, Because> => {
  const found = new Map<number, Because>()
  const add = (because: Because, is: (line: ReadLine) => boolean): readonly ReadLine[] =>
    lines.filter((line, i) => {
      if (line === hit || !is(line)) return false
      if (!found.has(i + 1)) found.set(i + 1, because)
      return true
    })
  const here = lines.filter((line) => hostOf(line) === hostOf(hit))
  const lifeOf = (start: ReadLine): Life => {
    const last = here.find(
      (line) => isSysmon(line) && codeOf(line) === 5 && guidOf(line) === guidOf(start),
    )
    return {
      guid: guidOf(start),
      pid: pidOf(start),
      from: writtenAt(start) - slack,
      to: last ? writtenAt(last) + slack : Infinity,
    }
  }
  const isHere = (line: ReadLine): boolean => hostOf(line) === hostOf(hit)
  const bears = (line: ReadLine, life: Life): boolean =>
    isHere(line) &&
    pidOf(line) === life.pid &&
    writtenAt(line) >= life.from &&
    writtenAt(line) <= life.to

  const own = lifeOf(hit)
  /** The creation of the process and of those it descends from, as far as the host's log has them. */
  const lineage = (host: string, guid: string): ReadonlySet<ReadLine> => {
    const above = new Set<ReadLine>()
    for (let next = guid; ;) {
      const start = lines.find(
        (line) => isStart(line) && hostOf(line) === host && guidOf(line) === next,
      )
      if (!start || above.has(start)) return above
      above.add(start)
      next = member(start, 'ParentProcessGuid')
    }
  }

  add('its process', (line) => isHere(line) && guidOf(line) === own.guid)
  add(
    'its process as target',
    (line) => isHere(line) && member(line, 'TargetProcessGUID') === own.guid,
  )

  const ancestors = lineage(hostOf(hit), own.guid)
  add('an ancestor', (line) => ancestors.has(line))

  const family = [own]
  for (const life of family) {
    const children = add(
      'a descendant',
      (line) => isHere(line) && isStart(line) && member(line, 'ParentProcessGuid') === life.guid,
    )
    family.push(...children.map(lifeOf))
  }
  const descendants = family.slice(1)
  add('an act of a descendant', (line) =>
    descendants.some((life) => isHere(line) && guidOf(line) === life.guid),
  )
  add('its pid in its life', (line) => bears(line, own))
  add('the pid of a descendant in its life', (line) =>
    descendants.some((life) => bears(line, life)),
  )

  const session = member(hit, 'LogonId')
  const bound = (code: number): ReadLine | undefined =>
    here.find((line) => codeOf(line) === code && member(line, 'TargetLogonId') === session)
  const [opened, closed] = [bound(4624), bound(4634)]
  add(
    'its logon session',
    (line) =>
      isHere(line) &&
      logonsOf(line).includes(session) &&
      writtenAt(line) >= (opened ? writtenAt(opened) : 0) &&
      writtenAt(line) <= (closed ? writtenAt(closed) : Infinity),
  )
  const near = (a: ReadLine, b: ReadLine): boolean =>
    Math.abs(writtenAt(a) - writtenAt(b)) <= tenMinutes
  if (opened && member(opened, 'IpAddress') !== '-') {
    const carried = add(
      'the connection that carried its session',
      (line) =>
        isConnection(line) && sourceOf(line) === logonSourceOf(opened) && near(line, opened),
    )
    const source = new Set(
      carried
        .filter((line) => hostOf(line) !== hostOf(hit) && isSysmon(line))
        .flatMap((line) => [...lineage(hostOf(line), guidOf(line))]),
    )
    add('the process at the source, or an ancestor of it', (line) => source.has(line))
  }

  const made = here.filter(
    (line) =>
      isConnection(line) &&
      family.some((life) => guidOf(line) === life.guid || (!isSysmon(line) && bears(line, life))),
  )
  add('a connection of its process', (line) =>
    made.some((one) => isConnection(line) && tupleOf(line) === tupleOf(one) && near(line, one)),
  )
  add('a logon over a connection of its process', (line) =>
    made.some(
      (one) => codeOf(line) === 4624 && logonSourceOf(line) === sourceOf(one) && near(line, one),
    ),
  )
  return found
}
