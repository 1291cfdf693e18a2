import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeFile } from '#src/data-folder.ts'
import { openWorkspace } from '#src/workspace/workspace.ts'
import { labDay, type LabFolder, labMorning, makeLabFolder } from '../support/lab-folder.ts'

let lab: LabFolder
beforeAll(async () => {
  lab = await makeLabFolder()
})
afterAll(() => lab.remove())

const main = join(import.meta.dirname, '../../src/main.ts')

const attacktrace = (...args: readonly string[]) => {
  const ran = spawnSync(process.execPath, ['--import', 'tsx', main, ...args], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 ** 2,
    env: { ...process.env, COLUMNS: '100' },
  })
  return { code: ran.status, out: ran.stdout, err: ran.stderr }
}

const where = JSON.stringify({
  all: [
    { field: 'event.code', op: 'equals', value: '1' },
    { field: 'process.command_line', op: 'contains', value: '-Embedding' },
  ],
})

const hunt = (window: { from: string; to: string }, ...more: readonly string[]) => {
  const scope = ['--any-asset', 'every machine of the lab', '--identity', lab.user]
  const times = ['--from', window.from, '--to', window.to]
  const base = ['--data', lab.folder.root, '--source', 'lab', '--technique', 'T1559.001']
  return attacktrace('hunt', ...base, ...scope, ...times, ...more)
}

describe('attacktrace hunt', () => {
  it('exits 0 with one JSON object when it is answered whole', () => {
    const { code, out, err } = hunt(labMorning, '--where', where, '--json')
    const answer = JSON.parse(out)
    expect(answer).toMatchObject({ format: 1, complete: true, gaps: [] })
    expect(answer.counts.hits.value).toBeGreaterThan(0)
    expect([code, err]).toEqual([0, ''])
  })

  it('exits 3 when it is answered with gaps, and says which', () => {
    const late = { from: labDay.from, to: '2026-11-25T00:00:00Z' }
    const { code, out } = hunt(late, '--where', where, '--json')
    expect(JSON.parse(out)).toMatchObject({ complete: false })
    expect(code).toBe(3)
  })

  it('prints a timeline that fits the terminal', () => {
    const { code, out } = hunt(labDay, '--where', where, '--before', '2h', '--after', '2h')
    expect([0, 3]).toContain(code)
    expect(out).toContain('Episode 1')
    expect(out).toMatch(/Kept: open \/hunts\/[\w-]{12} /)
    for (const line of out.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(100)
  })

  it('keeps its hunts and runs where the browser finds them', async () => {
    const { out } = hunt(labDay, '--where', where, '--title', 'From the terminal', '--json')
    const workspace = await openWorkspace(lab.folder.workspaceFile)
    const [kept] = await workspace.hunts.list(1)
    const run = await workspace.runs.latest(kept?.id ?? '')
    expect(kept?.title).toBe('From the terminal')
    expect(run.id).toBe(JSON.parse(out).run)
    await workspace.close()
  })

  it('takes a predicate from a file, and a documented behavior with its values', () => {
    const file = join(lab.folder.root, 'where.json')
    writeFileSync(file, where)
    expect([0, 3]).toContain(hunt(labDay, '--where', `@${file}`, '--json').code)
    const documented = hunt(labDay, '--behavior', 'com-office-automation-start', '--json')
    expect([0, 3]).toContain(documented.code)
  })

  it.each([
    ['--behavior', []],
    ['--where', ['--where', '{']],
    ['--where', ['--where', '@/no/such/file']],
    ['--where op', ['--where', '{"field":"a","op":"is"}']],
    ['--behavior', ['--behavior', 'no-such-behavior']],
    ['--behavior', ['--behavior', 'wmi-wmic-creates-process']],
    ['--set', ['--behavior', 'com-office-automation-start', '--set', 'x']],
    ['--set no_such', ['--behavior', 'com-office-automation-start', '--set', 'no_such=1']],
    ['--before', ['--where', where, '--before', 'soon']],
    ['--asset', ['--where', where, '--asset', 'WS-1']],
    ['--from', ['--where', where, '--from', 'yesterday']],
  ])('exits 2 and names %s for %j', (field, more) => {
    const { code, out } = hunt(labDay, ...more, '--json')
    const { ok, error } = JSON.parse(out)
    expect([code, ok]).toEqual([2, false])
    expect(error.faults.map((fault: { field: string }) => fault.field)).toContain(field)
  })

  it('exits 2 for a source that is not there and an option it does not know', () => {
    expect(hunt(labDay, '--where', where, '--source', 'labb').code).toBe(2)
    expect(hunt(labDay, '--wher', where).code).toBe(2)
  })

  it('exits 1 when the source cannot be read', () => {
    writeFileSync(storeFile(lab.folder, 'bad'), 'no store, but long enough to be read'.repeat(50))
    const { code, out } = hunt(labDay, '--where', where, '--source', 'bad', '--json')
    expect(JSON.parse(out).error.origin).toBe('source')
    expect(code).toBe(1)
  })

  it('has help with an example and the exit codes', () => {
    const { code, out } = attacktrace('hunt', '--help')
    expect(code).toBe(0)
    expect(out).toContain('attacktrace hunt --source')
    expect(out).toContain('Exit codes: 0 answered whole, 3 answered with gaps')
  })
})
