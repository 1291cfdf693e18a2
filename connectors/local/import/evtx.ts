import { crc32 } from 'node:zlib'
import { parseEvtxFile } from 'winevtx'
import { isEventObject, recordIdOf, renderRecord } from './parse-evtx.ts'
import { type RawRecord, type RecordReader, type ResumePoint } from './raw-record.ts'

const headerBytes = 4096
const chunkBytes = 65_536
const recordsStart = 512
const recordHeader = 24
const magicOfRecord = 0x00002a2a
/** The most records that fit in a chunk; bounds what a damaged count can claim. */
const maxRecords = Math.floor((chunkBytes - recordsStart) / recordHeader)

/** What the reader found besides records; filled while it runs. */
export interface EvtxReport {
  read: number
  lost: number
  readonly notes: string[]
}

export const newEvtxReport = (): EvtxReport => ({ read: 0, lost: 0, notes: [] })

/**
 * Reads an EVTX file chunk by chunk. Every record that the headers promise and that cannot be read is a
 * reject with the number of its record header. Reading can go on only behind a whole chunk.
 */
export async function* readEvtx(
  chunks: AsyncIterable<Buffer>,
  from: ResumePoint,
  report: EvtxReport,
): RecordReader {
  const pieces = readPieces(chunks)
  const first = await pieces.next()
  if (first.done === true) return
  // One file of one chunk, reused: the parser only knows whole files.
  const single = Buffer.alloc(headerBytes + chunkBytes)
  first.value.copy(single, 0, 0, Math.min(headerBytes, first.value.length))
  const header = readHeader(single)
  single.writeUInt16LE(headerBytes, 40)
  const walk: Walk = { index: 0, previousLast: null, badChunks: 0, header, report }
  for await (const piece of pieces) {
    const end = headerBytes + (walk.index + 1) * chunkBytes
    const resume = { at: end, record: walk.index + 1 }
    single.fill(0, headerBytes + piece.length)
    piece.copy(single, headerBytes)
    const isPast = walk.index < from.record
    const records = readChunk(single, piece.length, walk, isPast)
    walk.index += 1
    if (isPast) continue
    const last = records.at(-1)
    if (last) records[records.length - 1] = { ...last, resume }
    yield records
  }
  const tail = readTail(walk)
  if (tail.length > 0) yield tail
}

interface Header {
  readonly chunkCount: number
  readonly nextRecord: number
  /** Set while the log is written: counts in the headers may lag behind. */
  readonly isDirty: boolean
}

interface Walk {
  index: number
  /** Record number that the last readable chunk ended with. */
  previousLast: number | null
  badChunks: number
  readonly header: Header
  readonly report: EvtxReport
}

const readHeader = (bytes: Buffer): Header => ({
  chunkCount: bytes.readUInt16LE(42),
  nextRecord: Number(bytes.readBigUInt64LE(24)),
  isDirty: (bytes.readUInt32LE(120) & 1) === 1,
})

/** The file header, then chunks; the last may be shorter where the file was cut. */
async function* readPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(chunkBytes)
  let filled = 0
  let wanted = headerBytes
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const copied = chunk.copy(
        piece,
        filled,
        at,
        at + Math.min(wanted - filled, chunk.length - at),
      )
      filled += copied
      at += copied
      if (filled < wanted) continue
      yield piece.subarray(0, wanted)
      filled = 0
      wanted = chunkBytes
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
}

const readChunk = (single: Buffer, length: number, walk: Walk, isPast: boolean): RawRecord[] => {
  const { report, index } = walk
  const chunk = single.subarray(headerBytes)
  if (chunk.toString('latin1', 0, 8) !== 'ElfChnk\0') {
    // A log is allocated ahead: chunks behind the count are empty, not damaged.
    if (index < walk.header.chunkCount) {
      walk.badChunks += 1
      if (!isPast) report.notes.push(`chunk ${index + 1} cannot be read`)
    }
    return []
  }
  const firstNumber = Number(chunk.readBigUInt64LE(8))
  const lastNumber = Number(chunk.readBigUInt64LE(16))
  const promised = Math.min(Math.max(0, lastNumber - firstNumber + 1), maxRecords)
  if (promised === 0 || lastNumber > Number.MAX_SAFE_INTEGER) return []
  const records: RawRecord[] = []
  const inGap = lostChunks(walk, firstNumber)
  walk.previousLast = lastNumber
  if (isPast) return records
  records.push(...inGap)
  const framed = countFramed(chunk, promised, walk.header.isDirty)
  if (length === chunkBytes && !walk.header.isDirty && !checksumHolds(chunk))
    report.notes.push(`the checksum of chunk ${index + 1} does not hold: values in it may be wrong`)
  chunk.writeBigUInt64LE(BigInt(firstNumber + framed - 1), 16)
  const seen = new Set<number>()
  const firstId = Number(chunk.readBigUInt64LE(24))
  if (framed > 0) readRecords(single, records, seen)
  report.read += seen.size
  const lost: number[] = []
  for (let number = firstId; number < firstId + promised; number += 1)
    if (!seen.has(number)) lost.push(number)
  if (lost.length > 0) {
    report.notes.push(
      `${lost.length} of ${promised} records of chunk ${index + 1} cannot be read (from record number ${lost[0]})`,
    )
    for (const number of lost)
      records.push(lostRecord(report, number, `the record is damaged (chunk ${index + 1})`))
  }
  return records
}

