import type { EventKind, IdentityMention } from '../event.ts'
import { type Account, accountFrom, accountIn, memberIn, mention } from './accounts.ts'
import { dataName } from './data-names.ts'
import { decode, logonId } from './decode.ts'
import { derive, hashFields, OpenFields } from './derive.ts'
import type { EventMapping } from './mapping.ts'
import { readObject, readShare } from './objects.ts'
import { firstText, type LogRecord, type Value } from './record.ts'

type AccountObject = 'user' | 'user.target'

const objectNames: Readonly<Record<AccountObject, Readonly<Record<keyof Account, string>>>> = {
  user: { name: 'user.name', domain: 'user.domain', sid: 'user.id' },
  'user.target': { name: 'user.target.name', domain: 'user.target.domain', sid: 'user.target.id' },
}

const setAccount = (fields: OpenFields, object: AccountObject, account: Account): void => {
  const { name, domain, sid } = objectNames[object]
  if (account.name !== null) fields.set(name, account.name)
  if (account.domain !== null) fields.set(domain, account.domain)
  if (account.sid !== null) fields.set(sid, account.sid)
}

const readMapped = (
  record: LogRecord,
  mapping: EventMapping,
  fields: OpenFields,
  inMessage: Set<string>,
): void => {
  for (const rule of mapping.fields) {
    const [field, how] = rule
    for (let i = 2; i < rule.length; i += 1) {
      const name = rule[i] ?? ''
      const text = firstText(record.data.get(name))
      if (text === '') continue
      const value = decode(how, text)
      if (value === undefined) continue
      fields.set(field, value)
      if (record.fromMessage.has(name)) inMessage.add(field)
      break
    }
  }
  if (mapping.writerIsActor && record.headerPid !== undefined && record.headerPid > 0) {
    fields.set('process.pid', record.headerPid)
  }
  if (mapping.hashes) {
    const text = firstText(record.data.get(mapping.hashes[0]))
    if (text !== '') hashFields(fields, mapping.hashes[1], text)
  }
}

/** The accounts an event names, and the fields they stand in (DESIGN §4.3). */
const readAccounts = (
  record: LogRecord,
  mapping: EventMapping,
  fields: OpenFields,
  inMessage: Set<string>,
): readonly IdentityMention[] => {
  const mentions: IdentityMention[] = []
  const subject = accountIn(record.data, 'Subject')
  const target = mapping.targetIsGroup ? memberIn(record.data) : accountIn(record.data, 'Target')
  if (subject) mentions.push(mention('subject', subject))
  if (target) {
    mentions.push(mention('target', target))
    setAccount(fields, 'user.target', target)
  }
  for (const prefix of mapping.who ?? []) {
    const account = prefix === 'Subject' ? subject : target
    if (!account) continue
    setAccount(fields, 'user', account)
    break
  }
  for (const prefix of mapping.who ?? []) {
    const name = prefix === 'Subject' ? 'SubjectLogonId' : 'TargetLogonId'
    const id = logonId(firstText(record.data.get(name)))
    if (id === undefined) continue
    fields.set('winlog.logon.id', id)
    if (record.fromMessage.has(name)) inMessage.add('winlog.logon.id')
    break
  }
  for (const [object, name] of mapping.accounts ?? []) {
    const account = accountFrom(firstText(record.data.get(name)), '', '')
    if (!account) continue
    setAccount(fields, object, account)
    mentions.push(mention(object === 'user' ? 'process' : 'target', account))
  }
  if (mentions.length === 0) mentions.push(...fieldAccounts(fields))
  return mentions
}

/** Events whose accounts stand in ECS fields already, by mapping or from an ECS document. */
const fieldAccounts = (fields: OpenFields): readonly IdentityMention[] => {
  const of = (object: AccountObject): Account | null => {
    const { name, domain, sid } = objectNames[object]
    return accountFrom(
      firstText(fields.get(name)),
      firstText(fields.get(domain)),
      firstText(fields.get(sid)),
    )
  }
  const user = of('user')
  const target = of('user.target')
  return [
    ...(user ? [mention('subject', user)] : []),
    ...(target ? [mention('target', target)] : []),
  ]
}

export interface TypedRecord {
  readonly kind: EventKind
  readonly identities: readonly IdentityMention[]
  /** Names of fields that were read from the message text. */
  readonly fromMessage: readonly string[]
  /** The ECS fields that the mapping and what follows from it give. */
  readonly own: ReadonlyMap<string, Value>
}

const none: readonly string[] = []

/** Reads a record by its mapping: ECS fields and identities. */
export const fieldsOfRecord = (record: LogRecord, mapping: EventMapping): TypedRecord => {
  const fields = new OpenFields(record.header)
  if (mapping.action !== '') fields.set('event.action', mapping.action)
  const inMessage = new Set<string>()
  for (const name of record.fromMessage) inMessage.add(dataName(name))
  readMapped(record, mapping, fields, inMessage)
  if (record.code === '5145') readShare(record, fields)
  const objectKind = readObject(record, fields)
  const identities = readAccounts(record, mapping, fields, inMessage)
  derive(fields, record.data)
  return {
    kind: objectKind && mapping.kind === 'access' ? objectKind : kindOf(mapping, fields),
    identities,
    fromMessage: inMessage.size === 0 ? none : [...inMessage],
    own: fields.own,
  }
}

/** ECS categories of documents that come in ECS, and the kind each is drawn as. */
const categoryKinds: Readonly<Record<string, EventKind>> = {
  process: 'process',
  library: 'module',
  driver: 'module',
  network: 'network',
  authentication: 'logon',
  session: 'logon',
  iam: 'logon',
  file: 'file',
  registry: 'registry',
  configuration: 'control',
}

const kindOf = (mapping: EventMapping, fields: OpenFields): EventKind => {
  if (mapping.kind !== 'other') return mapping.kind
  const category = firstText(fields.get('event.category'))
  return Object.hasOwn(categoryKinds, category) ? (categoryKinds[category] ?? 'other') : 'other'
}
