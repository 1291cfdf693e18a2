import { hash } from 'node:crypto'
import { foldCase } from '../event.ts'

const maxDepth = 64

/** Whether a document nests at most 64 levels: deeper ones are refused before anything recurses into them. */
export const isShallow = (value: object, left = maxDepth): boolean => {
  if (left === 0) return false
  for (const name in value) {
    const part: unknown = Reflect.get(value, name)
    if (typeof part === 'object' && part !== null && !isShallow(part, left - 1)) return false
  }
  return true
}

const nul = '\u0000'
const mark = '\u0001'

/** Most text stands as it is; text that could be taken for a separator or a mark is escaped. */
const textPiece = (text: string): string =>
  text.startsWith(mark) || text.includes(nul) ? `${mark}${JSON.stringify(text)}` : text

interface NameOrder {
  readonly written: readonly string[]
  readonly sorted: readonly string[]
}

/** Documents of one event id have the same names in the same order: few orders stand for a whole log. */
const orders = new Map<string, NameOrder>()
const maxOrders = 2_000

const sortedNames = (value: object): readonly string[] => {
  const written = Object.keys(value)
  const key = `${written.length} ${written[0]} ${written.at(-1)} ${written[written.length >> 1]}`
  const known = orders.get(key)
  if (known?.written.every((name, i) => name === written[i])) return known.sorted
  const sorted = written.toSorted()
  if (orders.size < maxOrders) orders.set(key, { written, sorted })
  return sorted
}

const write = (pieces: string[], value: unknown): void => {
  if (typeof value === 'string') pieces.push(textPiece(value))
  else if (typeof value !== 'object' || value === null)
    pieces.push(`${mark}${JSON.stringify(value)}`)
  else if (Array.isArray(value)) {
    pieces.push(`${mark}[${value.length}`)
    for (const part of value) write(pieces, part)
  } else {
    const names = sortedNames(value)
    pieces.push(`${mark}{${names.length}`)
    for (const name of names) {
      pieces.push(textPiece(name))
      write(pieces, Reflect.get(value, name))
    }
  }
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
  document: unknown,
): string =>
  hash(
    'sha256',
    [asset, foldCase(channel), recordId, written, canonicalText(document)].join(nul),
    'hex',
  ).slice(0, 32)
