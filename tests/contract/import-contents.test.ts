import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { importHere } from '#tests/support/import-here.ts'
import {
  guid,
  logFolder,
  micros,
  ndjson,
  security,
  someEvents,
  sysmon,
  textTime,
} from '#tests/support/log-files.ts'
import { dumpStore } from '#tests/support/store-dump.ts'

const folder = logFolder()
afterAll(folder.remove)

type Documents = Parameters<typeof ndjson>[0]

let stores = 0
/** A store of several files, imported in the order given. */
const storeOf = async (...files: readonly Documents[]): Promise<string> => {
  const store = folder.path(`store-${(stores += 1)}.db`)
  for (const [i, documents] of files.entries())
    await importHere(store, [folder.write(`${stores}-${i}.json`, ndjson(documents))])
  return store
}

const rowsOf = (store: string, sql: string): readonly Record<string, unknown>[] => {
  const db = new Database(store, { readonly: true })
  try {
    return db.prepare<[], Record<string, unknown>>(sql).all()
  } finally {
    db.close()
  }
}

describe('the rollups say what a scan of the events says', () => {
  it('by asset and hour, in all, by identity and day, by field', async () => {
    const store = await storeOf(someEvents(500), someEvents(300, 80_000))
    const scanned = (select: string): readonly Record<string, unknown>[] => rowsOf(store, select)
    expect(scanned('SELECT asset, ls, hour, n, first, last FROM roll_asset_hour')).toEqual(
      scanned(`SELECT asset, ls, ts / 3600000000 AS hour, count(*) AS n, min(ts) AS first, max(ts) AS last
        FROM ev GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`),
    )
    expect(scanned('SELECT ls, hour, n FROM roll_hour')).toEqual(
      scanned(
        'SELECT ls, ts / 3600000000 AS hour, count(*) AS n FROM ev GROUP BY 1, 2 ORDER BY 1, 2',
      ),
    )
    expect(scanned('SELECT identity, asset, day, n, last FROM roll_identity_day')).toEqual(
      scanned(`SELECT m.identity, asset, ts / 86400000000 AS day, count(*) AS n, max(ts) AS last FROM ev
        JOIN identity_set_member m ON m.set_id = idset GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`),
    )
    const [seen] = scanned("SELECT sum(n) AS n FROM field_seen WHERE field = 'host.name'")
    expect(seen).toEqual({ n: 800 })
  })
})

describe('spellings of one account become one person', () => {
  const logon = (ms: number, name: string, domain: string, sid: string) =>
    security(ms, 4624, {
      TargetUserName: name,
      TargetDomainName: domain,
      TargetUserSid: sid,
      TargetLogonId: '0x9999',
      LogonType: '3',
    })
  const personOf = (store: string): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      (dumpStore(store)['accounts'] ?? []).map((a) => [
        `${String(a['domain'])}\\${String(a['name'])} ${String(a['sid'])}`,
        a['person'],
      ]),
    )

  it('by SID, by name in the same domain however that is spelled, and by an event that has both', async () => {
    const store = await storeOf([
      sysmon(1, 1, { ProcessGuid: guid(1), Image: 'C:\\a.exe', User: 'CORP\\Ada' }),
      logon(2, 'ada', 'corp.example', ''),
      logon(3, '', '', 'S-1-5-21-9-9-9-1104'),
      logon(4, 'ADA', 'CORP', 'S-1-5-21-9-9-9-1104'),
    ])
    const persons = personOf(store)
    expect(Object.keys(persons).length).toBeGreaterThanOrEqual(4)
    expect(new Set(Object.values(persons)).size).toBe(1)
  })

  it('never a machine account, a well-known SID, or the same name in another domain', async () => {
    const store = await storeOf([
      logon(1, 'WS-11$', 'CORP', 'S-1-5-18'),
      logon(2, 'SYSTEM', 'NT AUTHORITY', 'S-1-5-18'),
      logon(3, 'WS-11$', 'CORP', 'S-1-5-21-9-9-9-2001'),
      logon(4, 'ada', 'CORP', 'S-1-5-21-9-9-9-1104'),
      logon(5, 'ada', 'WS-11', 'S-1-5-21-7-7-7-1001'),
    ])
    const persons = personOf(store)
    expect(persons['corp\\ws-11$ S-1-5-18']).not.toBe(persons['nt authority\\system S-1-5-18'])
    expect(persons['corp\\ada S-1-5-21-9-9-9-1104']).not.toBe(
      persons['ws-11\\ada S-1-5-21-7-7-7-1001'],
    )
  })
})

