import type { CoverageState, Gap } from '#connectors/contract.ts'
import { bindingDigest } from '#queries/binding.ts'
import type { EventKind, Fields, LogEvent, Micros } from '#queries/event.ts'
import type { Direction, Grade } from '#queries/links/rule.ts'
import { ruleWindows } from '#queries/links/windows.ts'
import { parseScope } from '#queries/scope.ts'
import type {
  ContextEvent,
  Correlation,
  Episode,
  Fold,
  Link,
  ProcessNode,
} from '#src/hunts/correlate/types.ts'
import { parseQuestion } from '#src/hunts/question.ts'
import { snapshotVersion } from '#src/hunts/snapshot/schema.ts'
import type { SnapshotContent } from '#src/hunts/snapshot/write.ts'
import { createRandom, type Random } from '#src/lab/random.ts'

export interface SeededRunInput {
  readonly seed?: number
  /** Context events, about. */
  readonly events: number
  /** Further episodes of one hit each besides the story. */
  readonly moreHits?: number
  readonly run?: string
  readonly hunt?: string
  readonly gaps?: readonly Gap[]
  readonly state?: SnapshotContent['meta']['state']
  /** Text that stands in file names, command lines and accounts. */
  readonly hostile?: string
  /** No hit at all; `blind` says that the needed log source was not there. */
  readonly nothing?: 'covered' | 'blind'
}

const second = 1_000_000
const minute = 60 * second
const hour = 60 * minute
const hitAt: Micros = Date.UTC(2026, 10, 23, 13, 7, 21, 184) * 1000
const from: Micros = Date.UTC(2026, 10, 23, 6) * 1000
const to: Micros = Date.UTC(2026, 10, 24, 6) * 1000
const sysmon = 'Microsoft-Windows-Sysmon/Operational'
const gradeOrder: readonly Grade[] = ['exact', 'strong', 'medium', 'weak']

interface Source {
  readonly channel: string
  readonly code: string
  readonly action: string
}

const sources: Readonly<Record<EventKind, Source>> = {
  process: { channel: sysmon, code: '1', action: 'process-start' },
  module: { channel: sysmon, code: '7', action: 'image-loaded' },
  script: {
    channel: 'Microsoft-Windows-PowerShell/Operational',
    code: '4104',
    action: 'script-block',
  },
  network: { channel: sysmon, code: '3', action: 'network-connection' },
  logon: { channel: 'Security', code: '4624', action: 'logged-in' },
  access: { channel: sysmon, code: '10', action: 'process-accessed' },
  file: { channel: sysmon, code: '11', action: 'file-created' },
  registry: { channel: sysmon, code: '13', action: 'registry-value-set' },
  task: { channel: 'Security', code: '4698', action: 'scheduled-task-created' },
  control: { channel: 'Security', code: '1102', action: 'audit-log-cleared' },
  other: { channel: 'System', code: '7036', action: 'service-state-changed' },
}

interface Draft {
  readonly asset: string
  readonly kind: EventKind
  readonly at: Micros
  readonly fields: Fields
  readonly user?: string
  readonly doubtUs?: Micros
  readonly process?: string
  readonly grade?: Grade
  readonly rule?: string
  readonly direction?: Direction
  readonly lookup?: boolean
  readonly extension?: boolean
}

