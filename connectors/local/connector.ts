import { AppError, throwIfCancelled } from '#queries/errors.ts'
import {
  isLinkQuery,
  isScopedQuery,
  type LinkQuery,
  type ScopedQuery,
} from '#queries/scoped-query.ts'
import type { Connector, EventPage, LinkPage, PageRequest } from '../contract.ts'
import { explainQuestion, type Question } from './compile.ts'
import { type FoundKey, type LinkAsk, targetsAtOnce } from './link.ts'
import { openPool } from './pool.ts'
import { openInThread } from './runner.ts'

export interface LocalOptions {
  readonly id: string
  readonly file: string
  /** Reading threads; 0 reads in the calling thread, in slices. */
  readonly threads: number
}

const maxPageSize = 1_000
/** Events of one link page: keys are never torn apart, so a page may hold one key more. */
const linkPageEvents = 500

/** Opens a local store. Throws `not_found`, `conflict` (another layout) or a `source_…` error. */
export const openLocal = ({ id, file, threads }: LocalOptions): Connector => {
  const runner = threads === 0 ? openInThread(file) : openPool(file, threads)

  /** The law of the house, held at run time too: nothing but a scoped query of this source is answered. */
  const questionOf = (query: ScopedQuery): Question => {
    if (!isScopedQuery(query)) throw new AppError('internal', 'Only a scoped query can be asked.')
    if (query.source !== id) {
      throw new AppError('invalid_request', `This query is bound to ${query.source}, not to ${id}.`)
    }
    return { scope: query.scope, predicate: query.predicate }
  }

  async function* search(
    query: ScopedQuery,
    page: PageRequest,
    signal: AbortSignal,
  ): AsyncGenerator<EventPage> {
    checkPage(page)
    const question = questionOf(query)
    let cursor = page.cursor
    do {
      const found = await runner.run(
        'search',
        { source: id, question, page: { ...page, cursor } },
        signal,
      )
      yield found
      cursor = found.next
    } while (cursor !== null)
  }

  async function* link(query: LinkQuery, signal: AbortSignal): AsyncGenerator<LinkPage> {
    if (!isLinkQuery(query)) throw new AppError('internal', 'Only a link query can be followed.')
    questionOf(query.query)
    throwIfCancelled(signal)
    const { to: kind, codes, limit } = query.rule
    for (let at = 0; at < query.targets.length; at += targetsAtOnce) {
      const targets = query.targets.slice(at, at + targetsAtOnce)
      const ask: LinkAsk = { kind, codes, limit, targets }
      const found = await runner.run('findKeys', ask, signal)
      for (const some of pagesOf(found)) {
        const keys = await runner.run('readKeys', { kind, codes, limit, found: some }, signal)
        yield { keys, gaps: [] }
      }
    }
  }

  return {
    id,
    kind: 'local',
    capabilities: { cancel: 'between-slices', exactTotals: true, maxPageSize },
    queries: {
      get sent() {
        return runner.sent
      },
    },
    describe: async (signal) => ({ id, ...(await runner.run('describe', null, signal)) }),
    bind: (fields, signal) => runner.run('bind', { source: id, fields }, signal),
    resolve: (names, signal) => runner.run('resolve', names, signal),
    coverage: (scope, selectors, edges, signal) =>
      runner.run('coverage', { scope, selectors, edges }, signal),
    estimate: async (query, signal) => runner.run('estimate', questionOf(query), signal),
    search,
    count: async (query, signal) => runner.run('count', questionOf(query), signal),
    read: async (query, ids, signal) =>
      runner.run('read', { question: questionOf(query), ids }, signal),
    link,
    histogram: async (query, edges, signal) =>
      runner.run('histogram', { question: questionOf(query), edges }, signal),
    stack: async (query, fields, order, signal) =>
      runner.run('stack', { question: questionOf(query), fields, order }, signal),
    entities: (prefix, kind, window, signal) =>
      runner.run('entities', { prefix, kind, window }, signal),
    explain: (query) => explainQuestion(questionOf(query)),
    close: () => runner.close(),
  }
}

const checkPage = ({ size }: PageRequest): void => {
  if (Number.isInteger(size) && size >= 1 && size <= maxPageSize) return
  throw new AppError('invalid_request', `A page holds 1 to ${maxPageSize} events.`)
}

/** Keys put together until a page is full. */
function* pagesOf(found: readonly FoundKey[]): Generator<readonly FoundKey[]> {
  let page: FoundKey[] = []
  let events = 0
  for (const key of found) {
    if (events > 0 && events + key.rows.length > linkPageEvents) {
      yield page
      page = []
      events = 0
    }
    page.push(key)
    events += key.rows.length
  }
  if (page.length > 0) yield page
}
