import fc from 'fast-check'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCatalog } from '#src/catalog/catalog.ts'
import { loadGuides, readGuideFiles } from '#src/catalog/guides.ts'
import { fill, neededFields, neededLogSources } from '#queries/behaviors/bind.ts'
import { lintGuides } from '#queries/behaviors/lint.ts'
import { logSourcesNamed } from '#queries/behaviors/log-sources.ts'
import { parseTechniqueGuide } from '#queries/behaviors/parse.ts'
import type { Template } from '#queries/behaviors/template.ts'
import { AppError } from '#queries/errors.ts'
import { evaluate } from '#queries/evaluate.ts'
import { fieldsOf, isClause, type Predicate } from '#queries/predicate.ts'

const guides = loadGuides()
const behaviors = guides.all.flatMap((guide) =>
  guide.behaviors.map((behavior) => ({ technique: guide.technique, behavior })),
)
const behaviorNamed = (id: string) => {
  const found = guides.behavior(id)
  if (!found) throw new Error(`no behavior ${id}`)
  return found.behavior
}

/** What it gives, or the expected failure it ends in; anything else it throws fails the test. */
const attempt = <T>(act: () => T): T | AppError => {
  try {
    return act()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

const errorOf = (act: () => unknown): AppError => {
  const result = attempt(act)
  if (result instanceof AppError) return result
  throw new Error('it did not fail')
}

/** A tree without its values: what filling must never change. */
const shapeOf = (node: Template | Predicate): unknown => {
  if ('op' in node) return [node.field, node.op]
  if ('not' in node) return { not: shapeOf(node.not) }
  const parts: readonly (Template | Predicate)[] = 'all' in node ? node.all : node.any
  return { ['all' in node ? 'all' : 'any']: parts.map(shapeOf) }
}

describe('the guides that ship', () => {
  it('are read without a fault and without a finding', () => {
    const { files, faults } = readGuideFiles()
    expect(faults).toEqual([])
    const catalog = openCatalog()
    expect(lintGuides(files, (id) => catalog.technique(id) !== undefined)).toEqual([])
  })

  it('cover the ten techniques, each with behaviors and with the log sources ATT&CK names for it', () => {
    expect(guides.all.map((guide) => guide.technique)).toEqual([
      'T1003.001',
      'T1021.003',
      'T1021.006',
      'T1047',
      'T1053.005',
      'T1059.001',
      'T1218.005',
      'T1546.003',
      'T1547.001',
      'T1559.001',
    ])
    for (const guide of guides.all) expect(guide.behaviors.length).toBeGreaterThanOrEqual(2)
    expect(guides.guide('t1559.001')?.technique).toBe('T1559.001')
    expect(guides.guide('T1055')).toBeUndefined()
  })

  it.each(behaviors)(
    '$behavior.id matches its samples and misses its near misses',
    ({ behavior }) => {
      for (const sample of behavior.samples.matches) {
        expect(evaluate(fill(behavior, sample.values), sample.fields)).toBe(true)
      }
      for (const sample of behavior.samples.nearMisses) {
        expect(evaluate(fill(behavior, sample.values), sample.fields)).toBe(false)
      }
    },
  )

  it.each(behaviors)('$behavior.id can be hunted with its defaults alone', ({ behavior }) => {
    const predicate = fill(behavior)
    expect(shapeOf(predicate)).toEqual(shapeOf(behavior.predicate))
    expect(neededFields(behavior)).toEqual(fieldsOf(predicate))
    const needed = neededLogSources(behavior).map((s) => `${s.channel} ${s.code}`)
    for (const source of logSourcesNamed(predicate).logSources) {
      expect(needed).toContain(`${source.channel} ${source.code}`)
    }
  })
})

describe('filling a behavior', () => {
  const office = behaviorNamed('com-office-automation-start')

  it('takes lists one a line, by comma, or as a list', () => {
    const names = (value: unknown) => {
      const predicate = fill(office, { programs: value })
      const clauses = 'all' in predicate ? predicate.all.filter(isClause) : []
      return clauses.find((clause) => clause.field === 'process.name')
    }
    const expected = { field: 'process.name', op: 'one_of', value: ['a.exe', 'b.exe'] }
    expect(names('a.exe, b.exe')).toEqual(expected)
    expect(names('a.exe\nb.exe\n')).toEqual(expected)
    expect(names(['a.exe', 'b.exe'])).toEqual(expected)
  })

  it('keeps the clause of an empty exclusion, matching nothing', () => {
    const servers = behaviorNamed('com-server-start-by-launcher')
    const text = JSON.stringify(fill(servers, { usual_servers: [] }))
    expect(text).toContain('"value":["<none>"]')
  })

  it('reports one fault a parameter, all at once', () => {
    const error = errorOf(() =>
      fill(office, { programs: [], process_events: { all: [] }, nonsense: 'x' }),
    )
    expect(error.code).toBe('invalid_request')
    expect(error.details.faults?.map((fault) => fault.field)).toEqual([
      'programs',
      'process_events',
      'nonsense',
    ])
  })

  it('never changes the shape of the tree, whatever the values are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...behaviors.filter(({ behavior }) => behavior.parameters.length > 0)),
        fc.infiniteStream(
          fc.oneof(
            fc.string(),
            fc.array(fc.string()),
            fc.anything(),
            fc.constant({ all: [] }),
            fc.constant({ param: 'programs' }),
            fc.constant('"}]},{"any":['),
          ),
        ),
        ({ behavior }, stream) => {
          const values = Object.fromEntries(
            behavior.parameters.map((parameter) => [parameter.name, stream.next().value]),
          )
          const filled = attempt(() => fill(behavior, values))
          expect(filled instanceof AppError ? filled.code : shapeOf(filled)).toEqual(
            filled instanceof AppError ? 'invalid_request' : shapeOf(behavior.predicate),
          )
        },
      ),
      { numRuns: 500 },
    )
  })

  it('takes wildcards for what they are only where a pattern is asked for', () => {
    const predicate = fill(office, { programs: ['*'] })
    expect(
      evaluate(predicate, {
        'winlog.channel': 'Security',
        'event.code': '4688',
        'process.name': 'EXCEL.EXE',
        'process.command_line': 'EXCEL.EXE -Embedding',
        'process.parent.name': 'svchost.exe',
      }),
    ).toBe(false)
  })
})

