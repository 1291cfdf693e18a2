import type { LogEvent } from '../event.ts'
import { keysOf } from './keys-of.ts'
import type { LinkKey } from './keys.ts'

const known = new WeakMap<LogEvent, readonly LinkKey[]>()

/** The keys of an event, worked out once as long as the event object lives: a hunt asks for them many times. */
export const keysFor = (event: LogEvent): readonly LinkKey[] => {
  let keys = known.get(event)
  if (!keys) {
    keys = keysOf(event)
    known.set(event, keys)
  }
  return keys
}