/** A run as the story of UI.md tells it, with as much ordinary activity as asked for; the same seed, the same run. */
export const seededRun = (input: SeededRunInput): SnapshotContent => {
  const random = createRandom(input.seed ?? 7)
  const story = storyOf(random, input)
  const question = parseQuestion({
    technique: 'T1559.001',
    source: 'lab',
    title: 'DCOM into the finance servers',
    behavior: {
      kind: 'stated',
      predicate: {
        all: [
          { field: 'event.code', op: 'equals', value: '1' },
          { field: 'process.command_line', op: 'contains', value: '-Embedding' },
        ],
      },
    },
    scope: {
      assets: { list: ['WS-0142', 'SRV-FIN-01', 'SRV-FIN-02'] },
      identities: { list: ['CORP\\n.abara', 'CORP\\svc-report'] },
      window: { from: '2026-11-23T06:00:00Z', to: '2026-11-24T06:00:00Z' },
    },
  })
  const scope = parseScope(question.scope)
  const gaps = input.gaps ?? []
  const relation = gaps.length === 0 ? 'exact' : 'at-least'
  const count = (value: number) => ({ value, relation }) as const
  const edges = Array.from({ length: 61 }, (_, i) => from + (i * (to - from)) / 60)
  return {
    meta: {
      version: snapshotVersion,
      run: input.run ?? 'run000000001',
      hunt: input.hunt ?? 'hunt00000001',
      state: input.state ?? (gaps.length === 0 ? 'complete' : 'partial'),
      title: 'DCOM into the finance servers',
      technique: { id: 'T1559.001', name: 'Component Object Model', attackVersion: '18.1' },
      source: 'lab',
      question,
      scope: { assets: scope.assets, identities: scope.identities, window: scope.window },
      behavior: { kind: 'stated', id: null, title: 'Automation server started', from: null },
      predicate:
        question.behavior.kind === 'documented' ? { all: [] } : question.behavior.predicate,
      needs: [{ channel: sysmon, code: '1' }],
      binding: {
        source: 'lab',
        mappingVersion: 1,
        digest: bindingDigest(1, []),
        fields: [
          {
            field: 'process.command_line',
            status: 'bound',
            paths: ['CommandLine'],
            type: 'keyword',
            answeredBy: 'index',
            seen: 1204,
            sample: 'EXCEL.EXE /automation',
          },
        ],
      },
      compiled: {
        language: 'sql',
        parts: [
          { text: 'SELECT ev.id FROM ev\nWHERE ', scope: false },
          { text: 'ev.asset IN (?, ?, ?) AND ev.ts >= ? AND ev.ts < ?', scope: true },
          { text: '\n  AND ev.ls IN (?)', scope: false },
        ],
        parameters: ['ws-0142', 'srv-fin-01', 'srv-fin-02', from, to, 4],
        decidedAfter: ['process.command_line contains "-Embedding"'],
      },
      estimate: {
        events: count(412_086),
        bytes: null,
        shards: null,
        sentence: '412,086 events in scope.',
      },
      counts: {
        hits: count(story.hits.length),
        context: count(story.correlation.context.length),
        identityUndetermined: { value: 0, relation: 'exact' },
      },
      watermark: hitAt + 4 * hour + 2 * minute,
      windows: Object.fromEntries(ruleWindows({ beforeUs: 6 * hour, afterUs: 12 * hour })),
      extensions: ['srv-fin-03'],
      coverageEdges: edges,
      linkQueries: 11,
      started: to + 2 * hour,
      finished: to + 2 * hour + 1_800_000,
      timings: { plan: 40, search: 700, correlate: 800, coverage: 60, write: 200 },
    },
    gaps,
    hits: story.hits.map((event) => ({ event, identity: 'named' })),
    correlation: story.correlation,
    coverage: { edges, watermark: hitAt + 4 * hour, gaps: [], cells: coverageCells(input) },
    volume: volumeOf(random),
  }
}

const coverageCells = (input: SeededRunInput) => {
  const states = (f: (i: number) => CoverageState): readonly CoverageState[] =>
    Array.from({ length: 60 }, (_, i) => f(i))
  const cell = (asset: string, channel: string, code: string, f: (i: number) => CoverageState) => ({
    asset,
    channel,
    code,
    states: states(f),
    counts: states(f).map((state) => (state === 'seen' ? 120 : 0)),
  })
  const isBlind = input.nothing === 'blind'
  return [
    cell('ws-0142', sysmon, '1', (i) => (i > 14 && i < 17 ? 'failed' : 'seen')),
    cell('srv-fin-01', sysmon, '1', (i) => (isBlind && i > 20 && i < 26 ? 'blind' : 'seen')),
    cell('srv-fin-02', sysmon, '1', () => 'seen'),
    cell('ws-0142', 'Security', '4624', (i) => (i % 9 < 4 ? 'quiet' : 'seen')),
    cell('srv-fin-02', 'Security', '4624', (i) => (i > 17 && i < 22 ? 'truncated' : 'seen')),
    cell('srv-fin-02', 'Microsoft-Windows-TaskScheduler/Operational', '106', () => 'blind'),
    cell('srv-fin-03', 'Security', '4624', (i) => (i > 24 ? 'failed' : 'seen')),
  ]
}

const volumeOf = (random: Random) =>
  Array.from({ length: 96 }, (_, i) => {
    const width = (to - from) / 96
    const day = Math.max(0, Math.sin(((i - 4) / 60) * Math.PI))
    return {
      from: Math.round(from + i * width),
      to: Math.round(from + (i + 1) * width),
      count: Math.round(400 + day * 9_000 + random.int(0, 1_200)),
    }
  })

