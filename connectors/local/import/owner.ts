import { foldCase, type IdentityMention } from '#queries/event.ts'

/** How surely an account owns a process; a surer one replaces a less sure one. */
export const ownerRanks = { none: 0, subject: 1, service: 2, process: 3, creation: 4 } as const
export type OwnerRank = (typeof ownerRanks)[keyof typeof ownerRanks]

export interface Owner {
  readonly mention: IdentityMention
  readonly rank: OwnerRank
}

/** S-1-5-18, -19, -20: the system and its two services. */
const serviceSid = /^S-1-5-(18|19|20)$/i

/** An account that people cannot log on with: a process of theirs may borrow a user, never the reverse. */
const isService = ({ name, sid }: IdentityMention): boolean =>
  (sid !== null && serviceSid.test(sid)) || (name !== null && name.endsWith('$'))

/**
 * The account that owns the process an event is by, as far as this event tells. A creation names it as
 * the user of the new process (4688: the target where there is one); other events as process user or subject.
 */
export const ownerOf = (
  identities: readonly IdentityMention[],
  action: string | undefined,
): Owner | null => {
  if (identities.length === 0) return null
  const process = identities.find((m) => m.role === 'process')
  const subject = identities.find((m) => m.role === 'subject')
  if (action === 'process-start') {
    const target = identities.find((m) => m.role === 'target')
    const mention = process ?? (isNamed(target) ? target : undefined) ?? subject
    return mention ? { mention, rank: ownerRanks.creation } : null
  }
  if (process) return { mention: process, rank: ownerRanks.process }
  if (!subject) return null
  return { mention: subject, rank: isService(subject) ? ownerRanks.service : ownerRanks.subject }
}

const isNamed = (mention: IdentityMention | undefined): boolean =>
  mention?.name !== undefined && mention.name !== null && foldCase(mention.name) !== '-'
