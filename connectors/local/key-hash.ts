import { type KeyKind, keyKinds, keyText } from '#queries/links/keys.ts'

/** The two halves of a hash that goes on. */
interface Halves {
  readonly h1: number
  readonly h2: number
}

const nothing: Halves = { h1: 0xdeadbeef, h2: 0x41c6ce57 }

/**
 * A 53-bit hash of a text (cyrb53, public domain): fits an SQLite integer that a double holds exactly.
 * At 20 million keys a collision is about as likely as 2 in 100; every hit is verified on the decoded event.
 */
export const hash53 = (text: string, before: Halves = nothing): number => {
  let { h1, h2 } = before
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i)
    h1 = Math.imul(h1 ^ c, 2654435761)
    h2 = Math.imul(h2 ^ c, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return 4294967296 * (2097151 & h2) + (h1 >>> 0)
}

const halvesOf = (text: string): Halves => {
  let { h1, h2 } = nothing
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i)
    h1 = Math.imul(h1 ^ c, 2654435761)
    h2 = Math.imul(h2 ^ c, 1597334677)
  }
  return { h1, h2 }
}

/** The number under which `ev_key` holds a key. */
export const keyHash = (kind: KeyKind, asset: string | null, value: string): number =>
  hash53(keyText(kind, asset, value))

/** Assets whose beginnings are held. */
const maxAssets = 5_000

/**
 * The same as `keyHash`, of many keys: what stands before the value is hashed once for a kind and an asset,
 * and no text is put together.
 */
export const openKeyHasher = (): ((kind: KeyKind, asset: string, value: string) => number) => {
  const anywhere = new Map<KeyKind, Halves>()
  const byAsset = new Map<string, Map<KeyKind, Halves>>()
  const begun = (asset: string): Map<KeyKind, Halves> => {
    const known = byAsset.get(asset)
    if (known) return known
    if (byAsset.size >= maxAssets) byAsset.clear()
    const made = new Map<KeyKind, Halves>()
    byAsset.set(asset, made)
    return made
  }
  return (kind, asset, value) => {
    const table = keyKinds[kind] === 'asset' ? begun(asset) : anywhere
    let before = table.get(kind)
    if (before === undefined) {
      before = halvesOf(keyText(kind, asset, ''))
      table.set(kind, before)
    }
    return hash53(value, before)
  }
}
