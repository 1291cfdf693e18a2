import { type Activities, readAccountActivity, readAssetActivity } from './activity.ts'
import { type Names, readNames } from './names.ts'
import { openReader, type Reader } from './reader.ts'

/** An open store as the operations see it. What is remembered is read again after an import has committed. */
export interface Store {
  readonly file: string
  readonly reader: Reader
  readonly names: () => Names
  readonly assetActivity: () => Activities
  readonly accountActivity: () => Activities
}

/** Opens a store for one thread. Throws what `openReader` throws. */
export const openStore = (file: string, isCancelled?: () => boolean): Store => {
  const reader = openReader(file, isCancelled)
  return {
    file,
    reader,
    names: remembered(reader, readNames),
    assetActivity: remembered(reader, readAssetActivity),
    accountActivity: remembered(reader, readAccountActivity),
  }
}

const remembered = <T>(reader: Reader, read: (reader: Reader) => T): (() => T) => {
  let kept: { readonly version: number; readonly value: T } | undefined
  return () => {
    const version = reader.version()
    if (kept?.version !== version) kept = { version, value: read(reader) }
    return kept.value
  }
}
