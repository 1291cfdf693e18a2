import { createHash } from 'node:crypto'
import { clockSample, createClockEstimator } from '#queries/clock.ts'
import { detectShape, normalize, type Shape } from '#queries/normalize.ts'
import { type Clocks, clocksOf, noClocks } from './clocks.ts'
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
  const estimator = createClockEstimator()
  let shape: Shape | null = null
  let reason = 'no line of it is a JSON object'
  let samples = 0

  const findShape = (text: string, document: unknown, record: number): void => {
    const found = detectShape(document)
    if (found === null) {
      reason = 'its JSON objects are no log events: none has a time that can be read'
      return
    }
    const tried = normalize(text, document, { shape: found, file: name, record, shiftUs: 0 })
    if (tried.ok) shape = found
    else reason = `its JSON objects are no log events: ${tried.reason}`
  }

  const lookAt = (raw: RawRecord): void => {
    if (shape !== null && !mayTellClock(raw)) return
    const parsed = parseRecord(raw)
    if (!parsed.ok) return
    if (shape === null) findShape(parsed.text, parsed.document, raw.record)
    if (shape === null || shape === 'evtx') return
    const sample = clockSample(parsed.document, shape)
    if (!sample) return
    estimator.add(sample)
    samples += 1
  }

  return {
    at(records: readonly RawRecord[]): void {
      for (const raw of records) lookAt(raw)
    },
    get shape() {
      return shape
    },
    get reason() {
      return reason
    },
    clocks: (): Clocks => (samples === 0 ? noClocks : clocksOf(estimator.finish())),
  }
}

const utcTime = Buffer.from('UtcTime')

/** Only Sysmon events carry both times, and all of those spell this name. */
const mayTellClock = (raw: RawRecord): boolean =>
  raw.reject === undefined &&
  raw.document === undefined &&
  raw.bytes.subarray(raw.start, raw.stop).includes(utcTime)
