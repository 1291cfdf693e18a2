import type { StoreDatabase } from '../database.ts'

/** Whether an event is in the store already, or has been seen earlier in this import. */
export interface Dedupe {
  /** True the first time a digest (16 bytes) comes by. */
  isNew(digest: Buffer): boolean
  /** To be called when the batch at hand has been committed. */
  committed(): void
}

/** With the index on digests in place the store is asked; without it all digests are held in memory. */
export const openDedupe = (db: StoreDatabase): Dedupe =>
  hasDigestIndex(db) ? askStore(db) : holdAll(db)

const hasDigestIndex = (db: StoreDatabase): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'ev_digest'").get() !== undefined

const askStore = (db: StoreDatabase): Dedupe => {
  const find = db.prepare<[Buffer], unknown>('SELECT 1 FROM ev WHERE digest = ?')
  let batch = createSet64()
  return {
    isNew: (digest) => find.get(digest) === undefined && addDigest(batch, digest),
    committed: () => {
      batch = createSet64()
    },
  }
}

const holdAll = (db: StoreDatabase): Dedupe => {
  const set = createSet64()
  for (const { digest } of db.prepare<[], { digest: Buffer }>('SELECT digest FROM ev').iterate())
    addDigest(set, digest)
  return { isNew: (digest) => addDigest(set, digest), committed: () => undefined }
}

type Set64 = ReturnType<typeof createSet64>

/**
 * True when the digest was not there. 64 bits of it are held: at 5 million events two differ in the rest
 * about once in a million imports.
 */
export const addDigest = (set: Set64, digest: Buffer): boolean =>
  set.add(digest.readUInt32BE(0), digest.readUInt32BE(4))

/** A set of 64-bit values in one typed array, open addressing: 8 bytes a slot, at most 60 % full. */
export const createSet64 = () => {
  let slots = 1 << 16
  let table = new Uint32Array(slots * 2)
  let size = 0

  const insert = (high: number, low: number): boolean => {
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & (slots - 1)
    for (;;) {
      const a = table[slot * 2] ?? 0
      const b = table[slot * 2 + 1] ?? 0
      if (a === 0 && b === 0) break
      if (a === high && b === low) return false
      slot = (slot + 1) & (slots - 1)
    }
    table[slot * 2] = high
    table[slot * 2 + 1] = low
    return true
  }

  const grow = (): void => {
    const old = table
    slots *= 2
    table = new Uint32Array(slots * 2)
    for (let i = 0; i < old.length; i += 2) {
      const high = old[i] ?? 0
      const low = old[i + 1] ?? 0
      if (high !== 0 || low !== 0) insert(high, low)
    }
  }

  return {
    /** True when the value was not there. Both zero, which marks an empty slot, is taken as (0, 1). */
    add(high: number, low: number): boolean {
      if (size >= slots * 0.6) grow()
      const isNew = insert(high, high === 0 && low === 0 ? 1 : low)
      if (isNew) size += 1
      return isNew
    },
    get size() {
      return size
    },
  }
}
