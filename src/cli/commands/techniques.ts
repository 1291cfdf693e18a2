import { AppError } from '#queries/errors.ts'
import { type Catalog, openCatalog } from '../../catalog/catalog.ts'
import { type Guides, loadGuides } from '../../catalog/guides.ts'
import type { Technique } from '../../catalog/schema.ts'
import { sameWord } from '../../catalog/search.ts'
import { didYouMean } from '../../near-names.ts'
import type { RegisterCommand } from '../main.ts'
import { print, printJson } from '../output.ts'
import { techniqueLines } from '../technique-lines.ts'

const help = `
Without a query all techniques are listed. A technique's whole id shows its facts, its log sources as ATT&CK
names them, and the documented behaviors with their parameters, as --behavior and --set of hunt take them.

Examples:
  attacktrace techniques com --platform windows
  attacktrace techniques --tactic lateral-movement
  attacktrace techniques T1559.001

Exit codes: 0 answered, 2 bad input, 1 anything else.`

interface Flags {
  readonly tactic?: string
  readonly platform?: string
  readonly json?: boolean
}

export const registerTechniques: RegisterCommand = (program) => {
  program
    .command('techniques')
    .description('Search the ATT&CK catalog, or show one technique with its documented behaviors.')
    .argument('[query...]', 'an id, a name, or part of one')
    .option('--tactic <tactic>', 'only this tactic')
    .option('--platform <platform>', 'only this platform')
    .option('--json', 'answer with one JSON object')
    .addHelpText('after', help)
    .action((words: readonly string[], flags: Flags) => {
      const catalog = openCatalog()
      const guides = loadGuides()
      const query = words.join(' ').trim()
      checkFilters(catalog, flags)
      if (!/^t\d{4}(\.\d{3})?$/i.test(query)) {
        list(catalog, guides, query, flags)
        return
      }
      const technique = catalog.technique(query)
      if (technique) show(catalog, guides, technique, flags.json === true)
      else {
        throw new AppError(
          'not_found',
          `ATT&CK ${catalog.attackVersion} has no active technique ${query.toUpperCase()}.`,
          { next: 'Search by name, or by the first digits: attacktrace techniques T155.' },
        )
      }
    })
}

/** A filter that names nothing would answer with nothing, which looks like an answer. */
const checkFilters = (catalog: Catalog, { tactic, platform }: Flags): void => {
  const tactics = catalog.tactics.map((t) => t.shortName)
  const check = (option: string, value: string | undefined, known: readonly string[]): void => {
    if (value === undefined || known.some((name) => sameWord(name, value))) return
    throw new AppError('invalid_request', `${option} ${value} names nothing in the catalog.`, {
      where: option,
      next: didYouMean(value, known, `There are ${known.join(', ')}.`),
    })
  }
  check('--tactic', tactic, tactics)
  check('--platform', platform, catalog.platforms)
}

const list = (catalog: Catalog, guides: Guides, query: string, flags: Flags): void => {
  const found = catalog.search(query, {
    tactic: flags.tactic ?? null,
    platform: flags.platform ?? null,
  })
  const behaviorsOf = (technique: Technique): number =>
    guides.guide(technique.id)?.behaviors.length ?? 0
  if (flags.json) {
    printJson({
      format: 1,
      attackVersion: catalog.attackVersion,
      notice: catalog.notice,
      techniques: found.map(({ strategies, ...facts }) => ({
        ...facts,
        strategies: strategies.map((strategy) => strategy.id),
        behaviors: guides.guide(facts.id)?.behaviors.map((behavior) => behavior.id) ?? [],
      })),
    })
    return
  }
  for (const technique of found) {
    const count = behaviorsOf(technique)
    const parent = technique.parent === null ? '' : `${catalog.technique(technique.parent)?.name}: `
    print(
      [
        technique.id.padEnd(10),
        `${parent}${technique.name}`,
        ...(count > 0 ? [`(${count} documented behaviors)`] : []),
      ].join(' '),
    )
  }
  print(
    `${found.length} of ${catalog.techniques.length} techniques, ATT&CK ${catalog.attackVersion}.`,
  )
}

const show = (catalog: Catalog, guides: Guides, technique: Technique, json: boolean): void => {
  const guide = guides.guide(technique.id) ?? null
  if (json) {
    const { attackVersion, notice } = catalog
    printJson({ format: 1, attackVersion, notice, technique, guide })
    return
  }
  for (const line of techniqueLines(catalog, technique, guide)) print(line)
}
