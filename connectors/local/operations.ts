import type { Binding } from '#queries/binding.ts'
import type { Resolved } from '#queries/scope.ts'
import type {
  CostEstimate,
  Coverage,
  Entity,
  EventPage,
  FoundEvent,
  HistogramBucket,
  LinkedKey,
  ScopeCount,
  Stack,
} from '../contract.ts'
import { type BindAsk, bindFields } from './bind.ts'
import type { Question } from './compile.ts'
import { countScope, estimate, histogram, type HistogramAsk } from './count.ts'
import { coverage, type CoverageAsk } from './coverage.ts'
import { describeStore, type StoreDescription } from './describe.ts'
import { type EntitiesAsk, findEntities } from './entities.ts'
import { findKeys, type FoundKey, type LinkAsk, readKeys, type ReadKeysAsk } from './link.ts'
import { type ReadAsk, readEvents } from './read.ts'
import { type ResolveAsk, resolveNames } from './resolve.ts'
import { type SearchAsk, searchPage } from './search.ts'
import { stack, type StackAsk } from './stack.ts'
import type { Store } from './store.ts'

/** What each operation is asked and answers: plain data, so that it can run in any thread. */
export interface Operations {
  readonly describe: { ask: null; answer: StoreDescription }
  readonly bind: { ask: BindAsk; answer: Binding }
  readonly resolve: { ask: ResolveAsk; answer: Resolved }
  readonly coverage: { ask: CoverageAsk; answer: Coverage }
  readonly estimate: { ask: Question; answer: CostEstimate }
  readonly search: { ask: SearchAsk; answer: EventPage }
  readonly count: { ask: Question; answer: ScopeCount }
  readonly read: { ask: ReadAsk; answer: readonly FoundEvent[] }
  readonly findKeys: { ask: LinkAsk; answer: readonly FoundKey[] }
  readonly readKeys: { ask: ReadKeysAsk; answer: readonly LinkedKey[] }
  readonly histogram: { ask: HistogramAsk; answer: readonly HistogramBucket[] }
  readonly stack: { ask: StackAsk; answer: Stack }
  readonly entities: { ask: EntitiesAsk; answer: readonly Entity[] }
}

export type OperationName = keyof Operations
export type Ask<K extends OperationName> = Operations[K]['ask']
export type Answer<K extends OperationName> = Operations[K]['answer']

/** An operation pauses wherever it may be cancelled; each pause comes within milliseconds. */
const operations: {
  readonly [K in OperationName]: (store: Store, ask: Ask<K>) => Generator<void, Answer<K>>
} = {
  describe: (store) => describeStore(store),
  bind: bindFields,
  resolve: resolveNames,
  coverage,
  estimate,
  search: searchPage,
  count: countScope,
  read: readEvents,
  findKeys,
  readKeys,
  histogram,
  stack,
  entities: findEntities,
}

export const begin = <K extends OperationName>(
  store: Store,
  name: K,
  ask: Ask<K>,
): Generator<void, Answer<K>> => operations[name](store, ask)
