import { isAscii, isUtf8 } from 'node:buffer'
import { longLine } from './lines.ts'
import {
  type RawRecord,
  type RecordReader,
  rejectTextBytes,
  type ResumePoint,
} from './raw-record.ts'

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/**
 * Cuts one JSON array into its elements without parsing it as a whole. Records count elements from 1.
 * An element that is cut off by the end of the member is a reject that says so.
 */
export async function* readJsonArray(
  chunks: AsyncIterable<Buffer>,
  elementBytes: number,
  from: ResumePoint,
): RecordReader {
  const cutter = createCutter(elementBytes, from)
  for await (const chunk of chunks) {
    const records = cutter.push(chunk)
    if (records.length > 0) yield records
  }
  const last = cutter.end()
  if (last.length > 0) yield last
}

type Place = 'before' | 'between' | 'element' | 'scalar' | 'after'

const createCutter = (elementBytes: number, from: ResumePoint) => {
  let place: Place = from.at > 0 ? 'between' : 'before'
  let element = from.record
  /** Offset in the member of the first byte of the chunk at hand. */
  let base = from.at
  let depth = 0
  let inString = false
  let escaped = false
  /** The beginning of the element at hand, from earlier chunks; bounded by `elementBytes`. */
  let pending: Buffer[] = []
  let pendingBytes = 0

  const keep = (part: Buffer): void => {
    const room = elementBytes - pendingBytes
    if (room >= 0 && part.length > 0) pending.push(Buffer.from(part.subarray(0, room + 1)))
    pendingBytes += part.length
  }

  const cut = (chunk: Buffer, start: number, stop: number, reject?: string): RawRecord => {
    element += 1
    let bytes = chunk
    let first = start
    let end = stop
    let length = stop - start
    if (pendingBytes > 0) {
      keep(chunk.subarray(start, stop))
      bytes = Buffer.concat(pending)
      length = pendingBytes
      first = 0
      end = bytes.length
      pending = []
      pendingBytes = 0
    }
    const text = bytes.subarray(first, end)
    const ascii = isAscii(text)
    const reason =
      length > elementBytes
        ? longLine(elementBytes)
        : (reject ?? (ascii || isUtf8(text) ? undefined : 'the element is not valid UTF-8'))
    const resume = { at: base + stop, record: element }
    if (reason === undefined)
      return { record: element, bytes, start: first, stop: end, ascii, resume }
    const shown = Math.min(end, first + rejectTextBytes)
    return { record: element, bytes, start: first, stop: shown, ascii, resume, reject: reason }
  }

  /** Walks an object or list to its end; answers the position behind it, or -1 when the chunk ends first. */
  const walkElement = (chunk: Buffer, start: number): number => {
    for (let i = start; i < chunk.length; i += 1) {
      const byte = chunk[i]
      if (inString) {
        if (escaped) escaped = false
        else if (byte === backslash) escaped = true
        else if (byte === quote) inString = false
      } else if (byte === quote) inString = true
      else if (byte === openBrace || byte === openBracket) depth += 1
      else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1
        if (depth === 0) return i + 1
      }
    }
    return -1
  }

  const walkScalar = (chunk: Buffer, start: number): number => {
    for (let i = start; i < chunk.length; i += 1) {
      const byte = chunk[i]
      if (byte === comma || byte === closeBracket) return i
    }
    return -1
  }

  return {
    push(chunk: Buffer): RawRecord[] {
      const records: RawRecord[] = []
      let i = 0
      while (i < chunk.length) {
        if (place === 'element' || place === 'scalar') {
          const isElement = place === 'element'
          const stop = isElement ? walkElement(chunk, i) : walkScalar(chunk, i)
          if (stop < 0) {
            keep(chunk.subarray(i))
            break
          }
          records.push(cut(chunk, i, stop, isElement ? undefined : 'not a JSON object'))
          place = 'between'
          i = stop
          continue
        }
        const byte = chunk[i]
        if (isSpace(byte)) i += 1
        else if (place === 'before') {
          // What stands before the bracket can only be a byte order mark.
          if (byte === openBracket) place = 'between'
          i += 1
        } else if (place === 'after') {
          place = 'scalar'
        } else if (byte === comma) i += 1
        else if (byte === closeBracket) {
          place = 'after'
          i += 1
        } else if (byte === openBrace || byte === openBracket) {
          const stop = ((depth = 0), walkElement(chunk, i))
          if (stop < 0) {
            place = 'element'
            keep(chunk.subarray(i))
            break
          }
          records.push(cut(chunk, i, stop, byte === openBracket ? 'not a JSON object' : undefined))
          i = stop
        } else place = 'scalar'
      }
      base += chunk.length
      return records
    },
    end(): RawRecord[] {
      const empty = Buffer.alloc(0)
      if (place === 'after') return []
      if (pendingBytes > 0)
        return [cut(empty, 0, 0, 'the file ends inside this element of the array')]
      element += 1
      return [
        {
          record: element,
          bytes: empty,
          start: 0,
          stop: 0,
          ascii: true,
          reject: 'the file ends before the array is closed',
          resume: { at: base, record: element },
        },
      ]
    },
  }
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
