import type { Frame } from './frame.ts'

/**
 * How an asset is written: as the scope names it, its domain cut off, else its key in capitals. Windows
 * writes short names so.
 */
export const assetLabels = (frame: Pick<Frame, 'meta'>): ((asset: string) => string) => {
  const { assets } = frame.meta.scope
  const named = new Map(
    assets.kind === 'list' ? assets.assets.map((ref) => [ref.key, shortName(ref.label)]) : [],
  )
  return (asset) => named.get(asset) ?? shortName(asset)
}

/** A dot at the very beginning ends no name: a hostile one would be left without any letter. */
const shortName = (name: string): string => {
  if (/^[0-9.]+$/.test(name) || name.includes(':')) return name
  const dot = name.indexOf('.')
  return (dot > 0 ? name.slice(0, dot) : name).toUpperCase()
}
