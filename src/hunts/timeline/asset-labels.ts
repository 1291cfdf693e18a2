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

const shortName = (name: string): string =>
  /^[0-9.]+$/.test(name) || name.includes(':') ? name : (name.split('.')[0] ?? name).toUpperCase()
