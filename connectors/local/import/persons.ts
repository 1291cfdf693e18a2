import { foldDomain } from '#queries/fold-domain.ts'
import type { StoreDatabase } from '../database.ts'

interface Spelling {
  readonly name: string
  readonly domain: string
  readonly sid: string
}

/** Accounts that a domain or machine made; the short well-known SIDs are the same on every machine. */
const isAccountSid = (sid: string): boolean => sid.startsWith('S-1-5-21-')

/** Machine accounts and well-known SIDs never stand for one another: one is many things on many hosts. */
const mayAlias = ({ name, sid }: Spelling): boolean =>
  !name.endsWith('$') && (sid === '' || isAccountSid(sid))

/**
 * Folds spellings of one account into one person: the same S-1-5-21 SID, or the same name in the same
 * domain. A spelling that has both joins what was two.
 */
export const openPersons = (db: StoreDatabase) => {
  const setPerson = db.prepare('UPDATE identity SET person = ? WHERE id = ?')
  const merge = db.prepare('UPDATE identity SET person = ? WHERE person = ?')
  const bySid = db.prepare<[string], { person: number }>(
    'SELECT person FROM identity WHERE sid = ? AND person <> 0 LIMIT 1',
  )
  const byName = db.prepare<
    [string],
    { person: number; domain: string; name: string; sid: string }
  >('SELECT person, domain, name, sid FROM identity WHERE name = ? AND person <> 0')

  const same = (spelling: Spelling): readonly number[] => {
    const found: number[] = []
    if (!mayAlias(spelling)) return found
    if (isAccountSid(spelling.sid)) {
      const row = bySid.get(spelling.sid)
      if (row) found.push(row.person)
    }
    const domain = foldDomain(spelling.domain)
    if (spelling.name === '' || domain === null) return found
    for (const row of byName.all(spelling.name))
      if (mayAlias(row) && foldDomain(row.domain) === domain) found.push(row.person)
    return found
  }

  return {
    /** To be called once for each new spelling, after its row was made with person 0. */
    add(id: number, spelling: Spelling): void {
      const persons = [...new Set(same(spelling))].sort((a, b) => a - b)
      const [person = id, ...others] = persons
      setPerson.run(person, id)
      for (const other of others) merge.run(person, other)
    },
  }
}
