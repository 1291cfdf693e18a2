import type { TechniqueModel } from '../pages/technique-model.ts'

/** Where a hunt begins, with what is already chosen. */
export const startHref = (model: TechniqueModel, behavior?: string): string => {
  const query = new URLSearchParams({ technique: model.id })
  if (model.source !== null) query.set('source', model.source.id)
  if (behavior !== undefined) query.set('behavior', behavior)
  return `/hunts/new?${query.toString()}`
}
