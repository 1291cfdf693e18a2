import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, isAppError } from '#queries/errors.ts'
import { formatBytes } from '#views/format.ts'
import type { Limits } from '../config.ts'
import { boundaryOf, readMultipart } from './multipart.ts'

/** One uploaded file: where its bytes stand, and the name it came with, which is never a path of ours. */
export interface SpooledFile {
  readonly path: string
  readonly name: string
  readonly bytes: number
}

export interface Upload {
  /** The folder that holds the files; whoever takes the upload over removes it in the end. */
  readonly folder: string
  readonly fields: ReadonlyMap<string, string>
  readonly files: readonly SpooledFile[]
}

const fieldLimit = 64_000

/** The last part of a name a browser sends; some send a whole path of the hunter's machine. */
const baseName = (name: string): string => name.split(/[\\/]/).at(-1)?.slice(0, 255) || 'unnamed'

/**
 * Streams an uploaded form to files, so that it is never in memory and can be read twice. Throws
 * `too_large`, `invalid_request` or `source_full`; then nothing of it stays behind. `check` sees the fields
 * that stand before the first file and may throw before a long upload is taken for nothing.
 */
export const spoolUpload = async (
  request: Request,
  spoolDir: string,
  limits: Limits,
  check: (fields: ReadonlyMap<string, string>) => void = () => undefined,
): Promise<Upload> => {
  const boundary = boundaryOf(request.headers.get('Content-Type') ?? '')
  if (boundary === null || request.body === null) {
    throw new AppError('invalid_request', 'Files are sent as a form of type multipart/form-data.')
  }
  refuseAnnounced(request, limits)
  const folder = join(spoolDir, `upload-${process.pid}-${randomBytes(8).toString('hex')}`)
  await mkdir(folder, { recursive: true })
  try {
    return await readInto(folder, Readable.from(request.body), boundary, limits, check)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw spoolError(error)
  }
}

/** A length that is said before is refused before a byte is read. */
const refuseAnnounced = (request: Request, limits: Limits): void => {
  const announced = Number(request.headers.get('Content-Length') ?? 0)
  if (announced <= limits.uploadBytes) return
  throw new AppError(
    'too_large',
    `An upload is at most ${formatBytes(limits.uploadBytes)}; this one is ${formatBytes(announced)}.`,
    { next: 'Send fewer files at once, or import them from the command line.' },
  )
}

const readInto = async (
  folder: string,
  source: AsyncIterable<Uint8Array>,
  boundary: string,
  limits: Limits,
  check: (fields: ReadonlyMap<string, string>) => void,
): Promise<Upload> => {
  const fields = new Map<string, string>()
  const files: SpooledFile[] = []
  const parts = { bytes: limits.uploadBytes, parts: limits.uploadFiles + 20 }
  for await (const part of readMultipart(source, boundary, parts)) {
    if (part.filename === null) {
      fields.set(part.name, await readField(part.body))
      continue
    }
    if (files.length === 0) check(fields)
    if (files.length >= limits.uploadFiles)
      throw new AppError('too_large', `An upload holds at most ${limits.uploadFiles} files.`)
    const path = join(folder, String(files.length + 1))
    let bytes = 0
    await pipeline(
      part.body,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length
          yield chunk
        }
      },
      createWriteStream(path, { mode: 0o600, flags: 'wx' }),
    )
    // A file field that was left empty is sent as one part without a name and without bytes.
    if (part.filename !== '' || bytes > 0)
      files.push({ path, name: baseName(part.filename), bytes })
  }
  return { folder, fields, files }
}

const readField = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > fieldLimit) throw new AppError('too_large', 'A field of the form is too long.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const spoolError = (error: unknown): unknown => {
  if (isAppError(error)) return error
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
    return new AppError(
      'source_full',
      'The disk of the data folder is full.',
      { kept: 'Nothing of this upload was kept.', next: 'Make room, then send the files again.' },
      error,
    )
  }
  return new AppError(
    'invalid_request',
    'The upload broke off.',
    { kept: 'Nothing of it was kept.', next: 'Send the files again.' },
    error,
  )
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Takes away uploads whose server is gone: nobody will ever import them. */
export const clearSpool = async (spoolDir: string): Promise<void> => {
  for (const name of await readdir(spoolDir)) {
    const pid = Number(/^upload-(\d+)-/.exec(name)?.[1] ?? NaN)
    if (Number.isInteger(pid) && pid !== process.pid && !isAlive(pid))
      await rm(join(spoolDir, name), { recursive: true, force: true })
  }
}
