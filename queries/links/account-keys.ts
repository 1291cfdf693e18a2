import { foldCase, type IdentityMention, type LogEvent } from '../event.ts'
import type { OpenKeys } from './open-keys.ts'

/** The built-in service accounts: everything on a machine is theirs. */
const serviceSids = new Set(['S-1-5-18', 'S-1-5-19', 'S-1-5-20'])
const serviceNames = new Set(['system', 'local service', 'network service'])

const nameOf = (mention: IdentityMention): string | undefined => {
  if (mention.sid !== null && serviceSids.has(mention.sid)) return undefined
  if (mention.name === null) return undefined
  const name = foldCase(mention.name)
  // Machine accounts, and the desktop's own accounts (DWM-1, UMFD-0), are no person's.
  return serviceNames.has(name) || name.endsWith('$') || /^(dwm|umfd)-\d+$/.test(name)
    ? undefined
    : name
}

/** The accounts an event names, by name: one person's domain account has many spellings of its domain. */
export const accountKeys = (keys: OpenKeys, event: LogEvent): void => {
  for (const mention of event.identities) {
    const name = nameOf(mention)
    if (name === undefined || mention.name === null) continue
    const field = mention.role === 'target' ? 'user.target.name' : 'user.name'
    keys.add('identity', name, { [field]: mention.name })
    if (event.kind === 'logon') keys.add('identity-anywhere', name, { [field]: mention.name })
  }
}
