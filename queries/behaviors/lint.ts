import { isAppError } from '../errors.ts'
import { evaluate } from '../evaluate.ts'
import { foldCase } from '../event.ts'
import { fill } from './bind.ts'
import { logSourcesNamed } from './log-sources.ts'
import { isListType, type Parameter } from './parameter.ts'
import type { GuideFile, Place } from './parse.ts'
import type { Behavior, BehaviorSample, TechniqueGuide } from './schema.ts'
import { isTemplateClause, placeholdersOf, type Template, type TemplateClause } from './template.ts'

/** `error`: the behavior would mislead or not run. `warning`: it runs, and could be better. */
export type Severity = 'error' | 'warning'

/** The closed list of what is looked for, beyond the schema, with its severity. */
export const lintRules = {
  'unknown-technique': 'error',
  'duplicate-id': 'error',
  'unknown-citation': 'error',
  'unused-citation': 'warning',
  'unknown-parameter': 'error',
  'unused-parameter': 'error',
  'misplaced-parameter': 'error',
  'no-log-source': 'error',
  'log-source-not-needed': 'error',
  'needed-log-source-not-asked': 'warning',
  'no-matches': 'error',
  'no-near-misses': 'error',
  'no-benign-causes': 'error',
  'no-blind-spots': 'error',
  'needless-wildcard': 'warning',
  'sample-fails': 'error',
} as const satisfies Record<string, Severity>

export type LintRule = keyof typeof lintRules

export interface LintFinding extends Place {
  readonly rule: LintRule
  readonly severity: Severity
  readonly message: string
}

type Path = readonly PropertyKey[]
type Find = (rule: LintRule, path: Path, message: string) => void

/** Looks at all guides at once; `isTechnique` says whether the catalog holds an id. */
export const lintGuides = (
  files: readonly GuideFile[],
  isTechnique: (id: string) => boolean,
): readonly LintFinding[] => {
  const findings: LintFinding[] = []
  const techniques = new Map<string, string>()
  const behaviors = new Map<string, string>()
  for (const file of files) {
    const find: Find = (rule, path, message) => {
      findings.push({ ...file.locate(path), rule, severity: lintRules[rule], message })
    }
    const { guide } = file
    if (!isTechnique(guide.technique)) {
      find('unknown-technique', ['technique'], `ATT&CK has no active technique ${guide.technique}`)
    }
    const other = techniques.get(guide.technique)
    if (other !== undefined) {
      find('duplicate-id', ['technique'], `${guide.technique} has a guide in ${other}`)
    }
    techniques.set(guide.technique, file.file)
    lintCitations(guide, find)
    for (const [i, behavior] of guide.behaviors.entries()) {
      const path = ['behaviors', i]
      const owner = behaviors.get(behavior.id)
      if (owner !== undefined) {
        find('duplicate-id', [...path, 'id'], `behavior ${behavior.id} is already in ${owner}`)
      }
      behaviors.set(behavior.id, file.file)
      lintBehavior(behavior, path, find)
    }
  }
  return findings
}

const lintCitations = (guide: TechniqueGuide, find: Find): void => {
  const cited = new Set<number>()
  const known = new Set(guide.citations.map((citation) => citation.n))
  const look = (numbers: readonly number[], path: Path): void => {
    for (const [i, n] of numbers.entries()) {
      cited.add(n)
      if (!known.has(n))
        find('unknown-citation', [...path, 'cites', i], `there is no citation ${n}`)
    }
  }
  for (const part of ['what', 'why', 'detection'] as const) {
    for (const [i, prose] of (guide[part] ?? []).entries()) look(prose.cites, [part, i])
  }
  for (const [i, behavior] of guide.behaviors.entries()) look(behavior.cites, ['behaviors', i])
  const seen = new Set<number>()
  for (const [i, { n }] of guide.citations.entries()) {
    const path = ['citations', i, 'n']
    if (seen.has(n)) find('duplicate-id', path, `citation ${n} stands twice`)
    seen.add(n)
    if (!cited.has(n)) find('unused-citation', path, `nothing cites ${n}`)
  }
}

const lintBehavior = (behavior: Behavior, path: Path, find: Find): void => {
  lintParameters(behavior, path, find)
  lintLogSources(behavior, path, find)
  if (behavior.benign.length === 0) {
    find('no-benign-causes', [...path, 'benign'], 'name what else looks like this')
  }
  if (behavior.blindSpots.length === 0) {
    find('no-blind-spots', [...path, 'blindSpots'], 'name what this cannot see')
  }
  const { matches, nearMisses } = behavior.samples
  const samples = [...path, 'samples']
  if (matches.length === 0) find('no-matches', samples, 'give at least one event that matches')
  if (nearMisses.length === 0) {
    find('no-near-misses', samples, 'give at least one event that just does not match')
  }
  for (const [i, sample] of matches.entries()) {
    lintSample(behavior, sample, true, [...samples, 'matches', i], find)
  }
  for (const [i, sample] of nearMisses.entries()) {
    lintSample(behavior, sample, false, [...samples, 'nearMisses', i], find)
  }
}

