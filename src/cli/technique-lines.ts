import { isListType, type Parameter } from '#queries/behaviors/parameter.ts'
import type { Behavior, TechniqueGuide } from '#queries/behaviors/schema.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { channelOf } from '../catalog/log-channels.ts'
import type { Technique } from '../catalog/schema.ts'
import { wrap } from '../hunts/columns.ts'

const width = 100

const wrapped = (text: string, indent: string): readonly string[] => wrap(text, width, indent)

/** One technique for the terminal: facts, what ATT&CK lists, and our guide or the words that there is none. */
export const techniqueLines = (
  catalog: Catalog,
  technique: Technique,
  guide: TechniqueGuide | null,
): readonly string[] => {
  const parent = technique.parent === null ? undefined : catalog.technique(technique.parent)
  const tactics = catalog.tactics
    .filter((tactic) => technique.tactics.includes(tactic.shortName))
    .map((tactic) => tactic.name)
  return [
    `${technique.id} ${technique.name}`,
    `  Tactics    ${tactics.join(', ')}`,
    `  Platforms  ${technique.platforms.join(', ') || 'none listed'}`,
    ...(parent ? [`  Parent     ${parent.id} ${parent.name}`] : []),
    `  Catalog    ATT&CK Enterprise ${catalog.attackVersion}, object version ${technique.version}`,
    '',
    ...attackLines(catalog, technique),
    '',
    ...(guide
      ? guideLines(guide)
      : [
          'AttackTrace has no guide for this technique.',
          'It can be hunted with a captured behavior, or with a predicate: attacktrace hunt --where.',
        ]),
    '',
    catalog.notice,
  ]
}

const attackLines = (catalog: Catalog, technique: Technique): readonly string[] => {
  if (technique.strategies.length === 0) {
    return [
      'No detection guidance is published for this technique.',
      `  ATT&CK ${catalog.attackVersion} lists no detection strategy and no data sources for it.`,
    ]
  }
  return technique.strategies.flatMap((strategy) => [
    `Detection strategy ${strategy.id}`,
    ...strategy.analytics.flatMap((analytic) => {
      const sources = analytic.logSources.flatMap(({ name, codes, component }) =>
        codes.length === 0
          ? [`${name} (${component})`]
          : codes.map((code) => logSourceLabel(channelOf(name, code) ?? name, code)),
      )
      return wrapped(
        `${analytic.id}, ${analytic.platforms.join(', ')}: ${sources.join(', ') || 'no log sources listed'}`,
        '  ',
      )
    }),
  ])
}

const guideLines = (guide: TechniqueGuide): readonly string[] => [
  'What it is',
  ...guide.what.flatMap(({ text }) => wrapped(text, '  ')),
  '',
  'Why attackers use it',
  ...guide.why.flatMap(({ text }) => wrapped(text, '  ')),
  '',
  'No universal command represents this technique',
  ...wrapped(guide.portableRule, '  '),
  '',
  'Documented behaviors',
  ...guide.behaviors.flatMap(behaviorLines),
]

const behaviorLines = (behavior: Behavior): readonly string[] => [
  `  ${behavior.id}`,
  ...wrapped(behavior.summary, '    '),
  ...wrapped(
    `Needs ${behavior.logSources.needed
      .map((need) =>
        need.anyOf.map(({ channel, code }) => logSourceLabel(channel, code)).join(' or '),
      )
      .join('; ')}`,
    '    ',
  ),
  ...behavior.parameters.flatMap((parameter) => wrapped(parameterText(parameter), '    ')),
  ...wrapped(`Cannot see: ${behavior.blindSpots.join('; ')}`, '    '),
  '',
]

const parameterText = (parameter: Parameter): string => {
  const { name, reason, default: value } = parameter
  const shown =
    value === undefined
      ? 'required'
      : Array.isArray(value)
        ? value.length === 0
          ? 'default none'
          : `default ${value.join(', ')}`
        : `default ${value}`
  return `--set ${name}=${isListType(parameter.type) ? 'A,B' : 'VALUE'} (${shown}) ${reason}`
}
