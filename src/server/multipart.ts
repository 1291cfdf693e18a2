import { AppError } from '#queries/errors.ts'

/** One part of a form as it comes in. Its body must be read to the end before the next part is asked for. */
export interface FormPart {
  /** The field's name. */
  readonly name: string
  /** The file's name as the browser gives it; null where the part is a plain field. */
  readonly filename: string | null
  readonly body: AsyncIterable<Buffer>
}

export interface MultipartLimits {
  /** Bytes of the whole request. */
  readonly bytes: number
  readonly parts: number
}

/** The boundary of a `multipart/form-data` content type (RFC 2046 §5.1.1), or null. */
export const boundaryOf = (contentType: string): string | null => {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return null
  const found = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType)
  return found?.[1] ?? found?.[2] ?? null
}

const headerLimit = 16_384
const lineEnd = Buffer.from('\r\n')
const headersEnd = Buffer.from('\r\n\r\n')

const broken = (): AppError =>
  new AppError('invalid_request', 'The upload broke off or is no form this server reads.', {
    next: 'Send the files again.',
  })

const tooLarge = (message: string): AppError =>
  new AppError('too_large', message, { kept: 'Nothing of this upload was kept.' })

/**
 * Reads a multipart form part by part as it arrives; never more than one chunk and one part's headers are
 * in memory. Throws `invalid_request` for a broken form and `too_large` past a limit.
 */
export async function* readMultipart(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
  limits: MultipartLimits,
): AsyncGenerator<FormPart, void, undefined> {
  const input = new Input(source, limits.bytes)
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // The first boundary has no line break before it: with one in front, all are alike.
  input.prepend(lineEnd)
  for await (const _ of input.until(delimiter)) {
    // What stands before the first boundary means nothing.
  }
  for (let count = 0; ; count += 1) {
    const after = await input.take(2)
    if (after.equals(Buffer.from('--'))) return
    if (!after.equals(lineEnd)) throw broken()
    if (count >= limits.parts) throw tooLarge(`An upload has at most ${limits.parts} parts.`)
    const { name, filename } = headersOf(await input.upTo(headersEnd, headerLimit))
    let whole = false
    const body = async function* (): AsyncGenerator<Buffer, void, undefined> {
      yield* input.until(delimiter)
      whole = true
    }
    yield { name, filename, body: body() }
    if (!whole) throw new Error('a part was left before its end')
  }
}

const headersOf = (block: Buffer): { name: string; filename: string | null } => {
  const line = block
    .toString('utf8')
    .split('\r\n')
    .find((one) => /^content-disposition:\s*form-data\s*;/i.test(one))
  const name = line === undefined ? undefined : parameterOf(line, 'name')
  if (line === undefined || name === undefined) throw broken()
  return { name, filename: parameterOf(line, 'filename') ?? null }
}

/** A quoted parameter as browsers write it: `"`, CR and LF are percent-encoded (HTML, form submission). */
const parameterOf = (line: string, key: string): string | undefined =>
  new RegExp(`;\\s*${key}="([^"]*)"`, 'i')
    .exec(line)?.[1]
    ?.replace(/%22|%0D|%0A/gi, (code) => decodeURIComponent(code))

/** Bytes that have come in and were not read yet, with a search for what ends a part. */
class Input {
  private buffer: Buffer = Buffer.alloc(0)
  private seen = 0
  private readonly chunks: AsyncIterator<Uint8Array>
  private readonly limit: number

  constructor(source: AsyncIterable<Uint8Array>, limit: number) {
    this.chunks = source[Symbol.asyncIterator]()
    this.limit = limit
  }

  prepend(bytes: Buffer): void {
    this.buffer = Buffer.concat([bytes, this.buffer])
  }

  private async more(): Promise<void> {
    const { done, value } = await this.chunks.next()
    if (done) throw broken()
    this.seen += value.byteLength
    if (this.seen > this.limit) throw tooLarge('The upload is larger than this server takes.')
    const chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    this.buffer = this.buffer.length === 0 ? chunk : Buffer.concat([this.buffer, chunk])
  }

  async take(count: number): Promise<Buffer> {
    while (this.buffer.length < count) await this.more()
    const taken = this.buffer.subarray(0, count)
    this.buffer = this.buffer.subarray(count)
    return taken
  }

  /** All bytes before `mark`, which is consumed too; at most `limit` of them. */
  async upTo(mark: Buffer, limit: number): Promise<Buffer> {
    for (;;) {
      const at = this.buffer.indexOf(mark)
      if (at >= 0 && at <= limit) {
        const taken = this.buffer.subarray(0, at)
        this.buffer = this.buffer.subarray(at + mark.length)
        return taken
      }
      if (at > limit || this.buffer.length > limit + mark.length) throw broken()
      await this.more()
    }
  }

  /** Gives out bytes as they come until `mark`, which is consumed; a mark cut by a chunk's edge is found. */
  async *until(mark: Buffer): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const at = this.buffer.indexOf(mark)
      if (at >= 0) {
        const last = this.buffer.subarray(0, at)
        this.buffer = this.buffer.subarray(at + mark.length)
        if (last.length > 0) yield last
        return
      }
      const safe = this.buffer.length - (mark.length - 1)
      if (safe > 0) {
        const part = this.buffer.subarray(0, safe)
        this.buffer = this.buffer.subarray(safe)
        yield part
      }
      await this.more()
    }
  }
}
