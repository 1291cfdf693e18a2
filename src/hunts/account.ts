import type { IdentityMention, IdentityRole, LogEvent } from '#queries/event.ts'

/** `DOMAIN\user`, the bare name, or the SID where the log gives no name; `''` for none of them. */
const accountLabel = (mention: IdentityMention): string => {
  if (mention.name === null) return mention.sid ?? ''
  return mention.domain === null ? mention.name : `${mention.domain}\\${mention.name}`
}

/** A logon is about who came in; all else about who acted. */
const acting: readonly IdentityRole[] = ['process', 'subject', 'target']
const arriving: readonly IdentityRole[] = ['target', 'subject', 'process']

/** The account an event is shown with, among those it names itself; `''` when it names none. */
export const accountOf = (event: Pick<LogEvent, 'kind' | 'identities'>): string => {
  const order = event.kind === 'logon' ? arriving : acting
  const [first] = event.identities.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
  return first ? accountLabel(first) : ''
}
