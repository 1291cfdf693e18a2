import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { idPattern, newId } from '#src/workspace/ids.ts'
import { openWorkspace, type Workspace } from '#src/workspace/workspace.ts'

const asked = {
  technique: 'T1559.001',
  source: 'lab',
  title: 'COM',
  question: '{"technique":"T1559.001"}',
  scope: '{"a":1}',
}

describe('the workspace', () => {
  let dir = ''
  let file = ''
  let workspace: Workspace

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'attacktrace-'))
    file = join(dir, 'workspace.db')
    let tick = 1_000_000
    workspace = await openWorkspace(file, () => (tick += 1))
  })
  afterEach(async () => {
    await workspace.close()
    rmSync(dir, { recursive: true })
  })

  it('keeps what was written after it is closed and opened again', async () => {
    const hunt = await workspace.hunts.create(asked)
    const run = await workspace.runs.queue(hunt.id, 1, asked.question, 42)
    await workspace.close()
    workspace = await openWorkspace(file)
    expect(await workspace.hunts.get(hunt.id)).toEqual(hunt)
    expect(await workspace.runs.get(run.id)).toEqual(run)
  })

  it('can be made by two openers at the same moment', async () => {
    const other = join(dir, 'other.db')
    const both = await Promise.all([openWorkspace(other), openWorkspace(other)])
    await both[0].hunts.create(asked)
    expect(await both[1].hunts.list()).toHaveLength(1)
    for (const one of both) await one.close()
  })

  it('makes a scope version only when the scope changes', async () => {
    const hunt = await workspace.hunts.create(asked)
    expect(await workspace.hunts.ask(hunt.id, { ...asked, title: 'again' })).toBe(1)
    expect(await workspace.hunts.ask(hunt.id, { ...asked, scope: '{"a":2}' })).toBe(2)
    expect((await workspace.hunts.scopes(hunt.id)).map((s) => s.scope)).toEqual([
      '{"a":1}',
      '{"a":2}',
    ])
  })

  it('numbers the runs of a hunt and moves them forward only', async () => {
    const hunt = await workspace.hunts.create(asked)
    const first = await workspace.runs.queue(hunt.id, 1, '{}', 1)
    const second = await workspace.runs.queue(hunt.id, 1, '{}', 1)
    expect([first.n, second.n, first.state]).toEqual([1, 2, 'queued'])
    await workspace.runs.begin(first.id)
    await workspace.runs.progress(first.id, {
      phase: 'search',
      done: 1,
      total: 2,
      sentence: 'Half.',
    })
    const gap = { kind: 'cancelled', origin: 'input', message: 'Cancelled.' } as const
    await workspace.runs.finish(first.id, {
      state: 'cancelled',
      counts: null,
      gaps: [gap],
      error: null,
    })
    await workspace.runs.finish(first.id, {
      state: 'complete',
      counts: null,
      gaps: [],
      error: null,
    })
    const ended = await workspace.runs.get(first.id)
    expect(ended).toMatchObject({ state: 'cancelled', complete: false, gaps: [gap] })
    expect(ended.progress?.sentence).toBe('Half.')
    expect((await workspace.runs.open()).map((r) => r.id)).toEqual([second.id])
    expect((await workspace.runs.latest(hunt.id)).id).toBe(second.id)
  })

  it('refuses a run of a hunt that does not exist', async () => {
    await expect(workspace.runs.queue('nothing', 1, '{}', 1)).rejects.toThrow('FOREIGN KEY')
  })

  it('names what is not there as not found', async () => {
    await expect(workspace.hunts.get('x')).rejects.toMatchObject({ code: 'not_found' })
    await expect(workspace.runs.get('x')).rejects.toMatchObject({ code: 'not_found' })
    await expect(workspace.drafts.get('x')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('keeps drafts with their step', async () => {
    const draft = await workspace.drafts.create('{"technique":"T1047"}', 'source')
    await workspace.drafts.save(draft.id, '{"technique":"T1047","source":"lab"}', 'scope')
    expect(await workspace.drafts.get(draft.id)).toMatchObject({ step: 'scope' })
    await workspace.drafts.remove(draft.id)
    expect(await workspace.drafts.list()).toEqual([])
  })

  it('answers settings with their defaults until they are set', async () => {
    expect(await workspace.settings.all()).toEqual({
      theme: 'auto',
      zone: 'UTC',
      singleKeys: true,
    })
    await workspace.settings.set({ theme: 'dark', singleKeys: false })
    await workspace.settings.set({ theme: 'light' })
    expect(await workspace.settings.all()).toEqual({
      theme: 'light',
      zone: 'UTC',
      singleKeys: false,
    })
  })

  it('refuses a workspace of a later version without changing it', async () => {
    await workspace.close()
    const db = new Database(file)
    db.prepare('INSERT INTO kysely_migration (name, timestamp) VALUES (?, ?)').run('9999-x', 'now')
    db.close()
    await expect(openWorkspace(file)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('says so when the file is no database', async () => {
    const bad = join(dir, 'bad.db')
    writeFileSync(bad, 'this is no database, and long enough to be looked at'.repeat(40))
    await expect(openWorkspace(bad)).rejects.toMatchObject({ code: 'damaged_file' })
  })

  it('says so when the file cannot be opened', async () => {
    await expect(openWorkspace(dir)).rejects.toMatchObject({ code: 'source_unreachable' })
  })

  it('says so, and not that it is damaged, when another process holds the file', async () => {
    await workspace.close()
    const holder = new Database(file)
    holder.pragma('locking_mode = EXCLUSIVE')
    holder.exec('BEGIN EXCLUSIVE')
    await expect(openWorkspace(file, undefined, 1)).rejects.toMatchObject({ code: 'source_busy' })
    holder.close()
    workspace = await openWorkspace(file)
    expect(await workspace.hunts.list()).toEqual([])
  })

  it('makes ids that are safe in addresses and file names', () => {
    for (let i = 0; i < 500; i += 1) expect(newId()).toMatch(idPattern)
  })
})
