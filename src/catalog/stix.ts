import { z } from 'zod'
import { AppError } from '#queries/errors.ts'
import type { AttackLogSource, CatalogFile, Technique } from './schema.ts'

const referenceSchema = z.looseObject({
  source_name: z.string().optional(),
  external_id: z.string().optional(),
})

/** What is read of a STIX 2.0 or 2.1 object; everything else, all prose included, is passed over. */
const objectSchema = z.looseObject({
  type: z.string(),
  id: z.string(),
  name: z.string().optional(),
  revoked: z.boolean().optional(),
  external_references: z.array(referenceSchema).optional(),
  kill_chain_phases: z
    .array(z.looseObject({ kill_chain_name: z.string(), phase_name: z.string() }))
    .optional(),
  relationship_type: z.string().optional(),
  source_ref: z.string().optional(),
  target_ref: z.string().optional(),
  tactic_refs: z.array(z.string()).optional(),
  x_mitre_deprecated: z.boolean().optional(),
  x_mitre_shortname: z.string().optional(),
  x_mitre_platforms: z.array(z.string()).optional(),
  x_mitre_version: z.string().optional(),
  x_mitre_analytic_refs: z.array(z.string()).optional(),
  x_mitre_log_source_references: z
    .array(
      z.looseObject({
        x_mitre_data_component_ref: z.string(),
        name: z.string(),
        channel: z.string(),
      }),
    )
    .optional(),
})
type StixObject = z.infer<typeof objectSchema>

const bundleSchema = z.looseObject({ type: z.literal('bundle'), objects: z.array(objectSchema) })

/** MITRE's notice, as its license asks for in any copy. */
const attackNotice =
  '© 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.'

/** Event ids of `EventCode=4663, 4670, 4656`; none where the channel is prose, which is not kept. */
export const eventCodesOf = (channel: string): readonly string[] =>
  /^\s*EventCode\s*=\s*\d/.test(channel)
    ? [...new Set(Array.from(channel.matchAll(/\b\d+\b/g), (match) => match[0]))]
    : []

/**
 * The catalog's facts out of an ATT&CK Enterprise bundle. Throws `invalid_request` for what is no such
 * bundle, and where a sub-technique's id and its relationship name different parents.
 */
export const catalogFromStix = (bundle: unknown, attackVersion: string): CatalogFile => {
  const parsed = bundleSchema.safeParse(bundle)
  if (!parsed.success) throw new AppError('invalid_request', 'This is no STIX bundle.')
  const objects = new Map(parsed.data.objects.map((object) => [object.id, object]))
  const active = parsed.data.objects.filter(isActive)
  const of = (type: string): readonly StixObject[] => active.filter((o) => o.type === type)
  const related = (kind: string): readonly StixObject[] =>
    of('relationship').filter((o) => o.relationship_type === kind)

  const matrix = of('x-mitre-matrix').find((m) => m.tactic_refs)
  if (!matrix) throw new AppError('invalid_request', 'The bundle holds no ATT&CK matrix.')
  const tactics = (matrix.tactic_refs ?? []).map((ref) => {
    const tactic = need(objects, ref)
    return { id: attackId(tactic), shortName: tactic.x_mitre_shortname ?? '', name: nameOf(tactic) }
  })
  const order = new Map(tactics.map((tactic, i) => [tactic.shortName, i]))

  const strategies = groupBy(related('detects'), (r) => r.target_ref ?? '')
  const parents = new Map(
    related('subtechnique-of').map((r) => [r.source_ref ?? '', r.target_ref ?? '']),
  )
  const techniques = of('attack-pattern').map((pattern): Technique => {
    const id = attackId(pattern)
    const parentRef = parents.get(pattern.id)
    const parent = parentRef === undefined ? null : attackId(need(objects, parentRef))
    if (parent !== (id.includes('.') ? id.slice(0, id.indexOf('.')) : null)) {
      throw new AppError('invalid_request', `${id} names ${parent ?? 'nothing'} as its parent.`)
    }
    return {
      id,
      name: nameOf(pattern),
      tactics: (pattern.kill_chain_phases ?? [])
        .filter((phase) => phase.kill_chain_name === 'mitre-attack')
        .map((phase) => phase.phase_name)
        .toSorted((a, b) => (order.get(a) ?? 99) - (order.get(b) ?? 99)),
      platforms: (pattern.x_mitre_platforms ?? []).toSorted(),
      parent,
      version: pattern.x_mitre_version ?? '',
      strategies: (strategies.get(pattern.id) ?? [])
        .map((r) => need(objects, r.source_ref ?? ''))
        .filter(isActive)
        .map((strategy) => strategyOf(strategy, objects)),
    }
  })
  return {
    format: 1,
    notice: attackNotice,
    domain: 'enterprise',
    attackVersion,
    tactics,
    techniques: techniques.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

const isActive = (object: StixObject): boolean =>
  object.revoked !== true && object.x_mitre_deprecated !== true

const strategyOf = (strategy: StixObject, objects: ReadonlyMap<string, StixObject>) => ({
  id: attackId(strategy),
  analytics: (strategy.x_mitre_analytic_refs ?? [])
    .map((ref) => need(objects, ref))
    .filter(isActive)
    .map((analytic) => ({
      id: attackId(analytic),
      platforms: (analytic.x_mitre_platforms ?? []).toSorted(),
      logSources: merged(
        (analytic.x_mitre_log_source_references ?? []).map((source) => ({
          name: source.name,
          codes: [...eventCodesOf(source.channel)],
          component: nameOf(need(objects, source.x_mitre_data_component_ref)),
        })),
      ),
    })),
})

/** With its prose gone, one log source may stand twice; once is enough. */
const merged = (sources: readonly AttackLogSource[]): AttackLogSource[] => [
  ...new Map(sources.map((source) => [JSON.stringify(source), source])).values(),
]

const need = (objects: ReadonlyMap<string, StixObject>, ref: string): StixObject => {
  const found = objects.get(ref)
  if (!found) throw new AppError('invalid_request', `The bundle names ${ref} and does not hold it.`)
  return found
}

const attackId = (object: StixObject): string => {
  const id = object.external_references?.find((r) => r.source_name === 'mitre-attack')?.external_id
  if (id === undefined) throw new AppError('invalid_request', `${object.id} has no ATT&CK id.`)
  return id
}

const nameOf = (object: StixObject): string => object.name ?? ''

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
