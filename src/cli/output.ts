import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isAppError } from '#queries/errors.ts'
import { originWords, reportOf } from '../errors.ts'

/** Whether a stream failed only because its reader has gone, as under `| head`. */
const isReaderGone = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(error.code))

/** Lets the work end in order, with its own exit code, when whoever reads the output has stopped. */
export const outliveReaders = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (!isReaderGone(error)) throw error
    })
  }
}

/** One JSON object on standard output, and nothing else there. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Writes pieces to standard output as fast as it takes them; stops quietly when the reader has gone. */
export const writeAll = async (pieces: Iterable<string>): Promise<void> => {
  try {
    await pipeline(Readable.from(batched(pieces)), process.stdout, { end: false })
  } catch (error) {
    if (!isReaderGone(error)) throw error
  }
}

/** Small pieces are joined, so that each write is worth its call. */
function* batched(pieces: Iterable<string>): Generator<string> {
  let batch = ''
  for (const piece of pieces) {
    batch += piece
    if (batch.length < 65_536) continue
    yield batch
    batch = ''
  }
  if (batch !== '') yield batch
}

/** Log text on a terminal: control, bidirectional and zero-width characters are written out. */
export const safeText = (text: string): string =>
  text.replace(
    // oxlint-disable-next-line no-control-regex -- control characters are exactly what must not reach a terminal
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (c) => `<U+${c.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}>`,
  )

/** The same error as page and JSON show, on standard error; as JSON on standard output when that was asked for. */
export const renderError = (error: unknown, json: boolean): void => {
  const report = reportOf(error)
  if (json) {
    printJson({ ok: false, error: report })
    return
  }
  const lines = [
    `${originWords[report.origin]} · ${report.code}: ${safeText(report.message)}`,
    ...(report.where ? [`  where: ${safeText(report.where)}`] : []),
    ...report.faults.map((fault) => `  ${safeText(fault.field)}: ${safeText(fault.message)}`),
    ...(report.kept ? [`  kept: ${safeText(report.kept)}`] : []),
    ...(report.next ? [`  next: ${safeText(report.next)}`] : []),
  ]
  process.stderr.write(`${lines.join('\n')}\n`)
  if (!isAppError(error) && process.env['ATTACKTRACE_DEBUG']) {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
  }
}

/** A bar on a terminal's standard error, redrawn in place; silent where that is no terminal. */
export const progressBar = (label: string) => {
  const isTerminal = process.stderr.isTTY === true
  let last = 0
  return {
    /** `done` of `total` in the same unit; `note` stands behind the bar. */
    update(done: number, total: number, note = ''): void {
      const now = Date.now()
      if (!isTerminal || (now - last < 100 && done < total)) return
      last = now
      const share = total > 0 ? Math.min(1, done / total) : 0
      const bar = '█'.repeat(Math.round(share * 24)).padEnd(24, '·')
      process.stderr.write(`\r\u001b[2K${label} ${bar} ${Math.round(share * 100)} % ${note}`)
    },
    end(): void {
      if (isTerminal) process.stderr.write('\r\u001b[2K')
    },
  }
}
