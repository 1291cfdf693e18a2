import type { StoreDatabase } from '../database.ts'
import { factKinds } from './processes.ts'

interface FactRow {
  readonly ts: number
  readonly what: number
  readonly last: number
  readonly owner: number
  readonly owner_rank: number
}

interface OfPid {
  readonly pid: number
}

/** A process that had the pid, while its lifetime is put together. `id` is null for one known by pid only. */
interface Life {
  readonly id: number | null
  started: number | null
  ended: number | null
  first: number
  last: number
  owner: number
  owner_rank: number
  changed: boolean
}

/** The Security log writes whole seconds in some collections: beginnings this close are one beginning. */
const sameBeginningUs = 2_000_000

/**
 * Rebuilds the lifetimes of processes that are known by pid only, for every pid that new facts came in
 * about. The result does not depend on the order in which files were imported. Asks once for an asset: to
 * ask for each pid apart took a tenth of an import.
 */
export const rebuildLifetimes = (db: StoreDatabase): void => {
  const dirty = db.prepare<[], { asset: number }>('SELECT DISTINCT asset FROM pid_dirty').all()
  if (dirty.length === 0) return
  const facts = db.prepare<[number], FactRow & OfPid>(
    `SELECT f.pid, ts, what, last, owner, owner_rank FROM pid_dirty AS d
     JOIN pid_fact AS f ON f.asset = d.asset AND f.pid = d.pid
     WHERE d.asset = ? ORDER BY f.pid, ts, what`,
  )
  const entities = db.prepare<[number], Omit<Life, 'changed'> & OfPid>(
    `SELECT p.pid, id, started, ended, first, last, owner, owner_rank FROM pid_dirty AS d
     JOIN process AS p ON p.asset = d.asset AND p.pid = d.pid
     WHERE d.asset = ? AND entity IS NOT NULL ORDER BY p.pid, first`,
  )
  const boots = db.prepare<[number], { ts: number }>(
    'SELECT ts FROM boot WHERE asset = ? ORDER BY ts',
  )
  const insert = db.prepare(
    'INSERT INTO process (asset, entity, pid, started, ended, first, last, owner, owner_rank) VALUES (?, NULL, ?, ?, ?, ?, ?, ?, ?)',
  )
  const update = db.prepare('UPDATE process SET ended = ?, owner = ?, owner_rank = ? WHERE id = ?')
  db.exec(`DELETE FROM process WHERE id IN (
    SELECT p.id FROM pid_dirty AS d JOIN process AS p ON p.asset = d.asset AND p.pid = d.pid
    WHERE p.entity IS NULL)`)

  for (const { asset } of dirty) {
    const bootTimes = boots.all(asset).map((row) => row.ts)
    const factsOf = Map.groupBy(facts.all(asset), (fact) => fact.pid)
    const entitiesOf = Map.groupBy(entities.all(asset), (row) => row.pid)
    for (const [pid, own] of factsOf) {
      const known = (entitiesOf.get(pid) ?? []).map((row) => ({ ...row, changed: false }))
      for (const life of livesOf(known, own, bootTimes)) {
        const { id, started, ended, first, last, owner, owner_rank: rank } = life
        if (id === null) insert.run(asset, pid, started, ended, first, last, owner, rank)
        else if (life.changed) update.run(ended, owner, rank, id)
      }
    }
  }
  db.exec('DELETE FROM pid_dirty')
}

/** Ends what was running when the machine started: the entity rows; those by pid are rebuilt. */
export const endAtBoots = (db: StoreDatabase): void => {
  db.exec(`UPDATE process SET ended = (
      SELECT min(b.ts) FROM boot AS b WHERE b.asset = process.asset AND b.ts > process.last)
    WHERE ended IS NULL AND entity IS NOT NULL AND EXISTS (
      SELECT 1 FROM boot AS b WHERE b.asset = process.asset AND b.ts > process.last)`)
}

/** Puts facts about one pid of one asset together with the processes known by entity id that had it. */
export const livesOf = (
  known: readonly Life[],
  facts: readonly FactRow[],
  boots: readonly number[],
): readonly Life[] => {
  const lives: Life[] = [...known]
  const sort = (): void => void lives.sort((a, b) => a.first - b.first)
  for (const fact of facts.filter((f) => f.what === factKinds.begins)) {
    const same = lives.find(
      (life) => Math.abs((life.started ?? life.first) - fact.ts) <= sameBeginningUs,
    )
    if (same) takeOwner(same, fact)
    else lives.push({ ...newLife(fact), started: fact.ts })
  }
  sort()
  for (const fact of facts.filter((f) => f.what === factKinds.ends)) {
    const life = aliveAt(lives, fact.ts)
    if (!life) lives.push({ ...newLife(fact), ended: fact.ts })
    else if (life.ended === null || life.id === null) {
      life.ended = fact.ts
      life.last = Math.max(life.last, fact.ts)
      life.changed = true
      takeOwner(life, fact)
    }
    sort()
  }
  for (const boot of boots)
    for (const life of lives)
      if (
        life.id === null &&
        life.ended === null &&
        life.first < boot &&
        !beginsBetween(lives, life, boot)
      )
        life.ended = boot
  for (const fact of facts.filter((f) => f.what === factKinds.seen)) {
    const life = aliveAt(lives, fact.ts)
    if (life) {
      if (life.id === null) life.last = Math.max(life.last, fact.last)
      takeOwner(life, fact)
    } else {
      lives.push(newLife(fact))
      sort()
    }
  }
  return endByReuse(lives)
}

const newLife = (fact: FactRow): Life => ({
  id: null,
  started: null,
  ended: null,
  first: fact.ts,
  last: fact.last,
  owner: fact.owner,
  owner_rank: fact.owner_rank,
  changed: false,
})

const takeOwner = (life: Life, fact: FactRow): void => {
  if (fact.owner === 0 || fact.owner_rank <= life.owner_rank) return
  life.owner = fact.owner
  life.owner_rank = fact.owner_rank
  life.changed = true
}

/** The last process that had begun by then and had not ended. */
const aliveAt = (lives: readonly Life[], ts: number): Life | undefined =>
  lives.findLast(
    (life) =>
      life.first <= ts + sameBeginningUs &&
      (life.ended === null || life.ended >= ts - sameBeginningUs),
  )

const beginsBetween = (lives: readonly Life[], life: Life, until: number): boolean =>
  lives.some((other) => other !== life && other.first > life.first && other.first < until)

/** A pid is given again only after its process ended. */
const endByReuse = (lives: readonly Life[]): readonly Life[] => {
  lives.forEach((life, i) => {
    const next = lives[i + 1]
    if (life.id === null && life.ended === null && next && next.first > life.last)
      life.ended = next.first
  })
  return lives
}
