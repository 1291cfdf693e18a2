import type { IdentityMention } from '#queries/event.ts'
import type { LinkKey } from '#queries/links/keys.ts'
import { maxKeys } from '#queries/links/open-keys.ts'
import type { LogSourceName } from './slice.ts'

/* What the events of one slice share: each value once, and its place in the order it was first met. */

export interface Table<V> {
  readonly values: V[]
  place(value: V): number
}

export const createStrings = (): Table<string> => {
  const places = new Map<string, number>()
  const values: string[] = []
  return {
    values,
    place(text) {
      const known = places.get(text)
      if (known !== undefined) return known
      places.set(text, values.length)
      return values.push(text) - 1
    },
  }
}

/** Typing gives one object for one account nearly always: only a new one is looked up by its texts. */
export const createAccounts = (): Table<IdentityMention> => {
  const byObject = new Map<IdentityMention, number>()
  const byText = new Map<string, number>()
  const values: IdentityMention[] = []
  return {
    values,
    place(mention) {
      const known = byObject.get(mention)
      if (known !== undefined) return known
      const text = `${mention.domain}\\${mention.name}\u0000${mention.sid}`
      let place = byText.get(text)
      if (place === undefined) {
        place = values.push(mention) - 1
        byText.set(text, place)
      }
      byObject.set(mention, place)
      return place
    },
  }
}

export const createSources = () => {
  const byChannel = new Map<string, Map<string, number>>()
  const values: LogSourceName[] = []
  return {
    values,
    place(channel: string, code: string): number {
      let codes = byChannel.get(channel)
      if (codes === undefined) {
        codes = new Map()
        byChannel.set(channel, codes)
      }
      const known = codes.get(code)
      if (known !== undefined) return known
      codes.set(code, values.length)
      return values.push([channel, code]) - 1
    },
  }
}

/** Short, and safe for lists and numbers of any size. */
const listKey = (list: readonly number[]): string => {
  let key = ''
  for (const n of list) key += String.fromCharCode(n & 0xffff, n >>> 16)
  return key
}

export const createLists = (): Table<readonly number[]> => {
  const strings = new Map<string, number>()
  const values: (readonly number[])[] = []
  return {
    values,
    place(list) {
      const key = listKey(list)
      const known = strings.get(key)
      if (known !== undefined) return known
      strings.set(key, values.length)
      return values.push(list) - 1
    },
  }
}

/** The hashes of the keys of many events, one event's behind the other's, each once an event. */
export const createKeyList = (
  hashOf: (kind: LinkKey['kind'], asset: string, value: string) => number,
  size: number,
) => {
  let keys = new Float64Array(size)
  let count = 0
  let first = 0
  let asset = ''
  return {
    get count() {
      return count
    },
    /** Begins the next event. */
    begin(assetOfEvent: string): void {
      first = count
      asset = assetOfEvent
    },
    add(kind: LinkKey['kind'], value: string | undefined): void {
      if (value === undefined || value === '' || count - first >= maxKeys) return
      const hash = hashOf(kind, asset, value)
      for (let i = first; i < count; i += 1) if (keys[i] === hash) return
      if (count === keys.length) {
        const larger = new Float64Array(keys.length * 2)
        larger.set(keys)
        keys = larger
      }
      keys[count] = hash
      count += 1
    },
    take: (): Float64Array<ArrayBuffer> => keys.slice(0, count),
  }
}
