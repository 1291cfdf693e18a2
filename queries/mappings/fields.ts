import type { EventKind, Fields, IdentityMention, Micros } from '../event.ts'
import { formatInstant } from '../scope.ts'
import { type Account, accountFrom, accountIn, memberIn, mention } from './accounts.ts'
import { decode, logonId } from './decode.ts'
import { derive, hashFields, type OpenFields } from './derive.ts'
import type { EventMapping } from './mapping.ts'
import { readObject, readShare } from './objects.ts'
import { firstText, isNothing, type LogRecord } from './record.ts'

/** Names are few and events many: each prefixed name is built once, as long as there are not absurdly many. */
const dataNames = new Map<string, string>()
const maxNames = 20_000

const dataName = (name: string): string => {
  const known = dataNames.get(name)
  if (known !== undefined) return known
  const made = `winlog.event_data.${name}`
  if (dataNames.size < maxNames) dataNames.set(name, made)
  return made
}

const setAccount = (fields: OpenFields, object: string, account: Account): void => {
  if (account.name !== null) fields[`${object}.name`] = account.name
  if (account.domain !== null) fields[`${object}.domain`] = account.domain
  if (account.sid !== null) fields[`${object}.id`] = account.sid
}

const readMapped = (
  record: LogRecord,
  mapping: EventMapping,
  fields: OpenFields,
  inMessage: Set<string>,
): void => {
  for (const [field, how, ...from] of mapping.fields) {
    for (const name of from) {
      const text = firstText(record.data.get(name))
      if (text === '') continue
      const value = decode(how, text)
      if (value === undefined) continue
      fields[field] = value
      if (record.fromMessage.has(name)) inMessage.add(field)
      break
    }
  }
  if (mapping.writerIsActor && record.headerPid !== undefined && record.headerPid > 0) {
    fields['process.pid'] = record.headerPid
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
    const id = logonId(firstText(record.data.get(`${prefix}LogonId`)))
    if (id === undefined) continue
    fields['winlog.logon.id'] = id
    if (record.fromMessage.has(`${prefix}LogonId`)) inMessage.add('winlog.logon.id')
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
  const of = (object: string): Account | null =>
    accountFrom(
      firstText(fields[`${object}.name`]),
      firstText(fields[`${object}.domain`]),
      firstText(fields[`${object}.id`]),
    )
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
  /** The fields with the header of the event, once host and time are known. */
  readonly fields: (host: string, best: Micros) => Fields
}

/** Reads a record by its mapping: ECS fields, every field of the original, identities. */
export const fieldsOfRecord = (record: LogRecord, mapping: EventMapping): TypedRecord => {
  // No prototype: a document may hold a field named `__proto__`.
  const fields: OpenFields = Object.create(null)
  for (const [name, value] of record.header) fields[name] = value
  for (const [name, value] of record.data) if (value !== undefined) fields[dataName(name)] = value
  if (mapping.action !== '') fields['event.action'] = mapping.action
  const inMessage = new Set([...record.fromMessage].map(dataName))
  readMapped(record, mapping, fields, inMessage)
  if (record.code === '5145') readShare(record, fields)
  const objectKind = readObject(record, fields)
  const identities = readAccounts(record, mapping, fields, inMessage)
  derive(fields)
  return {
    kind: objectKind && mapping.kind === 'access' ? objectKind : kindOf(mapping, fields),
    identities,
    fromMessage: [...inMessage],
    fields: (host, best) => {
      fields['@timestamp'] = formatInstant(best)
      fields['host.name'] = host
      if (record.code !== '') fields['event.code'] = record.code
      if (record.provider !== '') fields['event.provider'] = record.provider
      if (record.channel !== '') {
        fields[record.isWindows ? 'winlog.channel' : 'event.dataset'] = record.channel
      }
      if (record.recordId !== '') {
        fields[record.isWindows ? 'winlog.record_id' : 'event.id'] = record.recordId
      }
      if (record.headerPid !== undefined) fields['winlog.process.pid'] = record.headerPid
      if (!isNothing(record.message)) fields['message'] = record.message
      return fields
    },
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
  const category = firstText(fields['event.category'])
  return Object.hasOwn(categoryKinds, category) ? (categoryKinds[category] ?? 'other') : 'other'
}
