import { describe, expect, it } from 'vitest'
import { newEvtxReport, readEvtx } from '#connectors/local/import/evtx.ts'
import { fromStart, type RawRecord } from '#connectors/local/import/raw-record.ts'
import { parseRecord } from '#connectors/local/import/read-records.ts'
import { chunkOffset, type EvtxEvent, evtxFile, recordOffsets } from '#tests/support/evtx-file.ts'

const event = (i: number): EvtxEvent => ({
  recordId: 7000 + i,
  time: `2021-04-07T09:00:${String(i).padStart(2, '0')}.123456Z`,
  provider: 'Microsoft-Windows-Security-Auditing',
  eventId: 4688,
  channel: 'Security',
  computer: 'WS-11.corp.example',
  data: { NewProcessId: '0x1a4', NewProcessName: 'C:\\Windows\\System32\\cmd.exe' },
})

/** 30 records, ten a chunk. */
const whole = evtxFile(
  Array.from({ length: 30 }, (_, i) => event(i + 1)),
  10,
)

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const read = async (bytes: Buffer, from = fromStart, size = 5000) => {
  const report = newEvtxReport()
  const records: RawRecord[] = []
  for await (const batch of readEvtx(pieces(bytes, size), from, report)) records.push(...batch)
  return {
    report,
    records,
    read: records.filter((r) => r.reject === undefined).map((r) => r.record),
    rejects: records.filter((r) => r.reject !== undefined).map((r) => [r.record, r.reject]),
  }
}

const changed = (change: (bytes: Buffer) => void): Buffer => {
  const copy = Buffer.from(whole)
  change(copy)
  return copy
}

describe('an EVTX file is read record by record', () => {
  it('gives each record as JSON under its EventRecordID, not the number in its header', async () => {
    const { read: ids, records, rejects, report } = await read(whole)
    expect(ids).toEqual(Array.from({ length: 30 }, (_, i) => 7001 + i))
    expect(rejects).toEqual([])
    expect(report.notes).toEqual([])
    const [first] = records
    expect(first && parseRecord(first)).toMatchObject({
      ok: true,
      document: { Event: { System: { Channel: 'Security', Computer: 'WS-11.corp.example' } } },
    })
  })

  it('goes on from a chunk that was committed', async () => {
    const { records } = await read(whole)
    const resume = records.find((r) => r.resume)?.resume
    expect(resume).toEqual({ at: chunkOffset(1), record: 1 })
    expect((await read(whole, resume ?? fromStart)).read).toEqual(
      Array.from({ length: 20 }, (_, i) => 7011 + i),
    )
  })
})

describe('damage that the parser passes over in silence is told', () => {
  it('names the records behind a broken one', async () => {
    const damaged = changed((bytes) => {
      bytes.writeUInt32LE(0, recordOffsets(bytes, 1)[6] ?? 0)
    })
    const { read: ids, rejects, report } = await read(damaged)
    expect(ids.length).toBe(26)
    expect(rejects.map(([record]) => record)).toEqual([17, 18, 19, 20])
    expect(report.notes.join()).toMatch(/4 of 10 records of chunk 2 cannot be read/)
  })

  it('names the records of a chunk whose head is broken, by the numbers around it', async () => {
    const { read: ids, rejects } = await read(
      changed((bytes) => bytes.fill(0, chunkOffset(1), chunkOffset(1) + 8)),
    )
    expect(ids.length).toBe(20)
    expect(rejects.map(([record]) => record)).toEqual(Array.from({ length: 10 }, (_, i) => 11 + i))
  })

  it('reads what is left of a cut file and names what its header promised', async () => {
    const cut = whole.subarray(0, (recordOffsets(whole, 2)[5] ?? 0) + 20)
    const { read: ids, rejects } = await read(cut)
    expect(ids.length).toBe(25)
    expect(rejects.map(([record]) => record)).toEqual([26, 27, 28, 29, 30])
    const early = await read(whole.subarray(0, chunkOffset(1)))
    expect(early.rejects.map(([record]) => record)).toEqual(
      Array.from({ length: 20 }, (_, i) => 11 + i),
    )
    expect(early.report.notes.join()).toMatch(/promises 3 chunks, 1 are there/)
  })

  it('says when the checksum of a chunk does not hold, and reads it all the same', async () => {
    const damaged = changed((bytes) => {
      const at = bytes.indexOf(Buffer.from('cmd.exe', 'utf16le'))
      bytes[at] = 0x44
    })
    const { read: ids, report } = await read(damaged)
    expect(ids.length).toBe(30)
    expect(report.notes.join()).toMatch(/checksum of chunk 1 does not hold/)
  })

  it('takes chunks that were only allocated for what they are', async () => {
    const { rejects, report } = await read(Buffer.concat([whole, Buffer.alloc(3 * 65_536)]))
    expect(rejects).toEqual([])
    expect(report.notes).toEqual([])
  })
})