const storyOf = (random: Random, input: SeededRunInput) => {
  const hits: LogEvent[] = []
  const context: ContextEvent[] = []
  const processes = new Map<string, { node: ProcessNode; events: string[] }>()
  const episodes: Episode[] = []
  let number = 0

  const eventOf = (draft: Draft): LogEvent => {
    number += 1
    const source = sources[draft.kind]
    const id = `${random.hex(24)}${number.toString(16).padStart(8, '0')}`
    const fields: Fields = {
      'event.action': source.action,
      'event.code': source.code,
      'host.name': draft.asset.toUpperCase(),
      'winlog.channel': source.channel,
      'winlog.record_id': 80_000 + number,
      ...(draft.user === undefined ? {} : { 'user.name': draft.user, 'user.domain': 'CORP' }),
      ...draft.fields,
    }
    return {
      id,
      asset: draft.asset,
      channel: source.channel,
      code: source.code,
      kind: draft.kind,
      time: {
        best: draft.at,
        early: draft.at - (draft.doubtUs ?? 0),
        late: draft.at + (draft.doubtUs ?? 1_000),
        source: source.channel === sysmon ? 'UtcTime' : 'EventTime',
        written: new Date(draft.at / 1000).toISOString(),
        shiftUs: 0,
      },
      fields,
      identities:
        draft.user === undefined
          ? []
          : [{ role: 'subject', name: draft.user, domain: 'CORP', sid: null }],
      locator: { file: 'day.zip!events.json', record: number },
      original: JSON.stringify({ EventID: source.code, RecordNumber: number, ...fields }),
    }
  }

  const process = (
    id: string,
    asset: string,
    name: string,
    commandLine: string,
    parent: string | null,
    started: Micros | null,
    ended: Micros | null,
    user = 'n.abara',
  ): void => {
    processes.set(id, {
      events: [],
      node: {
        id,
        asset,
        entity: `{${id}}`,
        pid: 400 + processes.size * 4,
        parent,
        name,
        commandLine,
        account: `CORP\\${user}`,
        logon: '0x8f3a21',
        started,
        ended,
        first: started ?? from,
        last: ended ?? (started ?? from) + minute,
        events: [],
      },
    })
  }

  const draw = (draft: Draft, id: string): void => {
    if (draft.process !== undefined) processes.get(draft.process)?.events.push(id)
  }

  const hit = (draft: Draft): LogEvent => {
    const event = eventOf(draft)
    hits.push(event)
    draw(draft, event.id)
    return event
  }

  const linked = (to: LogEvent, draft: Draft): LogEvent => {
    const event = eventOf(draft)
    const grade = draft.grade ?? 'exact'
    const rule = draft.rule ?? 'process'
    const link: Link = {
      hit: to.id,
      rule,
      key: { 'process.entity_id': `{${draft.process ?? draft.asset}}` },
      path: [{ rule, key: { 'process.entity_id': '{p}' }, grade, from: to.id, to: event.id }],
      grade,
      direction: draft.direction ?? (draft.at < to.time.best ? 'before' : 'after'),
      whyOrder: 'The clocks tell: the two ranges do not overlap.',
      fanOut: 23,
      limit: 250,
      beforeUs: 6 * hour,
      afterUs: 12 * hour,
      lookup: draft.lookup ?? false,
    }
    context.push({
      event,
      identity: draft.user === undefined ? 'owner' : 'named',
      extension: draft.extension ?? false,
      lookup: draft.lookup ?? false,
      links: [link],
      rank: 0,
    })
    draw(draft, event.id)
    return event
  }

  if (input.nothing === undefined) {
    tell({ hit, linked, process, hostile: input.hostile })
    const [first] = hits
    if (first) {
      ordinary({ random, count: input.events - context.length, hit: first, linked, process })
      for (let i = 0; i < (input.moreHits ?? 0); i += 1) {
        const id = `more-${i}`
        const at = from + random.int(0, 20 * 3600) * second
        process(id, 'srv-fin-01', 'EXCEL.EXE', 'EXCEL.EXE /automation -Embedding', null, at, null)
        hit({
          asset: 'srv-fin-01',
          kind: 'process',
          at,
          user: 'svc-report',
          process: id,
          fields: {
            'process.name': 'EXCEL.EXE',
            'process.command_line': 'EXCEL.EXE /automation -Embedding',
            'process.parent.name': 'svchost.exe',
          },
        })
      }
    }
    episodes.push(...episodesOf(hits, context, input.moreHits ?? 0))
  }
  const folded: readonly Fold[] = hits[0]
    ? [
        {
          hit: hits[0].id,
          rule: 'session',
          grade: 'strong',
          key: { 'winlog.logon.id': '0x3e7' },
          asset: 'srv-fin-02',
          count: 1204,
          fanOut: 1204,
          reason: 'hub',
        },
      ]
    : []
  const correlation: Correlation = {
    context: ranked(context),
    hitLinks: new Map(),
    folded,
    processes: [...processes.values()].map(({ node, events }) => ({ ...node, events })),
    episodes,
    gaps: [],
    queries: 11,
  }
  return { hits, correlation }
}

