import type { StoreDatabase } from '../database.ts'
import { ownerRanks } from './owner.ts'

/** What one event says about the process it is by, creates or ends. Times in µs. */
export interface Sighting {
  readonly asset: number
  readonly entity: string | null
  readonly pid: number | null
  readonly ts: number
  readonly what: 'begins' | 'ends' | 'seen'
  readonly owner: number
  readonly ownerRank: number
}

export interface Processes {
  /** The row of a process known by entity id; null for one known by pid only. */
  see(sighting: Sighting): number | null
  boot(asset: number, ts: number): void
  /** Writes the batch. Sightings by pid only are cut to facts in order of time. */
  flush(): void
}

interface StoredProcess {
  id: number
  pid: number | null
  started: number | null
  ended: number | null
  first: number
  last: number
  owner: number
  owner_rank: number
}

interface EntityRow extends StoredProcess {
  readonly asset: number
  readonly entity: string
  isStored: boolean
  /** Since it was last written; moved: in what an index holds. */
  isChanged: boolean
  isMoved: boolean
}

const newRow = (id: number, { asset, pid, ts }: Sighting, entity: string): EntityRow => ({
  id,
  asset,
  entity,
  pid,
  started: null,
  ended: null,
  first: ts,
  last: ts,
  owner: 0,
  owner_rank: ownerRanks.none,
  isStored: false,
  isChanged: false,
  isMoved: false,
})

export const factKinds = { begins: 1, ends: 2, seen: 3 } as const

/** Sightings of one pid further apart than this are two facts: another process may have had it in between. */
const sightingGapUs = 600_000_000
const maxCached = 100_000

export const openProcesses = (db: StoreDatabase): Processes => {
  const find = db.prepare<[number, string], StoredProcess>(
    'SELECT id, pid, started, ended, first, last, owner, owner_rank FROM process WHERE asset = ? AND entity = ?',
  )
  const insert = db.prepare(
    'INSERT INTO process (id, asset, entity, pid, started, ended, first, last, owner, owner_rank) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  // What an index holds is written only where it changed: an index entry costs as much as the row.
  const update = db.prepare(
    'UPDATE process SET started = ?, ended = ?, last = ?, owner = ?, owner_rank = ? WHERE id = ?',
  )
  const move = db.prepare('UPDATE process SET pid = ?, first = ? WHERE id = ?')
  const addFact =
    db.prepare(`INSERT INTO pid_fact VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    last = max(last, excluded.last),
    owner = CASE WHEN excluded.owner_rank > owner_rank THEN excluded.owner ELSE owner END,
    owner_rank = max(owner_rank, excluded.owner_rank)`)
  const addDirty = db.prepare('INSERT OR IGNORE INTO pid_dirty VALUES (?, ?)')
  const addBoot = db.prepare('INSERT OR IGNORE INTO boot VALUES (?, ?)')
  const dirtyBefore = db.prepare(
    'INSERT OR IGNORE INTO pid_dirty SELECT DISTINCT asset, pid FROM pid_fact WHERE asset = ? AND ts < ?',
  )

  // The importer is the only writer, so that numbers can be given before the rows are written.
  let nextId = Number(db.prepare('SELECT coalesce(max(id), 0) + 1 FROM process').pluck().get())
  const byAsset = new Map<number, Map<string, EntityRow>>()
  let cached = 0
  let changed: EntityRow[] = []
  let byPid: Sighting[] = []

  const rowsOf = (asset: number): Map<string, EntityRow> => {
    const known = byAsset.get(asset)
    if (known) return known
    const made = new Map<string, EntityRow>()
    byAsset.set(asset, made)
    return made
  }

  const rowOf = (s: Sighting, entity: string): EntityRow => {
    const rows = rowsOf(s.asset)
    const known = rows.get(entity)
    if (known) return known
    const stored = find.get(s.asset, entity)
    const row: EntityRow = stored
      ? { ...stored, asset: s.asset, entity, isStored: true, isChanged: false, isMoved: false }
      : newRow(nextId, s, entity)
    if (!stored) nextId += 1
    rows.set(entity, row)
    cached += 1
    return row
  }

  const seeEntity = (s: Sighting, entity: string): number => {
    const row = rowOf(s, entity)
    if (row.pid === null && s.pid !== null) {
      row.pid = s.pid
      row.isMoved = true
    }
    if (s.ts < row.first) {
      row.first = s.ts
      row.isMoved = true
    }
    if (s.ts > row.last) row.last = s.ts
    if (s.what === 'begins') row.started = s.ts
    if (s.what === 'ends') row.ended = s.ts
    if (s.owner !== 0 && s.ownerRank > row.owner_rank) {
      row.owner = s.owner
      row.owner_rank = s.ownerRank
    }
    if (!row.isChanged) {
      row.isChanged = true
      changed.push(row)
    }
    return row.id
  }

  return {
    see(s) {
      if (s.entity !== null) return seeEntity(s, s.entity)
      if (s.pid !== null) byPid.push(s)
      return null
    },
    boot: (asset, ts) => {
      addBoot.run(asset, ts)
      dirtyBefore.run(asset, ts)
    },
    flush() {
      for (const r of changed) {
        const { id, asset, entity, pid, started, ended, first, last, owner, owner_rank: rank } = r
        if (r.isStored) update.run(started, ended, last, owner, rank, id)
        else insert.run(id, asset, entity, pid, started, ended, first, last, owner, rank)
        if (r.isStored && r.isMoved) move.run(pid, first, id)
        r.isStored = true
        r.isMoved = false
        r.isChanged = false
      }
      changed = []
      if (cached > maxCached) {
        byAsset.clear()
        cached = 0
      }
      for (const f of toFacts(byPid)) {
        addFact.run(f.asset, f.pid, f.ts, f.what, f.last, f.owner, f.owner_rank)
        addDirty.run(f.asset, f.pid)
      }
      byPid = []
    },
  }
}

interface Fact {
  readonly asset: number
  readonly pid: number
  readonly ts: number
  readonly what: number
  last: number
  owner: number
  owner_rank: number
}

/** One fact for each beginning and end, and one for each run of sightings between them. */
const toFacts = (sightings: readonly Sighting[]): readonly Fact[] => {
  const facts: Fact[] = []
  const open = new Map<string, Fact>()
  for (const s of sightings.toSorted((a, b) => a.ts - b.ts)) {
    if (s.pid === null) continue
    const key = `${s.asset} ${s.pid}`
    const run = s.what === 'seen' ? open.get(key) : undefined
    if (run && s.ts - run.last <= sightingGapUs) {
      run.last = s.ts
      if (s.ownerRank > run.owner_rank) {
        run.owner = s.owner
        run.owner_rank = s.ownerRank
      }
      continue
    }
    const fact: Fact = {
      asset: s.asset,
      pid: s.pid,
      ts: s.ts,
      what: factKinds[s.what],
      last: s.ts,
      owner: s.owner,
      owner_rank: s.owner === 0 ? ownerRanks.none : s.ownerRank,
    }
    facts.push(fact)
    if (s.what === 'seen') open.set(key, fact)
    else open.delete(key)
  }
  return facts
}
