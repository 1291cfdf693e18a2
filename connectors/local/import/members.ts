import { AppError } from '#queries/errors.ts'
import { detect, type LogFormat } from './detect.ts'
import type { ImportLimits } from './limits.ts'
import { type CountBytes, type OpenFile, readBytes } from './open-file.ts'
import type { SkippedMember } from './results.ts'
import {
  type Chunks,
  createUnpackGuard,
  damaged,
  peek,
  unpack,
  type UnpackGuard,
} from './unpack.ts'
import { tarMembers } from './tar.ts'
import { zipMembers } from './zip.ts'

/** One log to read: a plain file or one entry of an archive. */
export interface Member {
  readonly kind: 'log'
  /** `file`, or `archive!member`. */
  readonly name: string
  readonly format: LogFormat
  /** To be read at once, or not at all: the next member can only be asked for after it. */
  readonly chunks: Chunks
}

export interface Skipped extends SkippedMember {
  readonly kind: 'skipped'
}

/** Something to know about the file as a whole. */
export interface FileNote {
  readonly kind: 'note'
  readonly text: string
}

export type MemberOrNote = Member | Skipped | FileNote

/**
 * Everything in a file, in its own order: twice the same file gives twice the same list. The kind of a
 * member is told by its first bytes. Throws `not_a_log`, `damaged_file` or `too_large` for the file as a whole.
 */
export async function* readMembers(
  file: OpenFile,
  limits: ImportLimits,
  countOnDisk: CountBytes,
): AsyncGenerator<MemberOrNote> {
  let packed = 0
  const count: CountBytes = (bytes) => {
    packed += bytes
    countOnDisk(bytes)
  }
  const guard = createUnpackGuard(file.name, limits, () => packed)
  try {
    yield* topLevel(file, limits, count, guard)
  } catch (error) {
    throw damaged(error, file.name)
  }
}

async function* topLevel(
  file: OpenFile,
  limits: ImportLimits,
  count: CountBytes,
  guard: UnpackGuard,
): AsyncGenerator<MemberOrNote> {
  const { head } = await peek(readBytes(file, 0, 4096, () => undefined, false))
  const found = detect(head)
  const whole = (reuse: boolean): Chunks => readBytes(file, 0, file.size, count, reuse)
  switch (found.kind) {
    case 'empty':
      throw notALog(file.name, 'is empty')
    case 'other':
      throw notALog(file.name, `looks like ${found.looksLike}`)
    case 'log':
      yield { kind: 'log', name: file.name, format: found.format, chunks: whole(true) }
      return
    case 'container':
      if (found.container === 'zip') yield* fromZip(file, limits, count, guard)
      else if (found.container === 'tar') yield* fromTar(file.name, whole(false), limits, guard)
      else yield* fromGzip(file.name, whole(false), limits, guard)
  }
}

async function* fromGzip(
  name: string,
  packed: Chunks,
  limits: ImportLimits,
  guard: UnpackGuard,
): AsyncGenerator<MemberOrNote> {
  const inner = await peek(unpack(packed, 'gzip'))
  const found = detect(inner.head)
  if (found.kind === 'container' && found.container === 'tar') {
    yield* fromTar(name, inner.chunks, limits, guard)
    return
  }
  yield* memberOf(name, guard(inner.chunks), true)
}

async function* fromZip(
  file: OpenFile,
  limits: ImportLimits,
  count: CountBytes,
  guard: UnpackGuard,
): AsyncGenerator<MemberOrNote> {
  for await (const member of zipMembers(file, limits.members, count)) {
    const name = `${file.name}!${member.name}`
    const reason = junkReason(member.name, member.isFolder)
    if (reason !== null) yield skipped(name, reason, false)
    else if (member.refusal !== null) yield skipped(name, member.refusal, true)
    else yield* memberOf(name, guard(member.read()), false)
  }
}

async function* fromTar(
  name: string,
  bytes: Chunks,
  limits: ImportLimits,
  guard: UnpackGuard,
): AsyncGenerator<MemberOrNote> {
  let isCut = false
  const onCut = (): void => {
    isCut = true
  }
  for await (const member of tarMembers(name, bytes, limits.members, onCut)) {
    const label = `${name}!${member.name}`
    const reason =
      junkReason(member.name, member.isFolder) ?? (member.isFile ? null : 'it is a link or device')
    if (reason === null) yield* memberOf(label, guard(member.chunks), false)
    else yield skipped(label, reason, false)
  }
  if (isCut)
    yield {
      kind: 'note',
      text: 'the archive is cut behind its last member: its checksum is missing',
    }
}

/** A member by its content; a gzip inside an archive is unpacked, anything deeper is not. */
async function* memberOf(
  name: string,
  bytes: Chunks,
  isUnpacked: boolean,
): AsyncGenerator<MemberOrNote> {
  const { head, chunks } = await peek(bytes)
  const found = detect(head)
  if (found.kind === 'log') {
    yield { kind: 'log', name, format: found.format, chunks }
    return
  }
  if (found.kind === 'container' && found.container === 'gzip' && !isUnpacked) {
    yield* memberOf(name, unpack(owned(chunks), 'gzip'), true)
    return
  }
  const reason =
    found.kind === 'container'
      ? 'it is an archive inside an archive'
      : found.kind === 'empty'
        ? 'it is empty'
        : `it looks like ${found.looksLike}`
  yield skipped(name, reason, found.kind === 'container')
}

/** Pieces copied, because what unpacks them works on while the next is read. */
async function* owned(chunks: Chunks): AsyncGenerator<Buffer> {
  for await (const piece of chunks) yield Buffer.from(piece)
}

const skipped = (name: string, reason: string, refused: boolean): Skipped => ({
  kind: 'skipped',
  name,
  reason,
  refused,
})

/** What macOS adds to archives, and folders. */
const junkReason = (name: string, isFolder: boolean): string | null => {
  const parts = name.split(/[/\\]/)
  if (parts.includes('__MACOSX')) return 'it is a copy of file attributes that macOS adds'
  if ((parts.at(-1) ?? '').startsWith('._'))
    return 'it is a copy of file attributes that macOS adds'
  return isFolder ? 'it is a folder' : null
}

export const notALog = (name: string, why: string): AppError =>
  new AppError('not_a_log', `${name} ${why}; no log was found in it.`, {
    where: name,
    next: 'Read are: JSON lines and JSON arrays of events, and EVTX, plain or in .gz, .zip, .tar, .tar.gz.',
  })
