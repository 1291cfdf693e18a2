import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Connector } from '#connectors/contract.ts'
import { openCatalog } from '#src/catalog/catalog.ts'
import { loadGuides } from '#src/catalog/guides.ts'
import { snapshotFile } from '#src/hunts/ask.ts'
import { type Asked, findAsked } from '#src/hunts/asked.ts'
import { shutdownReason } from '#src/hunts/gaps.ts'
import { collectHits } from '#src/hunts/hits.ts'
import { planHunt } from '#src/hunts/plan.ts'
import { parseQuestion, type Question } from '#src/hunts/question.ts'
import { runHere } from '#src/hunts/run-here.ts'
import { createRunManager, type RunManager } from '#src/hunts/run-manager.ts'
import { hitsFile } from '#src/hunts/run.ts'
import { openSnapshot } from '#src/hunts/snapshot/read.ts'
import { unfinished, writeSnapshot } from '#src/hunts/snapshot/write.ts'
import { openSource, sourceNames } from '#src/sources.ts'
import type { RunProgress } from '#src/workspace/parse-run.ts'
import { openWorkspace, type Workspace } from '#src/workspace/workspace.ts'
import { labDay, type LabFolder, makeLabFolder } from '../support/lab-folder.ts'
import { smallRun } from '../support/small-run.ts'

const signal = new AbortController().signal
let lab: LabFolder
let workspace: Workspace
let manager: RunManager | undefined

beforeAll(async () => {
  lab = await makeLabFolder()
})
afterAll(() => lab.remove())
beforeEach(async () => {
  workspace = await openWorkspace(lab.folder.workspaceFile)
})
afterEach(async () => {
  await manager?.close()
  manager = undefined
  await workspace.close()
})

/** Process creations by the user of the intrusion: some hits, and much around them. */
const question = (change: object = {}): Question =>
  parseQuestion({
    technique: 'T1559.001',
    source: 'lab',
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
      assets: { any: 'every machine of the lab' },
      identities: { list: [lab.user] },
      window: labDay,
    },
    ...change,
  })

const asked = (change: object = {}): Asked =>
  findAsked(question(change), {
    catalog: openCatalog(),
    guides: loadGuides(),
    sources: sourceNames(lab.folder),
  })

const open = (): Promise<Connector> => openSource(lab.folder, 'lab', { threads: 0 })

const manage = async (): Promise<RunManager> => {
  manager = await createRunManager({
    folder: lab.folder,
    workspace,
    sources: () => sourceNames(lab.folder),
    log: () => undefined,
  })
  return manager
}

const run = async (
  change: object = {},
  onProgress: (progress: RunProgress) => void = () => undefined,
  stop: AbortSignal = signal,
) => {
  const connector = await open()
  try {
    return await runHere({
      workspace,
      folder: lab.folder,
      connector,
      asked: asked(change),
      signal: stop,
      onProgress,
    })
  } finally {
    await connector.close()
  }
}

