import type { EventKind } from '../event.ts'
import type { Decode } from './decode.ts'

/** One ECS field, how its value is read, and the Windows names it is read from: the first that is there. */
export type FieldRule = readonly [field: string, how: Decode, ...from: readonly string[]]

/**
 * Where the rendered message holds a value that the collector did not write as a field of its own:
 * `Section|Label`, a plain label, or a pattern whose first group is the value.
 */
export type MessageRule = readonly [name: string, ...from: readonly (string | RegExp)[]]

/** The two accounts of a Windows event: fields `SubjectUserName` … and `TargetUserName` …. */
export type Prefix = 'Subject' | 'Target'

/** What one kind of event means, as data. */
export interface EventMapping {
  readonly kind: EventKind
  /** ECS `event.action`: what happened. */
  readonly action: string
  readonly fields: readonly FieldRule[]
  /**
   * Which account becomes `user.*` and `winlog.logon.id`: who acts, or whom the session or process that
   * begins runs as. The first that names somebody.
   */
  readonly who?: readonly Prefix[]
  /** Looked for in the message text when they are not there as fields. */
  readonly message?: readonly MessageRule[]
  /** Hashes of the form `SHA256=…,MD5=…`, and the ECS object they belong to. */
  readonly hashes?: readonly [name: string, object: 'process' | 'dll' | 'file']
  /** Account texts of the form `DOMAIN\user`, and the ECS object they are split into. */
  readonly accounts?: readonly (readonly [object: 'user' | 'user.target', name: string])[]
  /** The provider runs inside the process it reports on, so the header pid is the actor (PowerShell only). */
  readonly writerIsActor?: true
  /** The account named as target is a group: its members are the accounts. */
  readonly targetIsGroup?: true
}

export const rules = (...parts: readonly (readonly FieldRule[])[]): readonly FieldRule[] =>
  parts.flat()
