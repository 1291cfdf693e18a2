import type { CompiledQuery, Connector, CostEstimate } from '#connectors/contract.ts'
import type { Binding } from '#queries/binding.ts'
import type { Micros } from '#queries/event.ts'
import type { RuleWindows } from '#queries/links/windows.ts'
import { fieldsOf } from '#queries/predicate.ts'
import { parseScope, type Scope } from '#queries/scope.ts'
import { scope, type ScopedQuery } from '#queries/scoped-query.ts'
import type { Asked } from './asked.ts'
import { bucketEdges } from './buckets.ts'
import type { Question } from './question.ts'
import { huntWindows } from './windows.ts'

/** What will be run, before any event is read. */
export interface Plan {
  readonly asked: Asked
  readonly scope: Scope
  readonly binding: Binding
  readonly query: ScopedQuery
  readonly compiled: CompiledQuery
  readonly estimate: CostEstimate
  readonly windows: RuleWindows
  /** Bucket edges for coverage and for the overview of the whole scope. */
  readonly coverageEdges: readonly Micros[]
  readonly volumeEdges: readonly Micros[]
}

const coverageBuckets = 60
const volumeBuckets = 160

/** The question's scope with every alias the source knows. Throws `invalid_request` with one fault a field. */
export const resolveScope = async (
  connector: Connector,
  input: Question['scope'],
  signal: AbortSignal,
): Promise<Scope> => {
  // The scope is checked before the source is asked, so that a fault costs nothing.
  parseScope(input)
  const resolved = await connector.resolve(
    {
      assets: 'list' in input.assets ? input.assets.list : [],
      identities: 'list' in input.identities ? input.identities.list : [],
    },
    signal,
  )
  return parseScope(input, resolved)
}

/**
 * Binds, scopes, compiles and estimates. Throws `unsupported` where the source lacks a field, and what
 * `parseScope` throws.
 */
export const planHunt = async (
  connector: Connector,
  asked: Asked,
  signal: AbortSignal,
): Promise<Plan> => {
  const windows = huntWindows(asked.question.windows, asked.behaviorWindows)
  const within = await resolveScope(connector, asked.question.scope, signal)
  const binding = await connector.bind(fieldsOf(asked.predicate), signal)
  const query = scope(asked.predicate, binding, within)
  return {
    asked,
    scope: within,
    binding,
    query,
    compiled: connector.explain(query),
    estimate: await connector.estimate(query, signal),
    windows,
    coverageEdges: bucketEdges(within.window, coverageBuckets),
    volumeEdges: bucketEdges(within.window, volumeBuckets),
  }
}
