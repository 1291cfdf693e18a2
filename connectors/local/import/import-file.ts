import { isAppError, AppError } from '#queries/errors.ts'
import { storeError } from '../database.ts'
import type { ImportLimits } from './limits.ts'
import { notALog, readMembers } from './members.ts'
import { type CountBytes, type OpenFile, openFile } from './open-file.ts'
import type { FileResult, ImportFault, ImportFile, MemberResult, SkippedMember } from './results.ts'
import { type NoLog, type Pause, scanMember, type ScannedMember } from './scan.ts'
import { type StoreWriter, type Tally, writeMember } from './write-member.ts'

/** What an import of several files shares; the store is opened by the first file that holds a log. */
export interface ImportContext {
  readonly limits: ImportLimits
  readonly writer: () => StoreWriter
  /** To be called when writing failed: the next file starts with a new one. */
  readonly dropWriter: () => void
  readonly tally: Tally
  readonly count: CountBytes
  readonly pause: Pause
  readonly step: (step: 'looking' | 'writing', file: string) => void
  readonly storeFile: string
}

type Scanned = ScannedMember | NoLog | (SkippedMember & { readonly skipped: true })

/**
 * Imports one file: a first pass over all its members, in which whatever is wrong with the file shows
 * before anything is written, and a second that writes. Answers a fault instead of throwing it,
 * `cancelled` excepted.
 */
export const importFile = async (
  source: ImportFile,
  context: ImportContext,
): Promise<FileResult> => {
  const members: MemberResult[] = []
  const skipped: SkippedMember[] = []
  let file: OpenFile | undefined
  try {
    file = openFile(source.path, source.name)
    context.step('looking', source.name)
    const scanned = await scanFile(file, context)
    skipped.push(...scanned.flatMap(skippedOf))
    context.step('writing', source.name)
    await writeFile(file, scanned, context, members)
    return { name: source.name, members, skipped, fault: null }
  } catch (error) {
    context.dropWriter()
    const known = storeError(error, context.storeFile)
    if (!isAppError(known)) throw known
    if (known.code === 'cancelled') throw known
    return { name: source.name, members, skipped, fault: faultOf(known) }
  } finally {
    file?.close()
  }
}

const scanFile = async (file: OpenFile, context: ImportContext): Promise<readonly Scanned[]> => {
  const { limits, count, pause } = context
  const scanned: Scanned[] = []
  const notes: string[] = []
  for await (const member of readMembers(file, limits, count)) {
    if (member.kind === 'skipped') scanned.push({ ...member, skipped: true })
    else if (member.kind === 'note') notes.push(member.text)
    else scanned.push(await scanMember(member, limits, pause))
  }
  if (scanned.some((member) => 'sha256' in member))
    return scanned.map((member) => ('sha256' in member ? { ...member, notes } : member))
  throw nothingIn(file.name, scanned)
}

/** The one reason where the file has one member, else what its members were. */
const nothingIn = (name: string, scanned: readonly Scanned[]): AppError => {
  const [only, ...others] = scanned
  if (!only) return notALog(name, 'is an empty archive')
  const why = reasonOf(only)
  if (others.length === 0 && only.name === name) return notALog(name, `is no log: ${why}`)
  return notALog(
    name,
    `holds ${scanned.length === 1 ? 'one member' : `${scanned.length} members`}, none of them a log (${only.name.slice(name.length + 1)}: ${why})`,
  )
}

const reasonOf = (member: Scanned): string =>
  'noLog' in member ? member.noLog : 'skipped' in member ? member.reason : ''

const skippedOf = (member: Scanned): readonly SkippedMember[] => {
  if ('sha256' in member) return []
  if ('noLog' in member) return [{ name: member.name, reason: member.noLog, refused: false }]
  return [{ name: member.name, reason: member.reason, refused: member.refused }]
}

const writeFile = async (
  file: OpenFile,
  scanned: readonly Scanned[],
  context: ImportContext,
  members: MemberResult[],
): Promise<void> => {
  const { limits, count, pause, tally } = context
  const writer = context.writer()
  if (scanned.every((member) => !('sha256' in member) || isWhole(writer, member))) {
    // Nothing of it is new: what the first pass read need not be read again.
    for (const member of scanned)
      if ('sha256' in member)
        members.push(await writeMember(writer, member, nothing(), limits, tally, pause))
    count(file.size)
    return
  }
  let index = 0
  for await (const member of readMembers(file, limits, count)) {
    if (member.kind === 'note') continue
    const found = scanned[index]
    index += 1
    if (!found || found.name !== member.name) throw changed(file.name)
    if (member.kind !== 'log' || !('sha256' in found)) continue
    const result = await writeMember(writer, found, member.chunks, limits, tally, pause)
    for await (const rest of member.chunks) void rest
    members.push(result)
  }
  if (file.changed()) throw changed(file.name)
}

const isWhole = (writer: StoreWriter, member: ScannedMember): boolean =>
  writer.files.find(member)?.state === 'whole'

async function* nothing(): AsyncGenerator<Buffer> {}

const changed = (name: string): AppError =>
  new AppError('conflict', `${name} was changed while it was imported.`, {
    where: name,
    kept: 'The events that were read from it.',
    next: 'Import it again when nothing writes to it any more; what is there already is not added twice.',
  })

export const faultOf = (error: AppError): ImportFault => {
  const { where, next, kept } = error.details
  return {
    code: error.code,
    message: error.message,
    ...(where === undefined ? {} : { where }),
    ...(next === undefined ? {} : { next }),
    ...(kept === undefined ? {} : { kept }),
  }
}
