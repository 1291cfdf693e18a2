import { crc32 } from 'node:zlib'

/** One record of a made-up EVTX file. */
export interface EvtxEvent {
  /** EventRecordID of the System element; the number in the record header counts from 1. */
  readonly recordId: number
  readonly time: string
  readonly provider: string
  readonly eventId: number
  readonly channel: string
  readonly computer: string
  readonly data: Readonly<Record<string, string>>
}

const headerBytes = 4096
const chunkBytes = 65_536
const recordsStart = 512

/**
 * Writes a whole EVTX file (MS-EVEN6 and the layout after libevtx), its events as binary XML without
 * templates. `perChunk` records stand in each chunk.
 */
export const evtxFile = (events: readonly EvtxEvent[], perChunk: number): Buffer => {
  const chunks: Buffer[] = []
  for (let i = 0; i < events.length; i += perChunk)
    chunks.push(chunkOf(events.slice(i, i + perChunk), i + 1))
  const header = Buffer.alloc(headerBytes)
  header.write('ElfFile\0', 'latin1')
  header.writeBigUInt64LE(BigInt(Math.max(0, chunks.length - 1)), 16)
  header.writeBigUInt64LE(BigInt(events.length + 1), 24)
  header.writeUInt32LE(128, 32)
  header.writeUInt16LE(1, 36)
  header.writeUInt16LE(3, 38)
  header.writeUInt16LE(headerBytes, 40)
  header.writeUInt16LE(chunks.length, 42)
  header.writeUInt32LE(crc32(header.subarray(0, 120)), 124)
  return Buffer.concat([header, ...chunks])
}

const chunkOf = (events: readonly EvtxEvent[], firstNumber: number): Buffer => {
  const chunk = Buffer.alloc(chunkBytes)
  let at = recordsStart
  let lastAt = at
  events.forEach((event, i) => {
    lastAt = at
    at = writeRecord(chunk, at, firstNumber + i, event)
  })
  const last = BigInt(firstNumber + events.length - 1)
  chunk.write('ElfChnk\0', 'latin1')
  chunk.writeBigUInt64LE(BigInt(firstNumber), 8)
  chunk.writeBigUInt64LE(last, 16)
  chunk.writeBigUInt64LE(BigInt(firstNumber), 24)
  chunk.writeBigUInt64LE(last, 32)
  chunk.writeUInt32LE(128, 40)
  chunk.writeUInt32LE(lastAt, 44)
  chunk.writeUInt32LE(at, 48)
  chunk.writeUInt32LE(crc32(chunk.subarray(recordsStart, at)), 52)
  return chunk
}

/** Where the records of a chunk begin, from the start of the file: what damage is done to. */
export const recordOffsets = (file: Buffer, chunk: number): readonly number[] => {
  const base = headerBytes + chunk * chunkBytes
  const offsets: number[] = []
  for (let at = base + recordsStart; file.readUInt32LE(at) === 0x00002a2a;) {
    offsets.push(at)
    at += file.readUInt32LE(at + 4)
  }
  return offsets
}

export const chunkOffset = (chunk: number): number => headerBytes + chunk * chunkBytes

const writeRecord = (chunk: Buffer, at: number, number: number, event: EvtxEvent): number => {
  chunk.writeUInt32LE(0x00002a2a, at)
  chunk.writeBigUInt64LE(BigInt(number), at + 8)
  const filetime = BigInt(Date.parse(event.time)) * 10_000n + 116_444_736_000_000_000n
  chunk.writeBigUInt64LE(filetime, at + 16)
  const xml = openXml(chunk, at + 24)
  xml.raw(0x0f, 1, 1, 0)
  xml.element('Event', {}, () => {
    xml.element('System', {}, () => {
      xml.element('Provider', { Name: event.provider })
      xml.element('EventID', {}, String(event.eventId))
      xml.element('TimeCreated', { SystemTime: event.time })
      xml.element('EventRecordID', {}, String(event.recordId))
      xml.element('Channel', {}, event.channel)
      xml.element('Computer', {}, event.computer)
    })
    xml.element('EventData', {}, () => {
      for (const [name, value] of Object.entries(event.data))
        xml.element('Data', { Name: name }, value)
    })
  })
  xml.raw(0)
  const end = xml.at() + 4
  chunk.writeUInt32LE(end - at, at + 4)
  chunk.writeUInt32LE(end - at, end - 4)
  return end
}

/** Writes binary XML into a chunk; every name stands in full at its first and every use. */
const openXml = (chunk: Buffer, start: number) => {
  let at = start
  const raw = (...bytes: readonly number[]): void => {
    for (const byte of bytes) {
      chunk[at] = byte
      at += 1
    }
  }
  const u16 = (value: number): void => {
    at = chunk.writeUInt16LE(value, at)
  }
  const u32 = (value: number): void => {
    at = chunk.writeUInt32LE(value, at)
  }
  const name = (text: string): void => {
    u32(at + 4)
    u32(0)
    u16(0)
    u16(text.length)
    at += chunk.write(text, at, 'utf16le')
    u16(0)
  }
  const value = (text: string): void => {
    raw(0x05, 0x01)
    u16(text.length)
    at += chunk.write(text, at, 'utf16le')
  }
  const element = (
    tag: string,
    attributes: Readonly<Record<string, string>>,
    content?: string | (() => void),
  ): void => {
    const list = Object.entries(attributes)
    raw(list.length > 0 ? 0x41 : 0x01)
    u32(0)
    name(tag)
    if (list.length > 0) u32(0)
    for (const [attribute, text] of list) {
      raw(0x06)
      name(attribute)
      value(text)
    }
    raw(0x02)
    if (typeof content === 'string') value(content)
    else content?.()
    raw(0x04)
  }
  return { raw, element, at: () => at }
}
