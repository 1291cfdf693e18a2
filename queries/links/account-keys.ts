import { foldCase, type IdentityMention } from '../event.ts'
import { remember } from '../remember.ts'
import type { KeyPart, KeySink, KeySource } from './open-keys.ts'

/** The built-in service accounts: everything on a machine is theirs. */
const serviceSids = new Set(['S-1-5-18', 'S-1-5-19', 'S-1-5-20'])
const serviceNames = new Set(['system', 'local service', 'network service'])

/** An account's name as a key; undefined for machines, and for the desktop's own accounts (DWM-1, UMFD-0). */
const personIn = remember((written: string): string | undefined => {
  const name = foldCase(written)
  return serviceNames.has(name) || name.endsWith('$') || /^(dwm|umfd)-\d+$/.test(name)
    ? undefined
    : name
})

const nameOf = ({ name, sid }: IdentityMention): string | undefined =>
  name === null || (sid !== null && serviceSids.has(sid)) ? undefined : personIn(name)

const give = (event: KeySource, keys: KeySink): void => {
  for (const mention of event.identities) {
    const name = nameOf(mention)
    if (name === undefined || mention.name === null) continue
    const field = mention.role === 'target' ? 'user.target.name' : 'user.name'
    keys.add('identity', name, field, mention.name)
    if (event.kind === 'logon') keys.add('identity-anywhere', name, field, mention.name)
  }
}

/** The accounts an event names, by name: one person's domain account has many spellings of its domain. */
export const accountKeys: KeyPart = { needs: [], give }