/** A process id that belonged to a process which has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid

describe('a run', () => {
  it('keeps hits, linked events, coverage, volume and the query it ran', async () => {
    const ran = await run()
    expect(ran.failure).toBeNull()
    const snapshot = openSnapshot(ran.file)
    const meta = snapshot.meta()
    expect(meta.counts.hits.value).toBeGreaterThan(0)
    expect(meta.counts.context.value).toBeGreaterThan(0)
    expect(meta.compiled.parts.length).toBeGreaterThan(0)
    expect(snapshot.volume().length).toBeGreaterThan(0)
    expect(snapshot.coverage().cells.length).toBeGreaterThan(0)
    expect(snapshot.events({ limit: 20_000, hits: true })).toHaveLength(
      meta.counts.hits.value + meta.counts.identityUndetermined.value,
    )
    expect(snapshot.events({ limit: 60_000, hits: false })).toHaveLength(meta.counts.context.value)
    expect(snapshot.isIntact()).toBe(true)
    snapshot.close()
    expect(existsSync(hitsFile(ran.file))).toBe(false)
  })

  it('is whole exactly when it has no gap, in the workspace as in the snapshot', async () => {
    const { run: id, file, end } = await run()
    const kept = await workspace.runs.get(id)
    const snapshot = openSnapshot(file)
    expect(kept.gaps).toEqual(snapshot.gaps())
    expect(kept.counts).toEqual(snapshot.meta().counts)
    expect(kept.complete).toBe(end.gaps.length === 0)
    expect(kept.state).toBe(snapshot.meta().state)
    snapshot.close()
  })

  it('gives the same events each time', async () => {
    const ids = async (): Promise<readonly string[]> => {
      const { file } = await run()
      const snapshot = openSnapshot(file)
      const found = snapshot.events({ limit: 60_000 }).map((event) => event.id)
      snapshot.close()
      return found
    }
    expect(await ids()).toEqual(await ids())
  })

  it('tells its phases in order, with a sentence each', async () => {
    const told: RunProgress[] = []
    await run({}, (progress) => told.push(progress))
    const phases = [...new Set(told.map((progress) => progress.phase))]
    expect(phases).toEqual(['plan', 'search', 'correlate', 'coverage', 'write'])
    for (const { done, total, sentence } of told) {
      expect(done).toBeLessThanOrEqual(total)
      expect(sentence.length).toBeGreaterThan(0)
    }
  })

  it('that finds nothing is kept too', async () => {
    const predicate = { field: 'process.name', op: 'equals', value: 'no-such-program.exe' }
    const ran = await run({ behavior: { kind: 'stated', predicate } })
    const snapshot = openSnapshot(ran.file)
    expect(snapshot.meta().counts.hits).toEqual({ value: 0, relation: 'exact' })
    expect(snapshot.episodes()).toEqual([])
    snapshot.close()
  })

  it('says that the scope reaches behind what the source has received', async () => {
    const window = { from: labDay.from, to: '2026-11-25T00:00:00Z' }
    const { end } = await run({ scope: { ...question().scope, window } })
    expect(end.gaps.map((gap) => gap.kind)).toContain('not-read-yet')
  })

  it('is refused by name for a field the source cannot answer', async () => {
    const predicate = { field: 'no.such.field', op: 'exists' }
    const { end } = await run({ behavior: { kind: 'stated', predicate } })
    expect(end).toMatchObject({ state: 'failed', error: { code: 'unsupported', origin: 'input' } })
    expect(end.error?.message).toContain('no.such.field')
  })
})

describe('a run that is stopped', () => {
  it.each([
    ['cancelled', 'cancelled'],
    [shutdownReason, 'interrupted'],
  ] as const)('while it correlates keeps its hits, with a gap: %s', async (reason, state) => {
    const stop = new AbortController()
    const onProgress = ({ phase }: RunProgress): void => {
      if (phase === 'correlate') stop.abort(reason)
    }
    const { end, file } = await run({}, onProgress, stop.signal)
    expect(end.state).toBe(state)
    expect(end.gaps[0]?.kind).toBe(state)
    expect(end.counts?.hits.value).toBeGreaterThan(0)
    expect(end.counts?.context.relation).toBe('at-least')
    const snapshot = openSnapshot(file)
    expect(snapshot.meta().state).toBe(state)
    expect(snapshot.events({ limit: 9, hits: true }).length).toBeGreaterThan(0)
    snapshot.close()
  })

  it('before it began keeps nothing and says so', async () => {
    const { end, file } = await run({}, undefined, AbortSignal.abort('cancelled'))
    expect(end).toMatchObject({ state: 'cancelled', counts: null, error: null })
    expect(end.gaps[0]?.kind).toBe('cancelled')
    expect(existsSync(file)).toBe(false)
  })
})

describe('too many hits', () => {
  it('are counted, and the first are kept with a gap', async () => {
    const connector = await open()
    const predicate = { field: 'event.code', op: 'equals', value: '1' }
    const plan = await planHunt(
      connector,
      asked({ behavior: { kind: 'stated', predicate } }),
      signal,
    )
    const all = await collectHits(connector, plan.query, signal, () => undefined)
    const few = await collectHits(connector, plan.query, signal, () => undefined, 3)
    await connector.close()
    expect(all.hits.length).toBeGreaterThan(3)
    expect(few.hits.map((hit) => hit.event.id)).toEqual(
      all.hits.slice(0, 3).map((hit) => hit.event.id),
    )
    expect(few.gaps.map((gap) => gap.kind)).toEqual(['truncated'])
    expect([few.decided, few.undetermined]).toEqual([all.decided, all.undetermined])
  })
})

describe('the run manager', () => {
  it('answers at once, runs in the background, and ends what it began', async () => {
    const runs = await manage()
    const { hunt, run: id } = await runs.start(null, question())
    expect(['queued', 'running']).toContain((await workspace.runs.get(id)).state)
    const told: (RunProgress | null)[] = []
    runs.watch(id, (progress) => told.push(progress))
    await runs.ended(id)
    expect(told.at(-1)).toBeNull()
    expect(told.length).toBeGreaterThan(1)
    const kept = await workspace.runs.latest(hunt)
    expect(['complete', 'partial']).toContain(kept.state)
    expect(kept.counts?.hits.value).toBeGreaterThan(0)
    expect(runs.progress(id)).toBeNull()
  })

  it('finds what the command line finds', async () => {
    const runs = await manage()
    const { run: id } = await runs.start(null, question())
    await runs.ended(id)
    const here = await run()
    const [a, b] = [snapshotFile(lab.folder, id), here.file].map(openSnapshot)
    expect(a?.events({ limit: 60_000 })).toEqual(b?.events({ limit: 60_000 }))
    a?.close()
    b?.close()
  })

  it('asks a hunt again as its next run', async () => {
    const runs = await manage()
    const first = await runs.start(null, question())
    const again = await runs.start(first.hunt, question({ title: 'again' }))
    await Promise.all([runs.ended(first.run), runs.ended(again.run)])
    expect(again.hunt).toBe(first.hunt)
    expect((await workspace.runs.get(again.run)).n).toBe(2)
  })

  it('runs two at once and lets the others wait; one that waits is cancelled at once', async () => {
    const runs = await manage()
    const started = []
    for (let i = 0; i < 3; i += 1) started.push(await runs.start(null, question()))
    const waiting = started[2]?.run ?? ''
    expect((await workspace.runs.get(waiting)).state).toBe('queued')
    await runs.cancel(waiting)
    expect(await workspace.runs.get(waiting)).toMatchObject({
      state: 'cancelled',
      gaps: [{ kind: 'cancelled' }],
    })
    await Promise.all(started.map((one) => runs.ended(one.run)))
  })

  it('refuses a question before anything is written', async () => {
    const runs = await manage()
    const before = (await workspace.hunts.list()).length
    await expect(runs.start(null, question({ source: 'labb' }))).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await workspace.hunts.list()).toHaveLength(before)
  })

  it('interrupts its runs when it is closed, and they can be opened after a restart', async () => {
    const runs = await manage()
    const { run: id } = await runs.start(null, question())
    await runs.close()
    const kept = await workspace.runs.get(id)
    expect(['interrupted', 'complete', 'partial']).toContain(kept.state)
    await workspace.close()
    workspace = await openWorkspace(lab.folder.workspaceFile)
    await manage()
    expect(await workspace.runs.get(id)).toEqual(kept)
  })
})

describe('after the program died', () => {
  const leftOpen = async (pid: number): Promise<string> => {
    const { id: hunt } = await workspace.hunts.create({
      technique: 'T1559.001',
      source: 'lab',
      title: 'left open',
      question: JSON.stringify(question()),
      scope: JSON.stringify(question().scope),
    })
    const left = await workspace.runs.queue(hunt, 1, JSON.stringify(question()), pid)
    await workspace.runs.begin(left.id)
    return left.id
  }

  it('a run that had found nothing is interrupted, with a gap', async () => {
    const id = await leftOpen(deadPid())
    await manage()
    expect(await workspace.runs.get(id)).toMatchObject({
      state: 'interrupted',
      complete: false,
      counts: null,
      gaps: [{ kind: 'interrupted', origin: 'workbench' }],
    })
  })

  it('a run that had its hits keeps them as its snapshot', async () => {
    const id = await leftOpen(deadPid())
    const file = snapshotFile(lab.folder, id)
    const gap = { kind: 'interrupted', origin: 'workbench', message: 'Ended early.' } as const
    writeSnapshot(hitsFile(file), smallRun({ gaps: [gap] }))
    await manage()
    expect(await workspace.runs.get(id)).toMatchObject({
      state: 'interrupted',
      counts: { hits: { value: 2 } },
      gaps: [gap],
    })
    const snapshot = openSnapshot(file)
    expect(snapshot.gaps()).toEqual([gap])
    snapshot.close()
    expect(existsSync(hitsFile(file))).toBe(false)
  })

  it('a run whose kept hits are damaged is interrupted all the same, and nothing half written stays', async () => {
    const id = await leftOpen(deadPid())
    const file = snapshotFile(lab.folder, id)
    writeFileSync(hitsFile(file), Buffer.alloc(9_000, 7))
    for (const half of [...unfinished(file), ...unfinished(hitsFile(file))])
      writeFileSync(half, 'half')
    await manage()
    expect(await workspace.runs.get(id)).toMatchObject({ state: 'interrupted', counts: null })
    expect(readdirSync(lab.folder.runsDir).filter((name) => name.includes('.part'))).toEqual([])
  })

  it('a run of another process that lives is left alone', async () => {
    const id = await leftOpen(process.ppid)
    await manage()
    expect((await workspace.runs.get(id)).state).toBe('running')
    await workspace.runs.finish(id, { state: 'failed', counts: null, gaps: [], error: null })
  })
})
