import { hash } from 'node:crypto'
import { foldCase } from '../event.ts'
import { remember } from '../remember.ts'
import { byNames } from './by-names.ts'
import type { JsonObject, Unfolded } from './record.ts'

const maxDepth = 64

/** Whether a document nests at most 64 levels: deeper ones are refused before anything recurses into them. */
export const isShallow = (value: object, left = maxDepth): boolean => {
  if (left === 0) return false
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null && !isShallow(part, left - 1)) return false
  }
  return true
}

const nul = '\u0000'
const mark = '\u0001'

/** Most text stands as it is; text that could be taken for a separator or a mark is escaped. */
const textPiece = (text: string): string =>
  text.charCodeAt(0) === 1 || text.includes(nul) ? `${mark}${JSON.stringify(text)}` : text

interface NameOrder {
  readonly sorted: readonly string[]
  /** Places of the sorted names among the written ones. */
  readonly places: readonly number[]
  /** What stands before each value in the text, and before all of them. */
  readonly before: readonly string[]
  readonly opening: string
}

const orderOf = byNames((written): NameOrder => {
  const sorted = written.toSorted()
  const at = new Map(written.map((name, i) => [name, i]))
  return {
    sorted,
    places: sorted.map((name) => at.get(name) ?? 0),
    before: sorted.map((name) => `${nul}${textPiece(name)}${nul}`),
    opening: `${mark}{${written.length}`,
  }
})

const write = (pieces: string[], value: unknown): void => {
  if (typeof value === 'string') pieces.push(textPiece(value))
  else if (typeof value !== 'object' || value === null)
    pieces.push(`${mark}${JSON.stringify(value)}`)
  else if (Array.isArray(value)) {
    pieces.push(`${mark}[${value.length}`)
    for (const part of value) write(pieces, part)
  } else {
    const names = orderOf(Object.keys(value)).sorted
    pieces.push(`${mark}{${names.length}`)
    for (const name of names) {
      pieces.push(textPiece(name))
      write(pieces, Reflect.get(value, name))
    }
  }
}

/** The same text, put together at once, of a document that holds no lists and no objects. */
const flatText = ({ names, values }: Unfolded): string => {
  const { places, before, opening } = orderOf(names)
  let text = opening
  for (let i = 0; i < places.length; i += 1) {
    const value = values[places[i] ?? 0]
    if (typeof value === 'string') text += (before[i] ?? '') + textPiece(value)
    else if (typeof value === 'number' && Number.isSafeInteger(value))
      text += `${before[i]}${mark}${value === 0 ? 0 : value}`
    else text += `${before[i]}${mark}${JSON.stringify(value)}`
  }
  return text
}

/**
 * One text for one document, in whatever order its keys were written: names sorted, NUL between the pieces,
 * a mark before what is no text. No two documents give the same. At most 64 levels deep (`isShallow`).
 */
export const canonicalText = (document: unknown): string => {
  const pieces: string[] = []
  write(pieces, document)
  return pieces.join(nul)
}

/**
 * The id of the nth repetition of a document that carries no number of its own: a log may say the same
 * thing several times in one tick, and each time is an event. Counted inside one file, from 1.
 */
export const copyDigest = (first: string, copy: number): string =>
  copy === 0 ? first : hash('sha256', `${first}\u0000${copy}`, 'hex').slice(0, 32)

/** The event's id: 32 hex digits of SHA-256 over host, channel, record id, written time and original (DESIGN §5). */
export const eventDigest = (
  asset: string,
  channel: string,
  recordId: string,
  written: string,
  document: JsonObject,
  unfolded: Unfolded,
): string => {
  const text = unfolded.isFlat ? flatText(unfolded) : canonicalText(document)
  const whole = asset + nul + foldChannel(channel) + nul + recordId + nul + written + nul + text
  return hash('sha256', whole, 'hex').slice(0, 32)
}

const foldChannel = remember(foldCase)