describe('an asset is known by its names and by addresses it used as its own', () => {
  it('learned from connections it opened itself, never from those it received', async () => {
    const connection = (ms: number, initiated: string, source: string, target: string) =>
      sysmon(ms, 3, {
        ProcessGuid: guid(1),
        Image: 'C:\\a.exe',
        Initiated: initiated,
        Protocol: 'tcp',
        SourceIp: source,
        SourcePort: '50123',
        DestinationIp: target,
        DestinationPort: '445',
      })
    const store = await storeOf([
      connection(1, 'true', '10.7.0.11', '10.7.0.12'),
      connection(2, 'false', '10.7.0.99', '10.7.0.11'),
      connection(3, 'true', '127.0.0.1', '127.0.0.1'),
      connection(4, 'true', 'fe80::1', 'fe80::2'),
    ])
    expect(dumpStore(store)['aliases']).toMatchObject([
      { key: 'ws-11', kind: 'ip', alias: '10.7.0.11' },
      { key: 'ws-11', kind: 'name', alias: 'ws-11.corp.example' },
    ])
  })
})

describe('processes have the lifetime and the owner that the log gives them', () => {
  const begin = (ms: number, pid: number, user: string) =>
    security(ms, 4688, {
      NewProcessId: `0x${pid.toString(16)}`,
      NewProcessName: 'C:\\a.exe',
      ProcessId: '0x300',
      SubjectUserName: user,
      SubjectDomainName: 'CORP',
      SubjectUserSid: '',
      SubjectLogonId: '0x5555',
    })
  const end = (ms: number, pid: number, user: string) =>
    security(ms, 4689, {
      ProcessId: `0x${pid.toString(16)}`,
      ProcessName: 'C:\\a.exe',
      SubjectUserName: user,
      SubjectDomainName: 'CORP',
      SubjectLogonId: '0x5555',
    })
  const connect = (ms: number, pid: number) =>
    security(ms, 5156, {
      ProcessID: String(pid),
      Application: '\\device\\harddiskvolume2\\a.exe',
      Direction: '%%14592',
      SourceAddress: '10.7.0.11',
      SourcePort: '135',
      DestAddress: '10.7.0.12',
      DestPort: '50000',
      Protocol: '6',
    })
  const lives = (store: string, pid: number) =>
    (dumpStore(store)['processes'] ?? [])
      .filter((p) => p['pid'] === pid)
      .map(({ entity, started, ended, owner }) => ({ entity, started, ended, owner }))

  const minute = 60_000
  const reused = [
    begin(0, 5000, 'ada'),
    connect(minute, 5000),
    end(2 * minute, 5000, 'ada'),
    begin(10 * minute, 5000, 'bob'),
    connect(11 * minute, 5000),
    begin(20 * minute, 5000, 'eve'),
  ]

  it('a pid that was given again is another process, and ends the one before', async () => {
    expect(lives(await storeOf(reused), 5000)).toEqual([
      { entity: null, started: micros(0), ended: micros(2 * minute), owner: 'corp\\ada ' },
      {
        entity: null,
        started: micros(10 * minute),
        ended: micros(20 * minute),
        owner: 'corp\\bob ',
      },
      { entity: null, started: micros(20 * minute), ended: null, owner: 'corp\\eve ' },
    ])
  })

  it('whatever order the events and files come in', async () => {
    const forth = lives(await storeOf(reused), 5000)
    expect(lives(await storeOf(reused.toReversed()), 5000)).toEqual(forth)
    expect(lives(await storeOf(reused.slice(3), reused.slice(0, 3)), 5000)).toEqual(forth)
    const [odd, even] = [reused.filter((_, i) => i % 2 === 1), reused.filter((_, i) => i % 2 === 0)]
    expect(lives(await storeOf(odd, even), 5000)).toEqual(forth)
  })

  it('one that Sysmon and the Security log both saw begin is one', async () => {
    const store = await storeOf([
      sysmon(400, 1, {
        ProcessGuid: guid(7),
        ProcessId: 5000,
        Image: 'C:\\a.exe',
        User: 'CORP\\ada',
      }),
      begin(0, 5000, 'WS-11$'),
      connect(minute, 5000),
    ])
    expect(lives(store, 5000)).toEqual([
      { entity: guid(7).slice(1, -1), started: micros(400), ended: null, owner: 'corp\\ada ' },
    ])
  })

  it('a start of the machine ends what ran before it', async () => {
    const boot = {
      ...security(5 * minute, 12),
      Channel: 'System',
      SourceName: 'Microsoft-Windows-Kernel-General',
    }
    const sysmonBefore = sysmon(minute, 1, {
      ProcessGuid: guid(8),
      ProcessId: 6000,
      Image: 'C:\\b.exe',
      User: 'CORP\\ada',
    })
    const store = await storeOf([
      begin(0, 5000, 'ada'),
      sysmonBefore,
      boot,
      connect(9 * minute, 5000),
    ])
    expect(lives(store, 5000)).toMatchObject([
      { started: micros(0), ended: micros(5 * minute) },
      { started: null, ended: null },
    ])
    expect(lives(store, 6000)).toMatchObject([{ ended: micros(5 * minute) }])
  })

  it('a service that borrows a user stays the service', async () => {
    const access = (ms: number, user: string, sid: string) =>
      security(ms, 4663, {
        ProcessId: '0x1388',
        ProcessName: 'C:\\svc.exe',
        ObjectName: 'C:\\x',
        ObjectType: 'File',
        SubjectUserName: user,
        SubjectDomainName: 'CORP',
        SubjectUserSid: sid,
        SubjectLogonId: '0x5555',
      })
    const store = await storeOf([
      access(1000, 'ada', 'S-1-5-21-9-9-9-1104'),
      access(2000, 'WS-11$', 'S-1-5-18'),
    ])
    expect(lives(store, 5000)).toMatchObject([{ owner: 'corp\\ws-11$ S-1-5-18' }])
  })
})