const episodesOf = (
  hits: readonly LogEvent[],
  context: readonly ContextEvent[],
  more: number,
): readonly Episode[] => {
  const story = hits.slice(0, hits.length - more)
  const times = [...story, ...context.map((one) => one.event)].map((event) => event.time.best)
  const alone = more === 0 ? [] : hits.slice(-more)
  const range = (pick: (a: number, b: number) => number): number =>
    times.reduce((a, b) => pick(a, b))
  return [
    {
      id: 'episode-story',
      first: range(Math.min),
      last: range(Math.max),
      hits: story.map((event) => event.id),
      context: context.map((one) => one.event.id),
      assets: ['srv-fin-02', 'ws-0142', 'srv-fin-03'],
      identities: ['CORP\\n.abara'],
    },
    ...alone.map((event) => ({
      id: `episode-${event.id}`,
      first: event.time.best,
      last: event.time.best,
      hits: [event.id],
      context: [],
      assets: [event.asset],
      identities: ['CORP\\svc-report'],
    })),
  ]
}

/** Grade first, then how often this kind is there. */
const ranked = (context: readonly ContextEvent[]): readonly ContextEvent[] => {
  const often = new Map<string, number>()
  for (const { event } of context) often.set(event.kind, (often.get(event.kind) ?? 0) + 1)
  const places = new Map(
    context
      .toSorted((a, b) => {
        const grade = (one: ContextEvent): number =>
          gradeOrder.indexOf(one.links[0]?.grade ?? 'weak')
        const count = (one: ContextEvent): number => often.get(one.event.kind) ?? 0
        return grade(a) - grade(b) || count(a) - count(b)
      })
      .map((one, i) => [one.event.id, i]),
  )
  return context.map((one) => ({ ...one, rank: places.get(one.event.id) ?? 0 }))
}

interface Tools {
  readonly hit: (draft: Draft) => LogEvent
  readonly linked: (to: LogEvent, draft: Draft) => LogEvent
  readonly process: (
    id: string,
    asset: string,
    name: string,
    commandLine: string,
    parent: string | null,
    started: Micros | null,
    ended: Micros | null,
    user?: string,
  ) => void
}