describe('the log sources a predicate names', () => {
  const sysmon = { field: 'winlog.channel', op: 'equals', value: 'S' } as const
  const code = (value: string) => ({ field: 'event.code', op: 'equals', value }) as const

  it('are read off each way through the tree', () => {
    expect(logSourcesNamed({ all: [sysmon, { any: [code('1'), code('3')] }] })).toEqual({
      isOpen: false,
      logSources: [
        { channel: 'S', code: '1' },
        { channel: 'S', code: '3' },
      ],
    })
  })

  it('leave a tree open where one way names none', () => {
    expect(logSourcesNamed({ any: [{ all: [sysmon, code('1')] }, code('3')] }).isOpen).toBe(true)
    expect(logSourcesNamed({ not: { all: [sysmon, code('1')] } }).isOpen).toBe(true)
  })

  it('leave a tree open where it lists more values than a behavior has log sources', () => {
    const list = (field: string) => ({
      field,
      op: 'one_of' as const,
      value: Array.from({ length: 10_000 }, (_, i) => `v${i}`),
    })
    const lists = [list('winlog.channel'), list('event.code'), list('event.code')]
    expect(logSourcesNamed({ all: lists })).toEqual({ isOpen: true, logSources: [] })
  })
})

describe('reading a guide', () => {
  const faultsOf = (text: string) => {
    const parsed = parseTechniqueGuide(text, 'x.yaml')
    return parsed.ok ? [] : parsed.faults
  }

  it('names every fault at once, each with its line and column', () => {
    const faults = faultsOf(
      [
        'technique: T15',
        'what: []',
        'surprise: 1',
        'behaviors:',
        '  - id: Not A Slug',
        '    predicate:',
        '      all:',
        '        - { field: process.name, op: equals, value: [a] }',
        '        - { field: process.name, op: smells, value: a }',
        '        - { any: [], not: { field: a, op: exists } }',
      ].join('\n'),
    )
    const at = faults.map((fault) => `${fault.line}:${fault.column} ${fault.path}`)
    expect(at).toContain('1:12 technique')
    expect(at).toContain('2:1 what')
    expect(at).toContain('3:11 surprise')
    expect(at).toContain('5:9 behaviors.0.id')
    expect(at).toContain('8:46 behaviors.0.predicate.all.0.value')
    expect(at).toContain('9:38 behaviors.0.predicate.all.1.op')
    expect(at).toContain('10:13 behaviors.0.predicate.all.2.any')
    expect(faults.every((fault) => fault.file === 'x.yaml')).toBe(true)
    expect(faults.length).toBeGreaterThan(10)
  })

  it('reports what is no YAML where it breaks off, and duplicate keys', () => {
    expect(faultsOf('technique: [')[0]).toMatchObject({ line: 1 })
    expect(faultsOf('technique: T1\ntechnique: T2')[0]).toMatchObject({ line: 2, column: 1 })
  })

  it('refuses a file that swells by aliases', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: 8 }, (_, i) => {
        const [name, from] = [String.fromCharCode(98 + i), String.fromCharCode(97 + i)]
        return `${name}: &${name} [${Array(10).fill(`*${from}`).join(', ')}]`
      }),
    ].join('\n')
    expect(faultsOf(bomb)[0]?.message).toMatch(/alias/i)
  })

  it('answers any text with faults, never with an exception', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(faultsOf(text).length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('the lint', () => {
  const { files } = readGuideFiles()
  const [file] = files
  if (!file) throw new Error('no guide')
  const [first, ...rest] = file.guide.behaviors
  if (!first) throw new Error('no behavior')
  const rulesOf = (change: Partial<typeof first>) =>
    lintGuides(
      [{ ...file, guide: { ...file.guide, behaviors: [{ ...first, ...change }, ...rest] } }],
      () => true,
    ).map((finding) => finding.rule)

  it.each([
    ['no-blind-spots', { blindSpots: [] }],
    ['no-benign-causes', { benign: [] }],
    ['no-near-misses', { samples: { ...first.samples, nearMisses: [] } }],
    ['no-matches', { samples: { ...first.samples, matches: [] } }],
    ['unknown-citation', { cites: [99] }],
    ['duplicate-id', { id: rest[0]?.id ?? '' }],
    ['sample-fails', { samples: { ...first.samples, nearMisses: first.samples.matches } }],
    ['unknown-parameter', { parameters: [] }],
    [
      'unused-parameter',
      {
        parameters: [
          ...first.parameters,
          { name: 'spare', label: 'Spare', reason: 'None.', type: 'text' as const, default: 'x' },
        ],
      },
    ],
    [
      'misplaced-parameter',
      {
        parameters: first.parameters.map(({ name, label, reason }) => ({
          name,
          label,
          reason,
          type: 'text' as const,
          default: '1',
        })),
      },
    ],
    ['no-log-source', { predicate: { field: 'process.name', op: 'equals', value: 'a' } as const }],
    [
      'log-source-not-needed',
      { logSources: { needed: [{ anyOf: [{ channel: 'Security', code: '1' }] }], helpful: [] } },
    ],
    [
      'needless-wildcard',
      { predicate: { field: 'process.name', op: 'matches', value: '*a*' } as const },
    ],
  ])('finds %s', (rule, change) => {
    expect(rulesOf(change)).toContain(rule)
  })

  it('finds a technique that the catalog does not hold, and gives the place of it', () => {
    const [finding] = lintGuides([file], () => false)
    expect(finding).toMatchObject({ rule: 'unknown-technique', severity: 'error', column: 12 })
    expect(finding?.file).toBe(file.file)
  })
})

describe('a folder of guides', () => {
  it('is refused with the faults of every file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'guides-'))
    try {
      writeFileSync(join(folder, 'a.yaml'), 'technique: T1\n')
      writeFileSync(join(folder, 'b.yaml'), '- [\n')
      writeFileSync(join(folder, 'notes.txt'), 'not a guide')
      const error = errorOf(() => loadGuides(folder))
      expect(error.code).toBe('invalid_request')
      const places = (error.details.faults ?? []).map((fault) => fault.field)
      expect(places).toContainEqual(expect.stringMatching(/^a\.yaml:1:/))
      expect(places).toContainEqual(expect.stringMatching(/^b\.yaml:/))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