describe('written times are moved by what the Sysmon events of the same file and host show', () => {
  const hour = 3_600_000
  const local = (ms: number, id: number, more = {}) =>
    sysmon(ms, id, { EventTime: textTime(ms - 4 * hour).slice(0, 19), ...more })

  it('and the estimate is kept', async () => {
    const pairs = Array.from({ length: 25 }, (_, i) =>
      local(i * 1000, 11, { ProcessGuid: guid(1), TargetFilename: `C:\\${i}` }),
    )
    const store = await storeOf([
      ...pairs,
      security(30_000 - 4 * hour, 4634, { TargetUserName: 'ada', TargetDomainName: 'CORP' }),
    ])
    const rows = dumpStore(store)
    expect(rows['clocks']).toMatchObject([
      { key: 'ws-11', shift_us: 4 * hour * 1000, pairs: 25, applied: 1 },
    ])
    const moved = rows['events']?.find((row) => row['source'] === 'security 4634')
    expect(moved).toMatchObject({ ts: micros(30_000), shift_us: 4 * hour * 1000 })
  })

  it('from too few pairs nothing follows', async () => {
    const pairs = Array.from({ length: 10 }, (_, i) =>
      local(i * 1000, 11, { ProcessGuid: guid(1), TargetFilename: `C:\\${i}` }),
    )
    const store = await storeOf([...pairs, security(30_000, 4634, { TargetUserName: 'ada' })])
    expect(dumpStore(store)['events']?.every((row) => row['shift_us'] === 0)).toBe(true)
  })
})

describe('what says that events are missing is kept', () => {
  const logoff = (ms: number, record: number) =>
    security(ms, 4634, {
      RecordNumber: record,
      TargetUserName: 'ada',
      TargetLogonId: `0x${record}`,
    })

  it('a log that was cleared, from the last event before to the clearing', async () => {
    const clear = {
      ...security(60_000, 1102, { SubjectUserName: 'eve' }),
      SourceName: 'Microsoft-Windows-Eventlog',
    }
    const system = {
      ...security(90_000, 104, { Channel: 'System' }),
      SourceName: 'Microsoft-Windows-Eventlog',
    }
    const store = await storeOf([logoff(0, 1), logoff(1000, 2)], [clear, system])
    expect(dumpStore(store)['truncations']).toMatchObject([
      {
        key: 'ws-11',
        channel: 'security',
        from_us: micros(1000),
        to_us: micros(60_000),
        reason: 'the log was cleared',
      },
    ])
  })

  it('a log that was cleared in the same file, and nothing where the numbers go on over it', async () => {
    const clear = (record: number) => ({
      ...security(60_000, 1102, { RecordNumber: record, SubjectUserName: 'eve' }),
      SourceName: 'Microsoft-Windows-Eventlog',
    })
    const lost = dumpStore(await storeOf([logoff(0, 1), logoff(1000, 2), clear(9)]))
    expect(lost['truncations']).toMatchObject([{ from_us: micros(1000), to_us: micros(60_000) }])
    const whole = dumpStore(await storeOf([logoff(0, 1), logoff(1000, 2), clear(3)]))
    expect(whole['truncations']).toEqual([])
  })

  it('record numbers that are missing where nearly all are there, and only there', async () => {
    const dense = Array.from({ length: 300 }, (_, i) => logoff(i * 1000, 1000 + i)).filter(
      (_, i) => i < 120 || i > 125,
    )
    expect(dumpStore(await storeOf(dense))['truncations']).toMatchObject([
      {
        channel: 'security',
        from_us: micros(119_000),
        to_us: micros(126_000),
        reason: '6 record numbers are missing',
      },
    ])
    const filtered = Array.from({ length: 300 }, (_, i) => logoff(i * 1000, 1000 + i * 3))
    expect(dumpStore(await storeOf(filtered))['truncations']).toEqual([])
  })

  it('the newest event of each channel, not moved by one dated after its arrival', async () => {
    const future = { ...logoff(0, 9), EventTime: '2199-01-01 00:00:00' }
    const past = { ...logoff(0, 8), EventTime: '2019-01-01 00:00:00' }
    const store = await storeOf([past, future])
    expect(dumpStore(store)['deliveries']).toMatchObject([
      { channel: 'security', watermark: Date.parse('2019-01-01T00:00:00Z') * 1000 },
    ])
  })
})