const tell = ({ hit, linked, process, hostile }: Tools & { hostile: string | undefined }): void => {
  const odd = hostile ?? ''
  const at = (us: Micros): Micros => hitAt + us
  process(
    'ws-excel',
    'ws-0142',
    'EXCEL.EXE',
    'EXCEL.EXE Q3-variance.xlsm',
    null,
    at(-71.7 * minute),
    at(23 * minute),
  )
  process(
    'ws-ps',
    'ws-0142',
    'powershell.exe',
    `powershell.exe -nop -w hidden ${odd}`,
    'ws-excel',
    at(-71.3 * minute),
    at(26 * minute),
  )
  process('rpcss', 'srv-fin-02', 'svchost.exe', 'svchost.exe -k RPCSS', null, null, null)
  process(
    'dcom',
    'srv-fin-02',
    'svchost.exe',
    'svchost.exe -k DcomLaunch -p',
    null,
    at(-30 * hour),
    null,
  )
  process(
    'excel',
    'srv-fin-02',
    'EXCEL.EXE',
    'EXCEL.EXE /automation -Embedding',
    'dcom',
    at(0),
    at(10.7 * minute),
  )
  process(
    'cmd',
    'srv-fin-02',
    'cmd.exe',
    'cmd.exe /c whoami',
    'excel',
    at(4.6 * second),
    at(10 * second),
  )
  process(
    'whoami',
    'srv-fin-02',
    'whoami.exe',
    'whoami.exe',
    'cmd',
    at(8.1 * second),
    at(8.4 * second),
  )
  process('mmc', 'srv-fin-02', 'mmc.exe', 'mmc.exe -Embedding', 'dcom', at(101.6 * second), null)
  process(
    'srv-ps',
    'srv-fin-02',
    'powershell.exe',
    'powershell.exe -nop -w hidden -c iex',
    'mmc',
    at(104 * second),
    null,
  )
  process(
    'finupd',
    'srv-fin-02',
    'finupd.exe',
    'C:\\ProgramData\\FinUpd\\finupd.exe',
    null,
    at(75 * minute),
    null,
    'SYSTEM',
  )

  const created = (asset: string, name: string, command: string, parent: string): Fields => ({
    'process.name': name,
    'process.command_line': command,
    'process.parent.name': parent,
    'process.entity_id': `{${asset}-${name}}`,
    ...(asset === '' ? {} : { 'host.name': asset.toUpperCase() }),
  })
  const first = hit({
    asset: 'srv-fin-02',
    kind: 'process',
    at: at(0),
    user: 'n.abara',
    process: 'excel',
    fields: created('srv-fin-02', 'EXCEL.EXE', 'EXCEL.EXE /automation -Embedding', 'svchost.exe'),
  })
  const second2 = hit({
    asset: 'srv-fin-02',
    kind: 'process',
    at: at(101.6 * second),
    user: 'n.abara',
    process: 'mmc',
    fields: created('srv-fin-02', 'mmc.exe', 'mmc.exe -Embedding', 'svchost.exe'),
  })
  const before = (draft: Draft): void => void linked(first, draft)
  before({
    asset: 'ws-0142',
    kind: 'logon',
    at: at(-291 * minute),
    user: 'n.abara',
    grade: 'strong',
    rule: 'session',
    fields: { 'winlog.logon.id': '0x5d01c4' },
  })
  before({
    asset: 'ws-0142',
    kind: 'file',
    at: at(-72 * minute),
    user: 'n.abara',
    grade: 'strong',
    rule: 'file-written',
    fields: {
      'process.name': 'msedge.exe',
      'file.path': `C:\\Users\\n.abara\\Downloads\\Q3-variance${odd}.xlsm`,
      'winlog.logon.id': '0x5d01c4',
    },
  })
  before({
    asset: 'ws-0142',
    kind: 'process',
    at: at(-71.7 * minute),
    user: 'n.abara',
    process: 'ws-excel',
    rule: 'parent',
    fields: created('ws-0142', 'EXCEL.EXE', 'EXCEL.EXE Q3-variance.xlsm', 'explorer.exe'),
  })
  before({
    asset: 'ws-0142',
    kind: 'process',
    at: at(-71.3 * minute),
    user: 'n.abara',
    process: 'ws-ps',
    rule: 'parent',
    fields: created(
      'ws-0142',
      'powershell.exe',
      'powershell.exe -nop -w hidden -enc JAB',
      'EXCEL.EXE',
    ),
  })
  before({
    asset: 'srv-fin-02',
    kind: 'logon',
    at: at(-58.4 * second),
    user: 'n.abara',
    grade: 'medium',
    rule: 'session-start',
    fields: { 'source.ip': '10.20.14.42', 'winlog.logon.id': '0x8f39c7' },
  })
  before({
    asset: 'ws-0142',
    kind: 'network',
    at: at(-58.2 * second),
    process: 'ws-ps',
    fields: {
      'process.name': 'powershell.exe',
      'destination.ip': '10.20.30.12',
      'destination.port': 445,
    },
  })
  before({
    asset: 'srv-fin-02',
    kind: 'file',
    at: at(-41.6 * second),
    user: 'n.abara',
    grade: 'strong',
    rule: 'file-written',
    fields: {
      'process.name': 'System',
      'file.path': 'C:\\Windows\\Temp\\var.xll',
      'winlog.logon.id': '0x8f39c7',
    },
  })
  before({
    asset: 'ws-0142',
    kind: 'script',
    at: at(-6.4 * second),
    user: 'n.abara',
    process: 'ws-ps',
    fields: {
      'powershell.file.script_block_text':
        '[activator]::CreateInstance([type]::GetTypeFromProgID("Excel.Application"))',
    },
  })
  before({
    asset: 'srv-fin-02',
    kind: 'network',
    at: at(-3.2 * second),
    user: 'SYSTEM',
    process: 'rpcss',
    grade: 'medium',
    rule: 'network-tuple',
    direction: 'unknown',
    doubtUs: 600_000,
    fields: {
      'process.name': 'svchost.exe',
      'source.ip': '10.20.14.42',
      'source.port': 52114,
      'destination.ip': '10.20.30.12',
      'destination.port': 135,
      'network.direction': 'ingress',
    },
  })
  before({
    asset: 'ws-0142',
    kind: 'network',
    at: at(-2.7 * second),
    process: 'ws-ps',
    direction: 'unknown',
    doubtUs: 600_000,
    fields: {
      'process.name': 'powershell.exe',
      'destination.ip': '10.20.30.12',
      'destination.port': 135,
    },
  })
  before({
    asset: 'srv-fin-02',
    kind: 'logon',
    at: at(-2.084 * second),
    user: 'n.abara',
    grade: 'strong',
    rule: 'session',
    fields: {
      'source.ip': '10.20.14.42',
      'source.port': 52117,
      'winlog.logon.id': '0x8f3a21',
      'winlog.logon.type': '3',
      WorkstationName: `WS-0142\u202e${odd}`,
    },
  })
  before({
    asset: 'srv-fin-02',
    kind: 'process',
    at: at(-30 * hour),
    process: 'dcom',
    rule: 'parent',
    lookup: true,
    fields: created('srv-fin-02', 'svchost.exe', 'svchost.exe -k DcomLaunch -p', 'services.exe'),
  })
  for (let i = 0; i < 14; i += 1) {
    before({
      asset: 'srv-fin-02',
      kind: 'module',
      at: at(420_000 + i * 11_000),
      process: 'excel',
      fields: {
        'process.name': 'EXCEL.EXE',
        'dll.path': `C:\\Windows\\System32\\ordinary${i}.dll`,
      },
    })
  }
  before({
    asset: 'srv-fin-02',
    kind: 'module',
    at: at(3.8 * second),
    process: 'excel',
    fields: { 'process.name': 'EXCEL.EXE', 'dll.path': 'C:\\Windows\\Temp\\var.xll' },
  })
  before({
    asset: 'srv-fin-02',
    kind: 'process',
    at: at(4.6 * second),
    user: 'n.abara',
    process: 'cmd',
    rule: 'child',
    fields: created(
      'srv-fin-02',
      'cmd.exe',
      'cmd.exe /c whoami & net group "Domain Admins" /domain',
      'EXCEL.EXE',
    ),
  })
  before({
    asset: 'srv-fin-02',
    kind: 'process',
    at: at(8.1 * second),
    user: 'n.abara',
    process: 'whoami',
    rule: 'child',
    fields: created('srv-fin-02', 'whoami.exe', 'whoami.exe', 'cmd.exe'),
  })
  before({
    asset: 'srv-fin-02',
    kind: 'network',
    at: at(14.2 * second),
    process: 'excel',
    fields: {
      'process.name': 'EXCEL.EXE',
      'destination.ip': '203.0.113.77',
      'destination.port': 443,
    },
  })
  const later = (draft: Draft): void => void linked(second2, draft)
  later({
    asset: 'srv-fin-02',
    kind: 'process',
    at: at(104 * second),
    user: 'n.abara',
    process: 'srv-ps',
    rule: 'child',
    fields: created(
      'srv-fin-02',
      'powershell.exe',
      'powershell.exe -nop -w hidden -c iex',
      'mmc.exe',
    ),
  })
  later({
    asset: 'srv-fin-02',
    kind: 'file',
    at: at(176 * second),
    process: 'srv-ps',
    fields: {
      'process.name': 'powershell.exe',
      'file.path': 'C:\\ProgramData\\FinUpd\\finupd.exe',
    },
  })
  later({
    asset: 'srv-fin-02',
    kind: 'registry',
    at: at(268 * second),
    process: 'srv-ps',
    fields: {
      'process.name': 'powershell.exe',
      'registry.path': 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\FinUpd',
      'registry.value': 'FinUpd',
    },
  })
  later({
    asset: 'srv-fin-02',
    kind: 'task',
    at: at(402 * second),
    user: 'n.abara',
    process: 'srv-ps',
    grade: 'strong',
    rule: 'session',
    fields: { 'winlog.event_data.TaskName': '\\FinUpd' },
  })
  later({
    asset: 'srv-fin-02',
    kind: 'access',
    at: at(715 * second),
    process: 'srv-ps',
    fields: {
      'process.name': 'powershell.exe',
      'target.process.name': 'lsass.exe',
      'winlog.event_data.GrantedAccess': '0x1010',
    },
  })
  later({
    asset: 'srv-fin-03',
    kind: 'logon',
    at: at(1331.2 * second),
    user: 'svc-report',
    grade: 'medium',
    rule: 'identity-onward',
    extension: true,
    fields: { 'source.ip': '10.20.30.12', 'winlog.logon.id': '0x2b7710' },
  })
  later({
    asset: 'srv-fin-02',
    kind: 'process',
    at: at(75 * minute),
    user: 'SYSTEM',
    process: 'finupd',
    grade: 'strong',
    rule: 'file-used',
    fields: created(
      'srv-fin-02',
      'finupd.exe',
      'C:\\ProgramData\\FinUpd\\finupd.exe',
      'svchost.exe',
    ),
  })
  for (let i = 0; i < 9; i += 1) {
    later({
      asset: 'srv-fin-02',
      kind: 'network',
      at: at((115 + i * 6) * minute),
      user: 'SYSTEM',
      process: 'finupd',
      fields: {
        'process.name': 'finupd.exe',
        'destination.ip': '203.0.113.77',
        'destination.port': 443,
      },
    })
  }
  later({
    asset: 'srv-fin-02',
    kind: 'control',
    at: at(161 * minute),
    user: 'n.abara',
    grade: 'strong',
    rule: 'session',
    fields: {},
  })
  for (let i = 0; i < 8; i += 1) {
    later({
      asset: 'srv-fin-02',
      kind: 'registry',
      at: at((i - 4) * 41 * second),
      user: 'n.abara',
      grade: 'weak',
      rule: 'identity',
      fields: { 'process.name': 'explorer.exe', 'registry.path': `HKCU\\Software\\Ordinary\\${i}` },
    })
  }
}

