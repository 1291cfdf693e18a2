import { constants, createGunzip, createInflateRaw } from 'node:zlib'
import { AppError, isAppError } from '#queries/errors.ts'
import { sniffBytes } from './detect.ts'
import type { ImportLimits } from './limits.ts'

export type Chunks = AsyncIterable<Buffer>

const chunkSize = 256 * 1024

/**
 * Unpacks gzip, or raw deflate as zip members hold it. Pieces must be the caller's to keep. What could be
 * unpacked comes out before the error that ends a cut stream: a piped stream would drop its last pieces.
 */
export async function* unpack(packed: Chunks, form: 'gzip' | 'deflate'): AsyncGenerator<Buffer> {
  const options = { chunkSize, flush: constants.Z_SYNC_FLUSH }
  const engine = form === 'gzip' ? createGunzip(options) : createInflateRaw(options)
  const state: { failure: Error | null; isOver: boolean } = { failure: null, isOver: false }
  let wake = (): void => undefined
  engine.on('readable', () => wake())
  engine.on('end', () => {
    state.isOver = true
    wake()
  })
  engine.on('error', (error) => {
    state.failure = error
    wake()
  })
  /** Gives all output there is until `isDone`, or until the stream is over. */
  async function* drain(isDone: () => boolean): AsyncGenerator<Buffer> {
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      const wasDone = isDone() || state.isOver || state.failure !== null
      for (let piece: unknown = engine.read(); Buffer.isBuffer(piece); piece = engine.read())
        yield piece
      if (wasDone) return
      await woken
    }
  }
  try {
    for await (const piece of packed) {
      if (state.isOver) continue
      let isWritten = false
      engine.write(piece, () => {
        isWritten = true
        wake()
      })
      yield* drain(() => isWritten)
      if (state.failure) throw state.failure
    }
    engine.end()
    yield* drain(() => false)
    if (state.failure) throw state.failure
  } finally {
    engine.destroy()
  }
}

/** Whether an error says that the packed bytes ended too early; all that came before was sound. */
export const isCutShort = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR'

/** The leading bytes of a stream and the whole stream again. */
export const peek = async (chunks: Chunks): Promise<{ head: Buffer; chunks: Chunks }> => {
  const rest = chunks[Symbol.asyncIterator]()
  const first: Buffer[] = []
  let length = 0
  while (length < sniffBytes) {
    const next = await rest.next()
    if (next.done === true) break
    first.push(Buffer.from(next.value))
    length += next.value.length
  }
  const whole = first.length === 1 && first[0] ? first[0] : Buffer.concat(first)
  return { head: whole.subarray(0, sniffBytes), chunks: again(whole, rest) }
}

async function* again(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (first.length > 0) yield first
    for (let next = await rest.next(); next.done !== true; next = await rest.next())
      yield next.value
  } finally {
    await rest.return?.()
  }
}

/** Looked at only from here on: small members may well shrink by more than the ratio. */
const ratioFrom = 64 * 1024 * 1024

/** Counts what one file unpacks to and ends it when it is more than the limits allow. */
export const createUnpackGuard = (name: string, limits: ImportLimits, packed: () => number) => {
  let unpacked = 0
  const refuse = (what: string): AppError =>
    new AppError('too_large', `${name} unpacks to ${what}.`, {
      where: name,
      next: 'If the file is what you expect, unpack it yourself and import the logs in it.',
    })
  return async function* guard(chunks: Chunks): AsyncGenerator<Buffer> {
    try {
      for await (const piece of chunks) {
        unpacked += piece.length
        if (unpacked > limits.unpackedBytes)
          throw refuse(`more than the limit of ${Math.round(limits.unpackedBytes / 1_000_000)} MB`)
        if (unpacked > ratioFrom && unpacked > packed() * limits.ratio)
          throw refuse(`more than ${limits.ratio} times its size, which no log does`)
        yield piece
      }
    } catch (error) {
      // Whoever reads a member meets its damage: worded here, where it is known whose it is.
      throw damaged(error, name)
    }
  }
}

export type UnpackGuard = ReturnType<typeof createUnpackGuard>

export const tooMany = (name: string, limit: number): AppError =>
  new AppError('too_large', `${name} has more than ${limit} members.`, {
    where: name,
    next: 'Unpack it yourself and import its logs, or import them in smaller archives.',
  })

/** Words whatever a container library throws. */
export const damaged = (error: unknown, name: string): unknown =>
  isAppError(error)
    ? error
    : new AppError(
        'damaged_file',
        `${name} is damaged: it cannot be unpacked to its end.`,
        { where: name, next: 'Copy or download it again; nothing of it was imported.' },
        error,
      )
