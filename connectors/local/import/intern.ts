import { foldCase, type IdentityMention } from '#queries/event.ts'
import type { StoreDatabase } from '../database.ts'
import { hash53 } from '../key-hash.ts'
import { openPersons } from './persons.ts'

/** Numbers for things that recur, looked up in the store once and then remembered. */
export interface Interner {
  text(value: string): number
  asset(key: string, label: string): number
  assetAlias(asset: number, kind: 'name' | 'ip', alias: string, ts: number): void
  logSource(channel: string, code: string): number
  identity(mention: IdentityMention): number
  /** The number of a set of identities; 0 for the empty set. */
  identitySet(members: readonly number[]): number
  members(set: number): readonly number[]
  /** Writes what was only gathered in memory. */
  flush(): void
}

/** Above this many entries a cache starts anew: the store remembers. */
const cacheSize = 200_000

const createCache = <V>() => {
  const map = new Map<string, V>()
  return (key: string, make: () => V): V => {
    const known = map.get(key)
    if (known !== undefined) return known
    const made = make()
    if (map.size >= cacheSize) map.clear()
    map.set(key, made)
    return made
  }
}

interface Id {
  readonly id: number
}

export const openInterner = (db: StoreDatabase): Interner => {
  const texts = createCache<number>()
  const assets = createCache<number>()
  const sources = createCache<number>()
  const identities = createCache<number>()
  const sets = createCache<number>()
  const setMembers = createCache<readonly number[]>()
  const aliases = new Map<string, { asset: number; kind: string; alias: string; ts: number }>()
  const persons = openPersons(db)

  const find = {
    text: db.prepare<[number, string], Id>('SELECT id FROM text WHERE h = ? AND value = ?'),
    asset: db.prepare<[string], Id>('SELECT id FROM asset WHERE key = ?'),
    source: db.prepare<[string, string], Id>(
      'SELECT id FROM log_source WHERE folded = ? AND code = ?',
    ),
    identity: db.prepare<[string, string, string], Id>(
      'SELECT id FROM identity WHERE name = ? AND domain = ? AND sid = ?',
    ),
    set: db.prepare<[string], Id>('SELECT id FROM identity_set WHERE members = ?'),
    members: db.prepare<[number], { members: string }>(
      'SELECT members FROM identity_set WHERE id = ?',
    ),
  }
  const add = {
    text: db.prepare('INSERT INTO text (value, h) VALUES (?, ?)'),
    asset: db.prepare('INSERT INTO asset (key, label) VALUES (?, ?)'),
    source: db.prepare('INSERT INTO log_source (channel, code, folded) VALUES (?, ?, ?)'),
    identity: db.prepare(
      'INSERT INTO identity (name, domain, sid, label, person) VALUES (?, ?, ?, ?, 0)',
    ),
    set: db.prepare('INSERT INTO identity_set (members) VALUES (?)'),
    member: db.prepare('INSERT INTO identity_set_member VALUES (?, ?)'),
    alias: db.prepare(`INSERT INTO asset_alias VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET last = max(last, excluded.last)`),
  }

  return {
    text: (value) =>
      texts(value, () => {
        const h = hash53(value)
        return find.text.get(h, value)?.id ?? Number(add.text.run(value, h).lastInsertRowid)
      }),
    asset: (key, label) =>
      assets(
        key,
        () => find.asset.get(key)?.id ?? Number(add.asset.run(key, label).lastInsertRowid),
      ),
    assetAlias(asset, kind, alias, ts) {
      const key = `${asset} ${kind} ${alias}`
      const known = aliases.get(key)
      if (!known) aliases.set(key, { asset, kind, alias, ts })
      else if (ts > known.ts) known.ts = ts
    },
    logSource: (channel, code) =>
      sources(`${code}\u0000${channel}`, () => {
        const folded = foldCase(channel)
        return (
          find.source.get(folded, code)?.id ??
          Number(add.source.run(channel, code, folded).lastInsertRowid)
        )
      }),
    identity({ name, domain, sid }) {
      const row = {
        name: foldCase(name ?? ''),
        domain: foldCase(domain ?? ''),
        sid: (sid ?? '').toUpperCase(),
      }
      return identities(`${row.domain}\\${row.name}\u0000${row.sid}`, () => {
        const known = find.identity.get(row.name, row.domain, row.sid)?.id
        if (known !== undefined) return known
        const label = name === null ? (sid ?? '') : domain === null ? name : `${domain}\\${name}`
        const id = Number(add.identity.run(row.name, row.domain, row.sid, label).lastInsertRowid)
        persons.add(id, row)
        return id
      })
    },
    identitySet(members) {
      if (members.length === 0) return 0
      const sorted = [...new Set(members)].sort((a, b) => a - b)
      const text = JSON.stringify(sorted)
      return sets(text, () => {
        const known = find.set.get(text)?.id
        if (known !== undefined) return known
        const id = Number(add.set.run(text).lastInsertRowid)
        for (const member of sorted) add.member.run(member, id)
        return id
      })
    },
    members: (set) =>
      setMembers(String(set), () => {
        const parsed: unknown = JSON.parse(find.members.get(set)?.members ?? '[]')
        return Array.isArray(parsed) ? parsed.map(Number) : []
      }),
    flush() {
      for (const { asset, kind, alias, ts } of aliases.values())
        add.alias.run(asset, kind, alias, ts)
      aliases.clear()
    },
  }
}
