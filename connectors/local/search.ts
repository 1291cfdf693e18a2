import type { EventPage, FoundEvent, PageRequest } from '../contract.ts'
import { compile, type Plan, type Question, selectMatches } from './compile.ts'
import { cursorsOf, type PageOrder, type Position } from './cursor.ts'
import { accountsOf, decide, type Match, type ScopeAccounts } from './matches.ts'
import type { CandidateRow } from './rows.ts'
import { type Slice, sliceSize, slicesOf } from './slices.ts'
import type { Store } from './store.ts'

export interface SearchAsk {
  readonly source: string
  readonly question: Question
  readonly page: PageRequest
}

/** A page ends early when it has looked at this much, so that progress shows and a worker is never held. */
const pageBudget = 200_000
const documentCost = 20

/**
 * One page of matches in the stable order. It may hold fewer events than asked for, even none, while
 * `next` says that there is more to look at.
 */
export function* searchPage(store: Store, ask: SearchAsk): Generator<void, EventPage> {
  const { question, page } = ask
  const order: PageOrder = page.order ?? 'ascending'
  const cursors = cursorsOf(ask.source, question, order)
  const after = page.cursor === null ? null : cursors.read(page.cursor)
  const plan = compile(question)
  if (plan.empty) return { events: [], next: null, gaps: [], progress: { done: 0, total: 0 } }

  // Nearly every row of browsing is shown: a slice need not hold many pages.
  const perSlice = plan.over === null ? Math.min(sliceSize, 8 * page.size + 256) : sliceSize
  const ascending = slicesOf(store.reader, plan, perSlice)
  const slices = order === 'ascending' ? ascending : ascending.toReversed()
  const total = slices.reduce((sum, slice) => sum + slice.weight, 0)
  const accounts = accountsOf(store, plan)
  const found: Match[] = []
  let last: Position | null = null
  let done = 0
  let spent = 0

  for (const slice of slices) {
    if (after && isBehind(slice, after, order)) {
      done += slice.weight
      continue
    }
    yield
    const rows = candidates(store, plan, accounts, slice, order, last ?? after)
    for (let at = 0; at < rows.length; at += chunkSize(page.size)) {
      const chunk = rows.slice(at, at + chunkSize(page.size))
      found.push(...(yield* decide(store, plan, accounts, chunk, true)))
      last = positionOf(chunk.at(-1)) ?? last
      spent += chunk.length * documentCost
      if (found.length > page.size || spent >= pageBudget) break
    }
    spent += slice.weight
    if (found.length > page.size) {
      const events = found.slice(0, page.size)
      const end = positionOf(events.at(-1)?.row)
      return pageOf(events, end && cursors.write(end), done, total)
    }
    if (spent >= pageBudget) {
      const end: Position = last ?? edgeOf(slice, order)
      return pageOf(found, cursors.write(end), done, total)
    }
    done += slice.weight
    last = edgeOf(slice, order)
  }
  return pageOf(found, null, total, total)
}

const chunkSize = (pageSize: number): number => Math.min(512, Math.max(64, pageSize + 1))

const candidates = (
  store: Store,
  plan: Plan,
  accounts: ScopeAccounts,
  slice: Slice,
  order: PageOrder,
  after: Position | null,
): readonly CandidateRow[] => {
  const isInside = after !== null && after.ts >= slice.from && after.ts < slice.to
  const isAscending = order === 'ascending'
  return store.reader.rows<CandidateRow>(
    selectMatches(plan, isAscending ? 'ASC' : 'DESC', isInside),
    {
      from: isInside && isAscending ? after.ts : slice.from,
      to: isInside && !isAscending ? after.ts + 1 : slice.to,
      identities: accounts.ids,
      ...(isInside ? { 'after-ts': after.ts, 'after-digest': after.id } : {}),
    },
  )
}

const positionOf = (row: CandidateRow | undefined): Position | null =>
  row ? { ts: row.ts, id: row.digest.toString('hex') } : null

/** The far edge of a slice that was read whole, in the order of reading. */
const edgeOf = (slice: Slice, order: PageOrder): Position =>
  order === 'ascending'
    ? { ts: slice.to - 1, id: 'f'.repeat(32) }
    : { ts: slice.from, id: '0'.repeat(32) }

const isBehind = (slice: Slice, after: Position, order: PageOrder): boolean =>
  order === 'ascending' ? slice.to <= after.ts : slice.from > after.ts

const pageOf = (
  matches: readonly Match[],
  next: string | null,
  done: number,
  total: number,
): EventPage => ({
  events: matches.map(({ event, standing }): FoundEvent => ({
    event: event(),
    identity: standing,
  })),
  next,
  gaps: [],
  progress: { done, total },
})
