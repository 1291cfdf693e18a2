import { isAscii, isUtf8 } from 'node:buffer'
import {
  type RawRecord,
  type RecordReader,
  rejectTextBytes,
  type ResumePoint,
} from './raw-record.ts'

const newline = 0x0a
const carriageReturn = 0x0d

/**
 * Cuts a member into lines. Blank lines count as line numbers and give no record; CRLF and a last line
 * without a newline are lines as any other; a line over `lineBytes` or of invalid UTF-8 is a reject.
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  lineBytes: number,
  from: ResumePoint,
): RecordReader {
  const splitter = createSplitter(lineBytes, from)
  for await (const chunk of chunks) {
    const records = splitter.push(chunk)
    if (records.length > 0) yield records
  }
  const last = splitter.end()
  if (last.length > 0) yield last
}

const createSplitter = (lineBytes: number, from: ResumePoint) => {
  let line = from.record
  let at = from.at
  /** The unfinished line of earlier chunks. */
  let pending: Buffer[] = []
  let pendingBytes = 0
  let tooLong = false

  const finish = (region: Buffer, start: number, stop: number, state: Text): RawRecord | null => {
    let first = start
    let end = stop
    if (end > first && region[end - 1] === carriageReturn) end -= 1
    if (line === 1 && startsWithBom(region, first, end)) first += 3
    if (isBlank(region, first, end)) return null
    const place = { record: line, bytes: region, start: first, resume: { at, record: line } }
    if (end - first > lineBytes)
      return { ...place, stop: first + rejectTextBytes, ascii: false, reject: longLine(lineBytes) }
    if (state === 'ascii') return { ...place, stop: end, ascii: true }
    if (state === 'utf8' || isUtf8(region.subarray(first, end)))
      return { ...place, stop: end, ascii: false }
    return { ...place, stop: end, ascii: false, reject: 'the line is not valid UTF-8' }
  }

  const takePending = (): Buffer => {
    const whole = pending.length === 1 && pending[0] ? pending[0] : Buffer.concat(pending)
    pending = []
    pendingBytes = 0
    return whole
  }

  const keep = (part: Buffer): void => {
    // Of an endless line only its beginning is kept, never the line.
    if (!tooLong && part.length > 0) pending.push(Buffer.from(part))
    pendingBytes += part.length
    if (pendingBytes > lineBytes && !tooLong) {
      tooLong = true
      pending = [Buffer.concat(pending).subarray(0, rejectTextBytes)]
    }
  }

  const endLine = (records: RawRecord[], length: number): void => {
    line += 1
    at += length
    const wasTooLong = tooLong
    tooLong = false
    const whole = takePending()
    if (wasTooLong) {
      records.push({
        record: line,
        bytes: whole,
        start: 0,
        stop: whole.length,
        ascii: false,
        reject: longLine(lineBytes),
        resume: { at, record: line },
      })
      return
    }
    const record = finish(whole, 0, whole.length, isAscii(whole) ? 'ascii' : 'unknown')
    if (record) records.push(record)
  }

  return {
    push(chunk: Buffer): RawRecord[] {
      const records: RawRecord[] = []
      let start = 0
      if (pendingBytes > 0) {
        const stop = chunk.indexOf(newline)
        if (stop < 0) {
          keep(chunk)
          return records
        }
        const before = pendingBytes
        keep(chunk.subarray(0, stop))
        endLine(records, before + stop + 1)
        start = stop + 1
      }
      const end = chunk.lastIndexOf(newline)
      const region = end >= start ? chunk.subarray(start, end) : chunk.subarray(0, 0)
      const state: Text = isAscii(region) ? 'ascii' : isUtf8(region) ? 'utf8' : 'unknown'
      for (
        let stop = chunk.indexOf(newline, start);
        stop >= 0;
        stop = chunk.indexOf(newline, start)
      ) {
        line += 1
        at += stop + 1 - start
        const record = finish(chunk, start, stop, state)
        if (record) records.push(record)
        start = stop + 1
      }
      keep(chunk.subarray(start))
      return records
    },
    end(): RawRecord[] {
      const records: RawRecord[] = []
      if (pendingBytes > 0) endLine(records, pendingBytes)
      return records
    },
  }
}

type Text = 'ascii' | 'utf8' | 'unknown'

export const longLine = (limit: number): string =>
  `longer than the limit of ${Math.round(limit / 1024 / 1024)} MB`

const startsWithBom = (bytes: Buffer, start: number, stop: number): boolean =>
  stop - start >= 3 &&
  bytes[start] === 0xef &&
  bytes[start + 1] === 0xbb &&
  bytes[start + 2] === 0xbf

const isBlank = (bytes: Buffer, start: number, stop: number): boolean => {
  for (let i = start; i < stop; i += 1) {
    const byte = bytes[i]
    if (byte !== 0x20 && byte !== 0x09 && byte !== carriageReturn) return false
  }
  return true
}
