import { hash } from 'node:crypto'
import { foldCase } from '../event.ts'

const maxDepth = 64

/** Whether a document nests at most 64 levels: deeper ones are refused before anything recurses into them. */
export const isShallow = (value: unknown, left = maxDepth): boolean => {
  if (typeof value !== 'object' || value === null) return true
  if (left === 0) return false
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null && !isShallow(part, left - 1)) return false
  }
  return true
}

const isFlat = (document: object): boolean => {
  for (const part of Object.values(document))
    if (typeof part === 'object' && part !== null) return false
  return true
}

/**
 * JSON with sorted keys: the same text for the same document, in whatever order its keys were written.
 * The document is at most 64 levels deep (`isShallow`).
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const names = Object.keys(value).sort()
  // One native call for a flat document: the list is both the order and the choice of keys.
  if (isFlat(value)) return JSON.stringify(value, names)
  const parts = names.map((name) => {
    const part: unknown = Reflect.get(value, name)
    return `${JSON.stringify(name)}:${canonicalJson(part)}`
  })
  return `{${parts.join(',')}}`
}

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
    [asset, foldCase(channel), recordId, written, canonicalJson(document)].join('\u0000'),
    'hex',
  ).slice(0, 32)