interface OrdinaryInput extends Pick<Tools, 'linked' | 'process'> {
  readonly random: Random
  readonly count: number
  readonly hit: LogEvent
}

const ordinaryKinds: readonly EventKind[] = [
  'module',
  'module',
  'module',
  'registry',
  'registry',
  'file',
  'network',
  'process',
]

/** What servers do all day, linked by a session or a long-lived process: the mass that must not hide the story. */
const ordinary = ({ random, count, hit, linked, process }: OrdinaryInput): void => {
  const names = [
    'sqlservr.exe',
    'backup.exe',
    'msedge.exe',
    'OUTLOOK.EXE',
    'WmiPrvSE.exe',
    'conhost.exe',
  ]
  const runs = Math.min(60, Math.ceil(count / 60))
  const ids = Array.from({ length: Math.max(0, runs) }, (_, i) => {
    const id = `ordinary-${i}`
    const asset = random.pick(['srv-fin-01', 'srv-fin-02', 'ws-0142'])
    const name = random.pick(names)
    process(
      id,
      asset,
      name,
      `${name} -run ${i}`,
      null,
      hitAt - random.int(1, 300) * minute,
      random.chance(0.5) ? hitAt + random.int(1, 240) * minute : null,
    )
    return { id, asset, name }
  })
  for (let i = 0; i < count; i += 1) {
    const { id, asset, name } = random.pick(ids)
    const kind = random.pick(ordinaryKinds)
    const sign = random.chance(0.4) ? -1 : 1
    const distance = Math.floor(10 ** (random.next() * 4.1) * second)
    linked(hit, {
      asset,
      kind,
      at: hitAt + sign * Math.min(distance, sign < 0 ? 6 * hour : 4 * hour),
      process: id,
      grade: random.chance(0.7) ? 'strong' : 'medium',
      rule: 'session',
      fields: {
        'process.name': name,
        'process.command_line': `${name} -step ${i}`,
        'process.parent.name': 'services.exe',
        'dll.path': `C:\\Windows\\System32\\lib${i % 300}.dll`,
        'registry.path': `HKLM\\Software\\App\\Key${i % 500}`,
        'file.path': `D:\\data\\part-${i}.tmp`,
        'destination.ip': '10.20.30.40',
        'destination.port': 1433,
      },
    })
  }
}
