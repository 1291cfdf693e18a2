import { foldCase, type IdentityMention, type IdentityRole } from '../event.ts'
import type { Prefix } from './mapping.ts'
import { firstText, isNothing, type Value } from './record.ts'

/** An account as an event names it; at least one of name and sid is there. */
export interface Account {
  readonly name: string | null
  readonly domain: string | null
  readonly sid: string | null
}

type Data = ReadonlyMap<string, Value | undefined>

/** Windows' own words for nobody. S-1-0-0 is the null SID, S-1-5-7 the anonymous logon. */
const nobodyNames = new Set(['anonymous logon'])
const nobodySids = new Set(['S-1-0-0', 'S-1-5-7'])

const sidPattern = /^S-\d+(-\d+)+$/i
const realText = (text: string): string | null => (isNothing(text) ? null : text.trim())

/** Puts an account together; null when it is nobody. A SID standing in for a name is read as the SID. */
export const accountFrom = (name: string, domain: string, sid: string): Account | null => {
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
export const accountIn = (data: Data, prefix: Prefix): Account | null =>
  accountFrom(
    firstText(data.get(`${prefix}UserName`)),
    firstText(data.get(`${prefix}DomainName`)),
    firstText(
      data.get(`${prefix}UserSid`) ?? (prefix === 'Target' ? data.get('TargetSid') : undefined),
    ),
  )

/** A member of a group event: a SID and a distinguished name, whose first CN is the name. */
export const memberIn = (data: Data): Account | null => {
  const named = firstText(data.get('MemberName'))
  const common = /^CN=((?:\\.|[^,\\])+)/i.exec(named)?.[1]
  return accountFrom(
    common ?? (named.includes('=') ? '' : named),
    '',
    firstText(data.get('MemberSid')),
  )
}

export const mention = (role: IdentityRole, account: Account): IdentityMention => ({
  role,
  ...account,
})
