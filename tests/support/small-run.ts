import { bindingDigest } from '#queries/binding.ts'
import type { LogEvent } from '#queries/event.ts'
import { parseScope } from '#queries/scope.ts'
import type { Correlation, Link } from '#src/hunts/correlate/types.ts'
import { parseQuestion } from '#src/hunts/question.ts'
import type { SnapshotMeta } from '#src/hunts/snapshot/meta.ts'
import { snapshotVersion } from '#src/hunts/snapshot/schema.ts'
import type { SnapshotContent } from '#src/hunts/snapshot/write.ts'

const noon = Date.UTC(2026, 10, 23, 12) * 1000
const sysmon = 'Microsoft-Windows-Sysmon/Operational'

/** An event id that says which one it is. */
export const idOf = (n: number): string => n.toString(16).padStart(32, '0')

/** A process creation, `seconds` after noon. */
export const smallEvent = (n: number, seconds: number, more: Partial<LogEvent> = {}): LogEvent => {
  const best = noon + seconds * 1_000_000
  return {
    id: idOf(n),
    asset: 'ws-07',
    channel: sysmon,
    code: '1',
    kind: 'process',
    time: {
      best,
      early: best,
      late: best + 1000,
      source: 'UtcTime',
      written: '2026-11-23 12:00:00.000',
      shiftUs: 0,
    },
    fields: {
      'host.name': 'WS-07.corp.example',
      'winlog.record_id': 1000 + n,
      'process.name': 'EXCEL.EXE',
      'process.command_line': `EXCEL.EXE /automation ${n}`,
    },
    identities: [{ role: 'process', name: 'n.abara', domain: 'CORP', sid: null }],
    locator: { file: 'day.zip!ws-07.json', record: n },
    original: JSON.stringify({ EventID: 1, RecordNumber: 1000 + n }),
    ...more,
  }
}

export const smallLink = (hit: number, more: Partial<Link> = {}): Link => ({
  hit: idOf(hit),
  rule: 'process',
  key: { 'process.entity_id': '{1-2}' },
  path: [
    {
      rule: 'process',
      key: { 'process.entity_id': '{1-2}' },
      grade: 'exact',
      from: idOf(hit),
      to: null,
    },
  ],
  grade: 'exact',
  direction: 'after',
  whyOrder: 'The clocks show it.',
  fanOut: 3,
  limit: 50,
  beforeUs: 3_600_000_000,
  afterUs: 3_600_000_000,
  lookup: false,
  ...more,
})

export const smallQuestion = parseQuestion({
  technique: 'T1559.001',
  source: 'lab',
  behavior: {
    kind: 'stated',
    predicate: { field: 'process.name', op: 'equals', value: 'EXCEL.EXE' },
  },
  scope: {
    assets: { list: ['WS-07'] },
    identities: { list: ['CORP\\n.abara'] },
    window: { from: '2026-11-23T11:00:00Z', to: '2026-11-23T13:00:00Z' },
  },
})

const smallMeta = (): SnapshotMeta => {
  const { assets, identities, window } = parseScope(smallQuestion.scope)
  const exact = (value: number) => ({ value, relation: 'exact' }) as const
  return {
    version: snapshotVersion,
    run: 'run000000001',
    hunt: 'hunt00000001',
    state: 'complete',
    title: 'Excel as a server',
    technique: { id: 'T1559.001', name: 'Component Object Model', attackVersion: '18.1' },
    source: 'lab',
    question: smallQuestion,
    scope: { assets, identities, window },
    behavior: { kind: 'stated', id: null, title: 'stated behavior', from: null },
    predicate: { field: 'process.name', op: 'equals', value: 'EXCEL.EXE' },
    needs: [{ channel: sysmon, code: '1' }],
    binding: { source: 'lab', fields: [], mappingVersion: 1, digest: bindingDigest(1, []) },
    compiled: { language: 'sql', parts: [], parameters: [], decidedAfter: [] },
    estimate: { events: exact(6), bytes: null, shards: null, sentence: 'Six events.' },
    counts: { hits: exact(2), context: exact(3), identityUndetermined: exact(0) },
    watermark: noon + 7_200_000_000,
    windows: { process: { beforeUs: 3_600_000_000, afterUs: 3_600_000_000 } },
    extensions: ['srv-02'],
    coverageEdges: [window.from, noon, window.to],
    linkQueries: 4,
    started: noon,
    finished: noon + 1_000_000,
    timings: { search: 3 },
  }
}

