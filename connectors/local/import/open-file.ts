import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { AppError } from '#queries/errors.ts'

/** A file held open for the whole import: it may be renamed or removed meanwhile. */
export interface OpenFile {
  readonly fd: number
  readonly name: string
  readonly size: number
  /** Whether the bytes may have changed since it was opened. */
  changed(): boolean
  close(): void
}

/** Opens a file to import. Throws `not_found` when it is not there, `invalid_request` when it cannot be read. */
export const openFile = (path: string, name: string): OpenFile => {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    throw unreadable(error, name)
  }
  const stat = fstatSync(fd)
  if (!stat.isFile()) {
    closeSync(fd)
    throw new AppError('invalid_request', `${name} is no file.`, {
      where: name,
      next: 'Name log files or archives; a folder is not read.',
    })
  }
  return {
    fd,
    name,
    size: stat.size,
    changed() {
      const now = fstatSync(fd)
      return now.size !== stat.size || now.mtimeMs !== stat.mtimeMs
    },
    close: () => closeSync(fd),
  }
}

const unreadable = (error: unknown, name: string): AppError => {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new AppError('not_found', `${name} is not there.`, {
      where: name,
      next: 'Look at the path: the file may have been moved or removed.',
    })
  return new AppError(
    'invalid_request',
    `${name} cannot be read.`,
    { where: name, next: 'Look at its permissions.' },
    error,
  )
}

/** Called with every piece read from disk; may throw to end the import. */
export type CountBytes = (bytes: number) => void

const pieceBytes = 1024 * 1024

/**
 * The bytes of a file from `start` to `stop`. `reuse` reads into two buffers in turn, so a piece is
 * valid only until the one after the next is asked for; without it each piece is the reader's to keep.
 */
export async function* readBytes(
  file: OpenFile,
  start: number,
  stop: number,
  count: CountBytes,
  reuse: boolean,
): AsyncGenerator<Buffer> {
  const buffers = reuse ? [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)] : []
  let turn = 0
  for (let at = start; at < stop;) {
    turn = 1 - turn
    const buffer = buffers[turn] ?? Buffer.allocUnsafeSlow(Math.min(pieceBytes / 4, stop - at))
    const read = readSync(file.fd, buffer, 0, Math.min(buffer.length, stop - at), at)
    if (read === 0) return
    at += read
    count(read)
    yield buffer.subarray(0, read)
  }
}
