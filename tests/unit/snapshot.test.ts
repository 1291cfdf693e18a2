import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSnapshot } from '#src/hunts/snapshot/read.ts'
import { writeSnapshot } from '#src/hunts/snapshot/write.ts'
import { idOf, smallEvent, smallRun } from '../support/small-run.ts'

describe('a snapshot', () => {
  let dir = ''
  let file = ''

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'attacktrace-'))
    file = join(dir, 'run.db')
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  const written = (change = {}) => {
    writeSnapshot(file, smallRun(change))
    return openSnapshot(file)
  }

  it('gives back what was kept, in time order, after it is opened again', () => {
    const content = smallRun()
    const digest = writeSnapshot(file, content)
    const snapshot = openSnapshot(file)
    expect(snapshot.meta()).toEqual(content.meta)
    expect(snapshot.digest()).toBe(digest)
    expect(snapshot.events({ limit: 100 }).map((event) => event.id)).toEqual(
      [2, 1, 3, 5, 4].map(idOf),
    )
    expect(snapshot.volume()).toEqual(content.volume)
    expect(snapshot.coverage().cells.map((cell) => [cell.code, cell.needed])).toEqual([
      ['1', true],
      ['4624', false],
    ])
    snapshot.close()
    snapshot.close()
  })

  it('keeps each event whole, its original among it', () => {
    const snapshot = written()
    const event = smallEvent(1, 0)
    const row = snapshot.eventById(event.id)
    expect(row).toMatchObject({
      is_hit: 1,
      hit_n: 1,
      ts: event.time.best,
      account: 'CORP\\n.abara',
    })
    expect(row && snapshot.document(row)).toEqual({
      fields: event.fields,
      original: event.original,
      locator: event.locator,
      identities: event.identities,
      written: event.time.written,
      shiftUs: 0,
    })
    snapshot.close()
  })

  it('numbers episodes by time, hits in time order, and processes with their parents', () => {
    const snapshot = written()
    expect(snapshot.episodes().map((one) => [one.n, one.id, one.hits, one.context])).toEqual([
      [1, 'episode-a', 1, 3],
      [2, 'episode-b', 1, 0],
    ])
    expect(snapshot.hitByNumber(2)?.id).toBe(idOf(4))
    expect(snapshot.processes().map((one) => [one.n, one.parent, one.is_hit])).toEqual([
      [1, null, 0],
      [2, 1, 1],
    ])
    expect(snapshot.eventById(idOf(3))?.process).toBe(2)
    snapshot.close()
  })

  it("answers an event's links best first, and a hit's folds", () => {
    const snapshot = written()
    const row = snapshot.eventById(idOf(3))
    const links = snapshot.linksOf(row?.row ?? 0)
    expect(links.map((link) => [link.hitId, link.grade, link.direction])).toEqual([
      [idOf(1), 'exact', 'after'],
      [idOf(4), 'weak', 'before'],
    ])
    expect(snapshot.folds(snapshot.eventById(idOf(1))?.row)).toHaveLength(1)
    expect(snapshot.folds(snapshot.eventById(idOf(4))?.row)).toEqual([])
    snapshot.close()
  })

  it('pages events without repeating or skipping one', () => {
    const snapshot = written()
    const seen: number[] = []
    for (let after = 0; ;) {
      const page = snapshot.events({ after, limit: 2 })
      seen.push(...page.map((event) => event.row))
      const last = page.at(-1)
      if (!last) break
      after = last.row
    }
    expect(seen).toEqual([1, 2, 3, 4, 5])
    expect(snapshot.events({ limit: 9, hits: true }).map((one) => one.row)).toEqual([2, 5])
    expect(snapshot.events({ limit: 9, episode: 2 }).map((one) => one.row)).toEqual([5])
    snapshot.close()
  })

  it('finds the events of one episode by an index, and only those', () => {
    const snapshot = written()
    const all = snapshot.events({ limit: 100 })
    for (const { n } of snapshot.episodes()) {
      const own = all.filter((event) => event.episode === n)
      expect(snapshot.events({ limit: 100, episode: n })).toEqual(own)
      expect(snapshot.events({ limit: 100, episode: n, hits: true })).toEqual(
        own.filter((event) => event.is_hit === 1),
      )
    }
    const plan = snapshot.db
      .prepare('EXPLAIN QUERY PLAN SELECT * FROM event WHERE episode = 1 AND row > 0 ORDER BY row')
      .all()
    expect(JSON.stringify(plan)).toContain('event_episode')
    snapshot.close()
  })

  it('is never edited: not through its reader, and not by writing the run again', () => {
    const snapshot = written()
    expect(() => snapshot.db.prepare('DELETE FROM event').run()).toThrow('readonly')
    snapshot.close()
    expect(() => writeSnapshot(file, smallRun())).toThrow('never edited')
  })

  it('gives the same digest for the same run, and notices when a row was changed', () => {
    const first = writeSnapshot(file, smallRun())
    expect(writeSnapshot(join(dir, 'again.db'), smallRun())).toBe(first)
    const db = new Database(file)
    db.prepare("UPDATE event SET account = 'someone else' WHERE row = 1").run()
    db.close()
    const snapshot = openSnapshot(file)
    expect(snapshot.isIntact()).toBe(false)
    snapshot.close()
    const other = openSnapshot(join(dir, 'again.db'))
    expect(other.isIntact()).toBe(true)
    other.close()
  })

  it('leaves nothing behind when it cannot be written whole', () => {
    const { correlation, ...run } = smallRun()
    const folded = correlation.folded.map((fold) => ({ ...fold, hit: idOf(99) }))
    expect(() => writeSnapshot(file, { ...run, correlation: { ...correlation, folded } })).toThrow(
      'did not keep',
    )
    expect(readdirSync(dir)).toEqual([])
  })

  it('is refused when there is none, when it is damaged, and when another version wrote it', () => {
    expect(() => openSnapshot(file)).toThrow('kept no snapshot')
    const { meta } = smallRun()
    writeSnapshot(file, smallRun({ meta: { ...meta, version: 999 } }))
    expect(() => openSnapshot(file)).toThrow('another version')
    const db = new Database(join(dir, 'bad.db'))
    db.exec('CREATE TABLE other (x)')
    db.close()
    expect(() => openSnapshot(join(dir, 'bad.db'))).toThrow('damaged')
  })

  it('holds thousands of events and opens any of them', () => {
    const run = smallRun()
    const hits = Array.from({ length: 3_000 }, (_, i) => ({
      event: smallEvent(100 + i, i),
      identity: 'named' as const,
    }))
    writeSnapshot(file, {
      ...run,
      hits,
      correlation: {
        ...run.correlation,
        context: [],
        hitLinks: new Map(),
        folded: [],
        episodes: [],
      },
    })
    const snapshot = openSnapshot(file)
    for (const i of [0, 63, 64, 65, 1_500, 2_999]) {
      const row = snapshot.eventById(idOf(100 + i))
      expect(row && snapshot.document(row).locator.record).toBe(100 + i)
    }
    snapshot.close()
  })
})
