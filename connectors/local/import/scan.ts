import { createHash } from 'node:crypto'
import { detectShape, normalize, type Shape } from '#queries/normalize.ts'
import { createClockSampler } from './clock-sampler.ts'
import type { Clocks } from './clocks.ts'
import type { LogFormat } from './detect.ts'
import { newEvtxReport } from './evtx.ts'
import type { ImportLimits } from './limits.ts'
import type { Member } from './members.ts'
import { fromStart, type RawRecord } from './raw-record.ts'
import { parseRecord, readRecords } from './read-records.ts'
import type { Chunks } from './unpack.ts'

/** What the first pass finds out about a member, before any row is written. */
export interface ScannedMember {
  readonly name: string
  readonly format: LogFormat
  readonly shape: Shape
  readonly sha256: string
  readonly bytes: number
  readonly clocks: Clocks
  /** What is known about the file around it. */
  readonly notes: readonly string[]
}

/** The member holds no event that can be read: why, as the end of a sentence. */
export interface NoLog {
  readonly name: string
  readonly noLog: string
}

/** Lets others run between pieces and ends the import when that was asked for. */
export type Pause = () => Promise<void>

/**
 * Reads a member once: its digest, whether it holds events, their shape, and the clock of each host.
 * EVTX has true times, so it is only hashed, and parsed until the first event.
 */
export const scanMember = async (
  member: Member,
  limits: ImportLimits,
  pause: Pause,
): Promise<ScannedMember | NoLog> => {
  const hash = createHash('sha256')
  let bytes = 0
  const rest = member.chunks[Symbol.asyncIterator]()
  const next = async (): Promise<IteratorResult<Buffer>> => {
    const piece = await rest.next()
    if (piece.done === true) return piece
    hash.update(piece.value)
    bytes += piece.value.length
    return piece
  }
  // Without `return` a reader that is left early does not close what is still to be hashed.
  const chunks: Chunks = { [Symbol.asyncIterator]: () => ({ next }) }
  const look = openLook(member.name)
  for await (const records of readRecords(
    member.format,
    chunks,
    limits,
    fromStart,
    newEvtxReport(),
  )) {
    look.at(records)
    await pause()
    if (member.format === 'evtx' && look.shape !== null) break
  }
  for (let piece = await next(); piece.done !== true; piece = await next()) await pause()
  return look.shape === null
    ? { name: member.name, noLog: look.reason }
    : {
        name: member.name,
        format: member.format,
        shape: look.shape,
        sha256: hash.digest('hex'),
        bytes,
        clocks: look.clocks(),
        notes: [],
      }
}

/** Looks at records until it knows the shape, then only at what tells the clock. */
const openLook = (name: string) => {
  const clocks = createClockSampler()
  let shape: Shape | null = null
  let reason = 'no line of it is a JSON object'
  let isParsed = false

  const findShape = (raw: RawRecord): void => {
    const parsed = parseRecord(raw)
    if (!parsed.ok) {
      if (!isParsed)
        reason = `no line of it is a JSON object (line ${raw.record}: ${parsed.reason})`
      return
    }
    isParsed = true
    const found = detectShape(parsed.document)
    const tried =
      found === null
        ? null
        : normalize(parsed.text, parsed.document, {
            shape: found,
            file: name,
            record: raw.record,
            shiftUs: 0,
          })
    if (tried?.ok) shape = found
    else
      reason = `its JSON objects are no log events: ${tried === null ? 'none has a time that can be read' : tried.reason}`
  }

  return {
    at(records: readonly RawRecord[]): void {
      clocks.newPiece()
      for (const raw of records) {
        if (shape === null) findShape(raw)
        if (shape !== null && shape !== 'evtx') clocks.look(raw, shape)
      }
    },
    get shape() {
      return shape
    },
    get reason() {
      return reason
    },
    clocks: () => clocks.finish(),
  }
}