/** Two hits in two episodes, three linked events, one fold; log text that means harm. */
export const smallRun = (change: Partial<SnapshotContent> = {}): SnapshotContent => {
  const hostile = smallEvent(3, 30, {
    fields: {
      'host.name': 'WS-07.corp.example',
      process: 'both a value',
      'process.name': '<script>\u001b[2J\u202e',
      __proto__x: 'kept',
      'a..b': 1,
    },
  })
  const correlation: Correlation = {
    context: [
      {
        event: smallEvent(2, -60),
        identity: 'owner',
        extension: false,
        lookup: true,
        rank: 1,
        links: [smallLink(1, { direction: 'before', rule: 'parent', lookup: true })],
      },
      {
        event: hostile,
        identity: 'named',
        extension: false,
        lookup: false,
        rank: 0,
        links: [
          smallLink(1),
          smallLink(4, { direction: 'before', grade: 'weak', rule: 'same-identity' }),
        ],
      },
      {
        event: smallEvent(5, 45, {
          asset: 'srv-02',
          kind: 'logon',
          code: '4624',
          channel: 'Security',
        }),
        identity: 'named',
        extension: true,
        lookup: false,
        rank: 2,
        links: [smallLink(1, { direction: 'unknown', grade: 'strong', rule: 'logon-session' })],
      },
    ],
    hitLinks: new Map([[idOf(4), [smallLink(1, { grade: 'medium', rule: 'same-key' })]]]),
    folded: [
      {
        hit: idOf(1),
        rule: 'logon-session',
        grade: 'strong',
        key: { 'winlog.logon.id': '0x3e7' },
        asset: 'ws-07',
        count: 1204,
        fanOut: 1204,
        reason: 'hub',
      },
    ],
    processes: [
      {
        id: 'p-parent',
        asset: 'ws-07',
        entity: '1-1',
        pid: 4,
        parent: null,
        name: 'svchost.exe',
        commandLine: 'svchost.exe -k DcomLaunch',
        account: 'SYSTEM',
        logon: null,
        started: null,
        ended: null,
        first: noon - 60_000_000,
        last: noon,
        events: [idOf(2)],
      },
      {
        id: 'p-hit',
        asset: 'ws-07',
        entity: '1-2',
        pid: 1364,
        parent: 'p-parent',
        name: 'EXCEL.EXE',
        commandLine: 'EXCEL.EXE /automation',
        account: 'CORP\\n.abara',
        logon: '99',
        started: noon,
        ended: null,
        first: noon,
        last: noon + 30_000_000,
        events: [idOf(1), idOf(3)],
      },
    ],
    episodes: [
      {
        id: 'episode-b',
        first: noon + 600_000_000,
        last: noon + 600_000_000,
        hits: [idOf(4)],
        context: [],
        assets: ['ws-07'],
        identities: ['CORP\\n.abara'],
      },
      {
        id: 'episode-a',
        first: noon - 60_000_000,
        last: noon + 45_000_000,
        hits: [idOf(1)],
        context: [idOf(2), idOf(3), idOf(5)],
        assets: ['ws-07', 'srv-02'],
        identities: ['CORP\\n.abara'],
      },
    ],
    gaps: [],
    queries: 4,
  }
  return {
    meta: smallMeta(),
    gaps: [],
    hits: [
      { event: smallEvent(1, 0), identity: 'named' },
      { event: smallEvent(4, 600), identity: 'owner' },
    ],
    correlation,
    coverage: {
      edges: [noon - 3_600_000_000, noon, noon + 3_600_000_000],
      cells: [
        { asset: 'ws-07', channel: sysmon, code: '1', states: ['quiet', 'seen'], counts: [0, 4] },
        {
          asset: 'ws-07',
          channel: 'Security',
          code: '4624',
          states: ['blind', 'seen'],
          counts: [0, 1],
        },
      ],
      watermark: noon + 7_200_000_000,
      gaps: [],
    },
    volume: [
      { from: noon - 3_600_000_000, to: noon, count: 1 },
      { from: noon, to: noon + 3_600_000_000, count: 5 },
    ],
    ...change,
  }
}
