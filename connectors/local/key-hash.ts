import { type KeyKind, keyText } from '#queries/links/keys.ts'

/**
 * A 53-bit hash of a text (cyrb53, public domain): fits an SQLite integer that a double holds exactly.
 * At 20 million keys a collision is about as likely as 2 in 100; every hit is verified on the decoded event.
 */
export const hash53 = (text: string): number => {
  let h1 = 0xdeadbeef
  let h2 = 0x41c6ce57
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i)
    h1 = Math.imul(h1 ^ c, 2654435761)
    h2 = Math.imul(h2 ^ c, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return 4294967296 * (2097151 & h2) + (h1 >>> 0)
}

/** The number under which `ev_key` holds a key. */
export const keyHash = (kind: KeyKind, asset: string | null, value: string): number =>
  hash53(keyText(kind, asset, value))
