import { readFileSync } from 'node:fs'
import { catalogFileSchema, type Tactic, type Technique } from './schema.ts'
import { searchTechniques, type TechniqueFilter } from './search.ts'

/** One tactic with its techniques, in id order. A technique of two tactics stands under both. */
export interface TacticGroup {
  readonly tactic: Tactic
  readonly techniques: readonly Technique[]
}

/** All active techniques of one ATT&CK Enterprise version: facts only. */
export interface Catalog {
  readonly attackVersion: string
  /** MITRE's notice, to be shown wherever its names are. */
  readonly notice: string
  readonly techniques: readonly Technique[]
  readonly tactics: readonly Tactic[]
  readonly platforms: readonly string[]
  /** By id, in any case; undefined when no active technique has it. */
  technique(id: string): Technique | undefined
  /** A technique's sub-techniques, in id order. */
  children(id: string): readonly Technique[]
  search(query: string, filter?: TechniqueFilter): readonly Technique[]
  /** Grouped by tactic in ATT&CK's own order; of `techniques` when given, else of all. */
  byTactic(techniques?: readonly Technique[]): readonly TacticGroup[]
}

let opened: Catalog | undefined

/** The catalog that ships, read once. */
export const openCatalog = (): Catalog => (opened ??= readCatalog())

const readCatalog = (): Catalog => {
  const file = new URL('./data/enterprise-18.1.json', import.meta.url)
  const data = catalogFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const byId = new Map(data.techniques.map((technique) => [technique.id, technique]))
  return {
    attackVersion: data.attackVersion,
    notice: data.notice,
    techniques: data.techniques,
    tactics: data.tactics,
    platforms: [...new Set(data.techniques.flatMap((t) => t.platforms))].toSorted(),
    technique: (id) => byId.get(id.trim().toUpperCase()),
    children: (id) => data.techniques.filter((t) => t.parent === id),
    search: (query, filter = {}) => searchTechniques(data.techniques, query, filter),
    byTactic: (techniques = data.techniques) =>
      data.tactics
        .map((tactic) => ({
          tactic,
          techniques: techniques.filter((t) => t.tactics.includes(tactic.shortName)),
        }))
        .filter((group) => group.techniques.length > 0),
  }
}
