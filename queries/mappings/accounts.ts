import { foldCase, type IdentityMention, type IdentityRole } from '../event.ts'
import type { Prefix } from './mapping.ts'
import { remember } from '../remember.ts'
import { type EventData, firstText, isNothing } from './record.ts'

/** An account as an event names it; at least one of name and sid is there. */
export interface Account {
  readonly name: string | null
  readonly domain: string | null
  readonly sid: string | null
}

/** Windows' own words for nobody. S-1-0-0 is the null SID, S-1-5-7 the anonymous logon. */
const nobodyNames = new Set(['anonymous logon'])
const nobodySids = new Set(['S-1-0-0', 'S-1-5-7'])

const sidPattern = /^S-\d+(-\d+)+$/i
const realText = (text: string): string | null => (isNothing(text) ? null : text.trim())

/**
 * Puts an account together; null when it is nobody. A SID standing in for a name is read as the SID. A log
 * names few accounts often: the same texts give the same object.
 */
export const accountFrom = (name: string, domain: string, sid: string): Account | null =>
  name === '' && sid === ''
    ? null
    : knownAccount(`${name.length} ${domain.length} ${name}${domain}${sid}`)

const knownAccount = remember((texts: string): Account | null => {
  // Lengths stand first, because a hostile log may put any separator into a name.
  const first = texts.indexOf(' ')
  const second = texts.indexOf(' ', first + 1)
  const name = second + 1 + Number(texts.slice(0, first))
  const domain = name + Number(texts.slice(first + 1, second))
  return readAccount(texts.slice(second + 1, name), texts.slice(name, domain), texts.slice(domain))
})

const readAccount = (name: string, domain: string, sid: string): Account | null => {
  const givenSid = realText(sid)
  const parts = splitAccount(name)
  const inName = parts.name !== null && sidPattern.test(parts.name) ? parts.name : null
  const realName = inName === null ? parts.name : null
  if (realName !== null && nobodyNames.has(foldCase(realName))) return null
  const rawSid = givenSid ?? inName
  const realSid =
    rawSid === null || !sidPattern.test(rawSid) || nobodySids.has(rawSid.toUpperCase())
      ? null
      : rawSid
  if (realName === null && realSid === null) return null
  return { name: realName, domain: realText(domain) ?? parts.domain, sid: realSid }
}

/** `DOMAIN\user`, `user@realm` or `user`. The last `\` counts: a domain never holds one. */
export const splitAccount = (text: string): { name: string | null; domain: string | null } => {
  const trimmed = text.trim()
  const slash = trimmed.lastIndexOf('\\')
  if (slash >= 0) {
    return { name: realText(trimmed.slice(slash + 1)), domain: realText(trimmed.slice(0, slash)) }
  }
  const at = trimmed.lastIndexOf('@')
  if (at > 0)
    return { name: realText(trimmed.slice(0, at)), domain: realText(trimmed.slice(at + 1)) }
  return { name: realText(trimmed), domain: null }
}

/** The account that stands in `SubjectUserName`, `SubjectDomainName`, `SubjectUserSid`, or the same of Target. */
export const accountIn = (data: EventData, prefix: Prefix): Account | null =>
  prefix === 'Subject'
    ? accountFrom(
        firstText(data.get('SubjectUserName')),
        firstText(data.get('SubjectDomainName')),
        firstText(data.get('SubjectUserSid')),
      )
    : accountFrom(
        firstText(data.get('TargetUserName')),
        firstText(data.get('TargetDomainName')),
        firstText(data.get('TargetUserSid') ?? data.get('TargetSid')),
      )

/** A member of a group event: a SID and a distinguished name, whose first CN is the name. */
export const memberIn = (data: EventData): Account | null => {
  const named = firstText(data.get('MemberName'))
  const common = /^CN=((?:\\.|[^,\\])+)/i.exec(named)?.[1]
  return accountFrom(
    common ?? (named.includes('=') ? '' : named),
    '',
    firstText(data.get('MemberSid')),
  )
}

const mentions: Readonly<Record<IdentityRole, WeakMap<Account, IdentityMention>>> = {
  subject: new WeakMap(),
  target: new WeakMap(),
  process: new WeakMap(),
}

/** One object for one account in one role. */
export const mention = (role: IdentityRole, account: Account): IdentityMention => {
  const known = mentions[role].get(account)
  if (known !== undefined) return known
  const made = { role, ...account }
  mentions[role].set(account, made)
  return made
}
