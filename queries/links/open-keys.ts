import type { LogEvent } from '../event.ts'
import { type KeyKind, keyKinds, keyText, type LinkKey } from './keys.ts'

/** Gathers the keys of one event, each once. */
export interface OpenKeys {
  /** Adds a key; nothing when `value` is undefined. `shown` names the fields it stands in. */
  readonly add: (
    kind: KeyKind,
    value: string | undefined,
    shown: Readonly<Record<string, string>>,
  ) => void
  readonly keys: () => readonly LinkKey[]
}

/** More keys than this are a hostile document, not an event. */
const maxKeys = 64

export const openKeys = (event: LogEvent): OpenKeys => {
  const found = new Map<string, LinkKey>()
  const inMessage = new Set(event.fromMessage)
  return {
    add: (kind, value, shown) => {
      if (value === undefined || value === '' || found.size >= maxKeys) return
      const asset = keyKinds[kind] === 'asset' ? event.asset : null
      const text = keyText(kind, asset, value)
      const isSaid = inMessage.size > 0 && Object.keys(shown).every((name) => inMessage.has(name))
      const before = found.get(text)
      // The same key from a field of its own counts more than from the message.
      if (before && !(before.fromMessage && !isSaid)) return
      found.set(text, { kind, asset, value, shown, ...(isSaid ? { fromMessage: true } : {}) })
    },
    keys: () => [...found.values()],
  }
}
