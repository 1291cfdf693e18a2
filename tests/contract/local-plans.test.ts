import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explainQuestion } from '#connectors/local/compile.ts'
import { type Ask, begin, type OperationName } from '#connectors/local/operations.ts'
import type { Reader } from '#connectors/local/reader.ts'
import type { Fragment } from '#connectors/local/sql.ts'
import { openStore, type Store } from '#connectors/local/store.ts'
import { keysOf } from '#queries/links/keys-of.ts'
import type { Predicate } from '#queries/predicate.ts'
import { parseScope, type ScopeInput } from '#queries/scope.ts'
import { contractDocuments } from '#tests/support/contract-corpus.ts'
import { at, hour } from '#tests/support/documents.ts'
import { importDocuments, scratchFolder } from '#tests/support/import-store.ts'
import { eventsOf } from '#tests/support/reference.ts'
import { wholeWindow } from './harness.ts'

/** Tables that grow with the number of events. A scan of one is a question that gets slower every day. */
const large =
  /\bSCAN (ev|e|x|ev_key|block|text|process|p|roll_asset_hour|r|roll_identity_day|identity_set_member|m)\b/
/** SQLite building an index of its own for each call. */
const automatic = /AUTOMATIC/

const folder = scratchFolder()
const documents = contractDocuments()
const events = eventsOf(documents)
let store: Store | undefined

beforeAll(async () => {
  const file = join(folder.path, 'store.db')
  await importDocuments(folder.path, file, documents)
  store = openStore(file)
})
const opened = (): Store => {
  if (!store) throw new Error('The store was not opened.')
  return store
}
afterAll(() => {
  store?.reader.close()
  folder.remove()
})

interface Ran {
  readonly fragment: Fragment
  readonly slots: Parameters<Reader['rows']>[1]
}

/** Every statement that an operation runs. */
const statementsOf = <K extends OperationName>(name: K, ask: Ask<K>): readonly Ran[] => {
  const { reader, ...rest } = opened()
  const ran: Ran[] = []
  const watched: Store = {
    ...rest,
    reader: {
      rows: (fragment, slots) => {
        ran.push({ fragment, slots })
        return reader.rows(fragment, slots)
      },
      decoder: reader.decoder,
      sent: 0,
      version: () => reader.version(),
      close: () => {},
    },
  }
  const work = begin(watched, name, ask)
  while (!work.next().done);
  return ran
}

/** SQLite's plan for each of them. */
const plansOf = <K extends OperationName>(name: K, ask: Ask<K>): readonly string[] =>
  statementsOf(name, ask).flatMap(({ fragment, slots }) => {
    const explain = { ...fragment, text: `EXPLAIN QUERY PLAN ${fragment.text}` }
    return opened()
      .reader.rows<{ detail: string }>(explain, slots)
      .map((row) => row.detail)
  })

const scopeOf = (assets: ScopeInput['assets'], identities: ScopeInput['identities']) =>
  parseScope({ assets, identities, window: wholeWindow })
const someone = scopeOf({ list: ['alpha', 'bravo'] }, { list: ['CORP\\n.abara'] })
const anyone = scopeOf({ list: ['alpha'] }, { any: 'plans for every identity' })
const anywhere = scopeOf({ any: 'plans for every asset' }, { list: ['CORP\\n.abara'] })

const predicates: readonly Predicate[] = [
  { all: [] },
  { field: 'event.code', op: 'equals', value: '1' },
  {
    all: [
      { field: 'event.code', op: 'one_of', value: ['1', '4688'] },
      { field: 'process.name', op: 'equals', value: 'mmc.exe' },
      { not: { field: 'process.command_line', op: 'contains', value: 'x' } },
    ],
  },
  {
    any: [
      { field: 'registry.path', op: 'exists' },
      { field: 'process.parent.name', op: 'matches', value: '*' },
    ],
  },
]

/** What must not be in a plan; `no statement` where nothing was asked at all. */
const faultsIn = (plans: readonly string[]): readonly string[] =>
  plans.length === 0
    ? ['no statement']
    : plans.filter((detail) => large.test(detail) || automatic.test(detail))

describe('the local store plans no scan of events', () => {
  for (const [title, scope] of [
    ['some assets, one identity', someone],
    ['one asset, any identity', anyone],
    ['any asset, one identity', anywhere],
  ] as const) {
    for (const [i, predicate] of predicates.entries()) {
      const question = { scope, predicate }
      it(`search, count, histogram, stack and estimate: ${title}, predicate ${i}`, () => {
        const page = { size: 5, cursor: null }
        expect(faultsIn(plansOf('search', { source: 's', question, page }))).toEqual([])
        expect(
          faultsIn(
            plansOf('search', { source: 's', question, page: { ...page, order: 'descending' } }),
          ),
        ).toEqual([])
        expect(faultsIn(plansOf('count', question))).toEqual([])
        expect(faultsIn(plansOf('estimate', question))).toEqual([])
        expect(
          faultsIn(plansOf('stack', { question, fields: ['process.name'], order: 'most' })),
        ).toEqual([])
        expect(
          faultsIn(plansOf('histogram', { question, edges: [at(7), at(hour), at(3 * hour)] })),
        ).toEqual([])
      })
    }
  }

  it('links by every kind of key, with and without event ids', () => {
    for (const codes of [null, ['1', '13']]) {
      for (const kind of ['entity', 'logon', 'service-endpoint'] as const) {
        const targets = events.flatMap((event) => keysOf(event)).filter((key) => key.kind === kind)
        expect(
          faultsIn(
            plansOf('findKeys', {
              kind,
              codes,
              limit: 50,
              targets: targets.map(({ asset, value }) => ({
                asset,
                value,
                from: at(0),
                to: at(hour),
                origins: [],
              })),
            }),
          ),
        ).toEqual([])
      }
    }
  })

  it('reads by id, describes, binds and covers', () => {
    expect(
      faultsIn(
        plansOf('read', {
          question: { scope: someone, predicate: { all: [] } },
          ids: events.map((event) => event.id),
        }),
      ),
    ).toEqual([])
    expect(faultsIn(plansOf('describe', null))).toEqual([])
    expect(
      faultsIn(plansOf('bind', { source: 's', fields: ['process.name', 'no.such.field'] })),
    ).toEqual([])
    expect(
      faultsIn(
        plansOf('coverage', {
          scope: someone,
          selectors: [{ channel: 'Security', code: '4688' }],
          edges: [at(7), at(hour), at(2 * hour + 1)],
        }),
      ),
    ).toEqual([])
  })
})

describe('what the local store explains', () => {
  it.each(predicates)('is the statement that search runs: %j', (predicate) => {
    for (const scope of [someone, anyone, anywhere]) {
      const question = { scope, predicate }
      const page = { size: 5, cursor: null }
      const ran = statementsOf('search', { source: 's', question, page }).map(
        (one) => one.fragment.text,
      )
      const { parts } = explainQuestion(question)
      expect(ran).toContain(parts.map((part) => part.text).join(''))
    }
  })
})