/** Which parameter types an operator can take: a list needs `one_of`, wildcards work in `matches` alone. */
const fits = (clause: TemplateClause, parameter: Parameter): boolean => {
  const isList = isListType(parameter.type)
  if (clause.op === 'one_of') return isList
  if (clause.op === 'matches') return parameter.type === 'pattern'
  if (clause.op === 'equals' || clause.op === 'range')
    return !isList && parameter.type !== 'pattern'
  return !isList && parameter.type !== 'pattern' && parameter.type !== 'number'
}

const lintParameters = (behavior: Behavior, path: Path, find: Find): void => {
  const known = new Map(behavior.parameters.map((parameter) => [parameter.name, parameter]))
  const used = new Set<string>()
  walk(behavior.predicate, [...path, 'predicate'], (clause, at) => {
    if (clause.op === 'matches' && typeof clause.value === 'string') {
      const inner = /^\*([^*?]+)\*$/.exec(clause.value)?.[1]
      if (inner !== undefined) {
        find('needless-wildcard', [...at, 'value'], `say contains "${inner}" instead`)
      }
    }
    for (const { param } of placeholdersOf(clause)) {
      used.add(param)
      const parameter = known.get(param)
      if (!parameter) {
        find('unknown-parameter', at, `there is no parameter ${param}`)
      } else if (!fits(clause, parameter)) {
        find('misplaced-parameter', at, `${clause.op} cannot take a ${parameter.type}`)
      }
    }
  })
  for (const [i, parameter] of behavior.parameters.entries()) {
    const at = [...path, 'parameters', i, 'name']
    if (!used.has(parameter.name)) {
      find('unused-parameter', at, `the predicate does not use ${parameter.name}`)
    }
    if (behavior.parameters.findIndex((p) => p.name === parameter.name) < i) {
      find('duplicate-id', at, `parameter ${parameter.name} stands twice`)
    }
  }
}

const walk = (
  node: Template,
  path: Path,
  visit: (clause: TemplateClause, path: Path) => void,
): void => {
  if (isTemplateClause(node)) visit(node, path)
  else if ('not' in node) walk(node.not, [...path, 'not'], visit)
  else if ('all' in node)
    for (const [i, part] of node.all.entries()) walk(part, [...path, 'all', i], visit)
  else for (const [i, part] of node.any.entries()) walk(part, [...path, 'any', i], visit)
}

const lintLogSources = (behavior: Behavior, path: Path, find: Find): void => {
  const keyOf = (source: { channel: string; code: string }): string =>
    `${foldCase(source.channel)} ${source.code}`
  const named = logSourcesNamed(behavior.predicate)
  if (named.isOpen) {
    find(
      'no-log-source',
      [...path, 'predicate'],
      'a way through the predicate names no winlog.channel and event.code',
    )
  }
  const asked = new Set(named.logSources.map(keyOf))
  const needed = behavior.logSources.needed.flatMap((need, i) =>
    need.anyOf.map((source, j) => ({
      source,
      at: [...path, 'logSources', 'needed', i, 'anyOf', j],
    })),
  )
  for (const { source, at } of needed) {
    if (!asked.has(keyOf(source))) {
      find(
        'needed-log-source-not-asked',
        at,
        `the predicate never asks ${source.channel} ${source.code}`,
      )
    }
  }
  const listed = new Set(needed.map(({ source }) => keyOf(source)))
  for (const source of named.logSources) {
    if (!listed.has(keyOf(source))) {
      find(
        'log-source-not-needed',
        [...path, 'logSources', 'needed'],
        `the predicate asks ${source.channel} ${source.code}, which is not listed`,
      )
    }
  }
}

const lintSample = (
  behavior: Behavior,
  sample: BehaviorSample,
  shouldMatch: boolean,
  path: Path,
  find: Find,
): void => {
  try {
    if (evaluate(fill(behavior, sample.values), sample.fields) !== shouldMatch) {
      find(
        'sample-fails',
        path,
        shouldMatch ? 'does not match and should' : 'matches and should not',
      )
    }
  } catch (error) {
    if (!isAppError(error)) throw error
    const faults = (error.details.faults ?? []).map((f) => `${f.field}: ${f.message}`)
    find('sample-fails', path, [error.message, ...faults].join(' '))
  }
}
