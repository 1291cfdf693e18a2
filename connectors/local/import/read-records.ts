import type { LogFormat } from './detect.ts'
import { type EvtxReport, readEvtx } from './evtx.ts'
import { readJsonArray } from './json-array.ts'
import type { ImportLimits } from './limits.ts'
import { readLines } from './lines.ts'
import type { RawRecord, RecordReader, ResumePoint } from './raw-record.ts'
import type { Chunks } from './unpack.ts'

/** The records of a member from a point on; what lies before it is read and passed over. */
export const readRecords = (
  format: LogFormat,
  chunks: Chunks,
  limits: ImportLimits,
  from: ResumePoint,
  report: EvtxReport,
): RecordReader => {
  switch (format) {
    case 'ndjson':
      return readLines(skipBytes(chunks, from.at), limits.lineBytes, from)
    case 'json-array':
      return readJsonArray(skipBytes(chunks, from.at), limits.lineBytes, from)
    case 'evtx':
      return readEvtx(chunks, from, report)
  }
}

async function* skipBytes(chunks: Chunks, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes
  for await (const chunk of chunks) {
    if (left >= chunk.length) left -= chunk.length
    else {
      yield left === 0 ? chunk : chunk.subarray(left)
      left = 0
    }
  }
}

/** A record's text as the log holds it. */
export const textOf = (raw: RawRecord): string =>
  raw.ascii
    ? raw.bytes.toString('latin1', raw.start, raw.stop)
    : raw.bytes.toString('utf8', raw.start, raw.stop)

export type Parsed =
  | { readonly ok: true; readonly text: string; readonly document: unknown }
  | { readonly ok: false; readonly text: string; readonly reason: string }

/** Parses a record's JSON; says in a few words why it cannot be. */
export const parseRecord = (raw: RawRecord): Parsed => {
  const text = textOf(raw)
  if (raw.reject !== undefined) return { ok: false, text, reason: raw.reject }
  try {
    const document: unknown = JSON.parse(text)
    return { ok: true, text, document }
  } catch (error) {
    return { ok: false, text, reason: `not JSON: ${jsonFault(error)}` }
  }
}

/** V8's message without the piece of the line that it quotes: the line itself is kept beside it. */
const jsonFault = (error: unknown): string => {
  const message = error instanceof Error ? error.message : 'unreadable'
  return message
    .replace(/,? ?\.{0,3}".*$/s, '')
    .replace(/ in JSON.*$/s, '')
    .replace(/ \(line.*$/s, '')
    .slice(0, 120)
}
