import type { Connector, Entity, SourceDescription } from '#connectors/contract.ts'
import { formatInstant } from '#queries/scope.ts'
import { formatNumber } from '#views/format.ts'
import { type ErrorReport, reportOf } from '../../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { RegisterCommand } from '../main.ts'
import { print, printJson, safeText } from '../output.ts'
import { textTable } from '../text-table.ts'

const help = `
Examples:
  attacktrace sources
  attacktrace sources lab
  attacktrace sources lab --json

Exit codes: 0 answered, 3 a source in the list does not answer, 2 bad input, 1 anything else.`

interface Flags {
  readonly data: string
  readonly json?: boolean
}

/** `attacktrace sources`: what there is to search, and what is inside one of them. */
export const registerSources: RegisterCommand = (program, done) => {
  program
    .command('sources')
    .description('List the sources of a data folder, or say what one of them holds.')
    .argument('[name]', 'one source')
    .option('--data <folder>', 'folder that holds everything of one hunter', './data')
    .option('--json', 'print one JSON object')
    .addHelpText('after', help)
    .action(async (name: string | undefined, flags: Flags) => {
      done(await showSources(name, flags))
    })
}

const showSources = async (name: string | undefined, { data, json }: Flags): Promise<number> => {
  const { openDataFolder } = await import('../../data-folder.ts')
  const { openSource, sourceNames } = await import('../../sources.ts')
  const folder = openDataFolder(data)
  const { signal } = new AbortController()
  const asked = async <T>(
    source: string,
    ask: (connector: Connector) => Promise<T>,
  ): Promise<T> => {
    const connector = await openSource(folder, source, { threads: 0 })
    try {
      return await ask(connector)
    } finally {
      await connector.close()
    }
  }
  if (name === undefined) {
    const all: SourceDescription[] = []
    const silent: SilentSource[] = []
    for (const source of sourceNames(folder)) {
      try {
        all.push(await asked(source, (connector) => connector.describe(signal)))
      } catch (error) {
        // One that does not answer hides no other.
        silent.push({ id: source, health: 'unreachable', error: reportOf(error) })
      }
    }
    if (json) printJson({ format: 1, sources: [...all.map(sourceJson), ...silent] })
    else printAll(all, silent)
    return silent.length === 0 ? exitCodes.whole : exitCodes.gaps
  }
  const { source, assets, identities } = await asked(name, async (connector) => ({
    source: await connector.describe(signal),
    assets: await connector.entities('', 'asset', null, signal),
    identities: await connector.entities('', 'identity', null, signal),
  }))
  if (json) {
    printJson({
      format: 1,
      source: {
        ...sourceJson(source),
        assetList: assets.map(entityJson),
        identityList: identities.map(entityJson),
      },
    })
  } else printOne(source, assets, identities)
  return exitCodes.whole
}

interface SilentSource {
  readonly id: string
  readonly health: SourceDescription['health']
  readonly error: ErrorReport
}

const instant = (time: number | null | undefined): string =>
  typeof time === 'number' ? formatInstant(time).replace(/\.\d+Z$/, 'Z') : '-'

const printAll = (
  sources: readonly SourceDescription[],
  silent: readonly SilentSource[] = [],
): void => {
  if (sources.length + silent.length === 0) {
    print('No sources yet. Import a log file: attacktrace import --source NAME FILE')
    return
  }
  const head = [
    'source',
    'events',
    'from',
    'to',
    'read up to',
    'assets',
    'identities',
    'log sources',
    'rejects',
    'state',
  ]
  const answered = sources.map((s) => [
    s.id,
    formatNumber(s.events.value),
    instant(s.range?.from),
    instant(s.range?.to),
    instant(s.watermark),
    formatNumber(s.assets),
    formatNumber(s.identities),
    formatNumber(s.logSources.length),
    formatNumber(s.rejects),
    s.health,
  ])
  const rows = [
    ...answered,
    ...silent.map((s) => [s.id, ...head.slice(2).map(() => '-'), s.health]),
  ]
  for (const line of textTable(head, rows, [1, 5, 6, 7, 8])) print(line)
  for (const { id, error } of silent) print(`${id}: ${safeText(error.message)}`)
}

const printOne = (
  source: SourceDescription,
  assets: readonly Entity[],
  identities: readonly Entity[],
): void => {
  printAll([source])
  print('')
  const logSources = source.logSources.map((s) => [
    safeText(s.channel),
    safeText(s.code),
    formatNumber(s.events),
    formatNumber(s.assets),
    instant(s.first),
    instant(s.last),
  ])
  for (const line of textTable(
    ['channel', 'event id', 'events', 'assets', 'first', 'last'],
    logSources,
    [2, 3],
  ))
    print(line)
  for (const [title, list, total] of [
    ['asset', assets, source.assets],
    ['identity', identities, source.identities],
  ] as const) {
    print('')
    const rows = list.map((e) => [
      safeText(e.label),
      formatNumber(e.events),
      instant(e.lastSeen),
      safeText(e.aliases.slice(0, 4).join(', ')),
    ])
    for (const line of textTable([title, 'events', 'last seen', 'also known as'], rows, [1]))
      print(line)
    if (list.length < total)
      print(`${list.length} of ${formatNumber(total)} shown, the last seen first.`)
  }
}

const sourceJson = (source: SourceDescription) => ({
  ...source,
  range: source.range && {
    from: formatInstant(source.range.from),
    to: formatInstant(source.range.to),
  },
  watermark: source.watermark === null ? null : formatInstant(source.watermark),
  logSources: source.logSources.map((s) => ({
    ...s,
    first: formatInstant(s.first),
    last: formatInstant(s.last),
  })),
})

const entityJson = (entity: Entity) => ({ ...entity, lastSeen: formatInstant(entity.lastSeen) })
