import type { SourceDescription } from '#connectors/contract.ts'
import type { Binding } from '#queries/binding.ts'
import { neededFields } from '#queries/behaviors/bind.ts'
import type { TechniqueGuide } from '#queries/behaviors/schema.ts'
import type {
  CaptureView,
  DetectionView,
  FieldView,
  GuideView,
  TechniqueModel,
  TechniqueSourceView,
} from '#views/pages/technique-model.ts'
import { behaviorView } from './behavior-view.ts'
import type { Catalog } from './catalog.ts'
import { resolveGuide, type ResolvedGuide, seenIn } from './resolve.ts'
import type { Technique } from './schema.ts'

/** What a technique's page is made of. `source` and `binding` are null until a source is chosen and asked. */
export interface TechniquePageInput {
  readonly catalog: Catalog
  readonly technique: Technique
  readonly guide: TechniqueGuide | null
  readonly source: SourceDescription | null
  /** How the source answers `guideFields(guide)`. */
  readonly binding: Binding | null
}

/** Every field the guide asks of a source: what its behaviors test and what its capture notice names. */
export const guideFields = (guide: TechniqueGuide): readonly string[] => [
  ...new Set([
    ...guide.behaviors.flatMap(neededFields),
    ...Object.values(guide.capture).map((hint) => hint.field),
  ]),
]

/** Everything the technique page shows, with nothing left to ask. */
export const techniqueModel = (input: TechniquePageInput): TechniqueModel => {
  const { catalog, technique, guide, source } = input
  const named = ({ id, name }: Technique) => ({ id, name })
  const parent = technique.parent === null ? undefined : catalog.technique(technique.parent)
  const resolved = resolveGuide(guide, technique, source)
  return {
    id: technique.id,
    name: technique.name,
    attackVersion: catalog.attackVersion,
    version: technique.version,
    href: `https://attack.mitre.org/techniques/${technique.id.replace('.', '/')}/`,
    tactics: catalog.tactics
      .filter((tactic) => technique.tactics.includes(tactic.shortName))
      .map(({ shortName, name }) => ({ shortName, name })),
    platforms: technique.platforms,
    parent: parent ? named(parent) : null,
    children: catalog.children(technique.id).map(named),
    source: source && sourceView(source),
    detection: detectionView(catalog, technique, guide, resolved),
    guide: guide && guideView(guide, resolved, input),
    notice: catalog.notice,
  }
}

const sourceView = (source: SourceDescription): TechniqueSourceView => ({
  id: source.id,
  assets: source.assets,
  from: source.range?.from ?? null,
  to: source.range?.to ?? null,
  relation: source.events.relation,
})

/** The plain words where ATT&CK says nothing: a statement about the catalog, never about the environment. */
const detectionView = (
  catalog: Catalog,
  technique: Technique,
  guide: TechniqueGuide | null,
  { strategies }: ResolvedGuide,
): DetectionView => {
  const hasLogSources = strategies.some((s) => s.analytics.some((a) => a.logSources.length > 0))
  const version = `ATT&CK ${catalog.attackVersion}`
  const about = 'That is a statement about the catalog, not about your environment.'
  return {
    strategies,
    guidance: guide?.detection ?? null,
    absence:
      strategies.length === 0
        ? {
            what: 'No detection guidance is published for this technique.',
            fact: `${version} lists no detection strategy, no analytics and no data sources for ${technique.id}. ${about}`,
          }
        : hasLogSources
          ? null
          : {
              what: 'Data sources: none listed.',
              fact: `${version} lists ${strategies.map((s) => s.id).join(', ')} for ${technique.id}, without log sources. ${about}`,
            },
  }
}

const captureParts = [
  ['command-line', 'Command line', 'commandLine'],
  ['arguments', 'Arguments', 'arguments'],
  ['parent-process', 'Parent process', 'parentProcess'],
  ['account', 'Account', 'account'],
  ['host', 'Host', 'host'],
  ['execution-time', 'Execution time', 'executionTime'],
] as const

const guideView = (
  guide: TechniqueGuide,
  resolved: ResolvedGuide,
  { source, binding }: TechniquePageInput,
): GuideView => {
  const answered = fieldsOf(binding)
  const seen = seenIn(source)
  return {
    what: guide.what,
    why: guide.why,
    capture: captureParts.map(([part, label, key]): CaptureView => {
      const { field, hint } = guide.capture[key]
      return { part, label, field, hint, answered: answered(field) }
    }),
    windowsEvents: resolved.windowsEvents,
    sysmonEvents: resolved.sysmonEvents,
    portableRule: guide.portableRule,
    start: guide.start,
    behaviors: guide.behaviors.map((behavior) => behaviorView(behavior, seen, answered)),
    references: guide.citations.map(({ n, title, publisher, year, url }) => ({
      n,
      title,
      publisher,
      year: year ?? null,
      href: url,
    })),
  }
}

const fieldsOf = (binding: Binding | null): ((field: string) => FieldView) => {
  const known = new Map((binding?.fields ?? []).map((field) => [field.field, field]))
  return (name) => {
    const field = known.get(name)
    if (!field) return null
    return field.status === 'bound'
      ? { state: 'bound', seen: field.seen }
      : { state: 'missing', reason: field.reason }
  }
}
