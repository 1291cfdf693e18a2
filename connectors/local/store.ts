import { type Names, openNames } from './names.ts'
import { openReader, type Reader } from './reader.ts'

/** An open store as the operations see it. */
export interface Store {
  readonly file: string
  readonly reader: Reader
  readonly names: () => Names
}

/** Opens a store for one thread. Throws what `openReader` throws. */
export const openStore = (file: string, isCancelled?: () => boolean): Store => {
  const reader = openReader(file, isCancelled)
  return { file, reader, names: openNames(reader) }
}