/** Parses the one chunk in `single`; what the parser throws ends the chunk, as damage does. */
const readRecords = (single: Buffer, into: RawRecord[], seen: Set<number>): void => {
  try {
    for (const parsed of parseEvtxFile(single)) {
      if (!isEventObject(parsed.event)) continue
      const document = parsed.event
      const text = renderRecord(document)
      const bytes = Buffer.from(text)
      seen.add(parsed.recordID)
      into.push({
        record: recordIdOf(document) ?? parsed.recordID,
        bytes,
        start: 0,
        stop: bytes.length,
        ascii: bytes.length === text.length,
      })
    }
  } catch {
    // The records behind are counted as lost by the caller.
  }
}

/** How many records stand one behind the other with sound frames. */
const countFramed = (chunk: Buffer, promised: number, isDirty: boolean): number => {
  let at = recordsStart
  let count = 0
  let previous = -1
  while (at + recordHeader <= chunkBytes) {
    const size = chunk.readUInt32LE(at + 4)
    if (chunk.readUInt32LE(at) !== magicOfRecord) break
    if (size < recordHeader + 4 || at + size > chunkBytes) break
    if (chunk.readUInt32LE(at + size - 4) !== size) break
    const number = Number(chunk.readBigUInt64LE(at + 8))
    // Behind the promised records stands only what a log in use has not counted yet.
    if (count >= promised && !(isDirty && number === previous + 1)) break
    previous = number
    count += 1
    at += size
  }
  return count
}

const checksumHolds = (chunk: Buffer): boolean => {
  const free = chunk.readUInt32LE(48)
  if (free < recordsStart || free > chunkBytes) return false
  return crc32(chunk.subarray(recordsStart, free)) === chunk.readUInt32LE(52)
}

/** Records of unreadable chunks, known by the numbers around them. */
const lostChunks = (walk: Walk, nextFirst: number): RawRecord[] => {
  const missing = walk.badChunks
  walk.badChunks = 0
  if (missing === 0) return []
  const from = walk.previousLast === null ? null : walk.previousLast + 1
  return lostRange(walk.report, from, nextFirst, missing)
}

const readTail = (walk: Walk): RawRecord[] => {
  const { header, report } = walk
  const absent = Math.max(0, header.chunkCount - walk.index)
  if (absent > 0)
    report.notes.push(
      `the file is cut: its header promises ${header.chunkCount} chunks, ${walk.index} are there`,
    )
  const missing = absent + walk.badChunks
  if (missing === 0) return []
  const from = walk.previousLast === null ? null : walk.previousLast + 1
  return lostRange(report, from, header.nextRecord, missing)
}

const lostRange = (
  report: EvtxReport,
  from: number | null,
  to: number,
  chunks: number,
): RawRecord[] => {
  const what = chunks === 1 ? 'a chunk that cannot be read' : `${chunks} chunks that cannot be read`
  const isKnown = from !== null && to > from && to - from <= chunks * maxRecords
  if (!isKnown) {
    report.notes.push(`how many records were in ${what} is not known`)
    return [lostRecord(report, from ?? 0, `${what}, with an unknown number of records`)]
  }
  const rejects: RawRecord[] = []
  for (let number = from; number < to; number += 1)
    rejects.push(lostRecord(report, number, `the record was in ${what}`))
  report.notes.push(`${to - from} records were in ${what}`)
  return rejects
}

const nothing = Buffer.alloc(0)

const lostRecord = (report: EvtxReport, number: number, reason: string): RawRecord => {
  report.lost += 1
  return { record: number, bytes: nothing, start: 0, stop: 0, ascii: true, reject: reason }
}
