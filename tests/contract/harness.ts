import { expect, it } from 'vitest'
import type { Connector, EventPage, FoundEvent, LinkedKey } from '#connectors/contract.ts'
import type { ErrorCode } from '#queries/errors.ts'
import { isAppError } from '#queries/errors.ts'
import type { LogEvent } from '#queries/event.ts'
import { fieldsOf, type Predicate } from '#queries/predicate.ts'
import { formatInstant, parseScope, type Scope, type ScopeInput } from '#queries/scope.ts'
import { browse, type LinkQuery, scope, type ScopedQuery } from '#queries/scoped-query.ts'
import { at, hour } from '#tests/support/documents.ts'
import type { ReferenceMatch } from '#tests/support/reference.ts'

/** One engine under test. It gets the original documents and nothing that we have made of them. */
export interface ConnectorHarness {
  readonly name: string
  /** Opens a fresh source that holds these documents and no others. The suite closes the connector. */
  open(documents: readonly string[]): Promise<Connector>
  /** Removes everything that `open` made. */
  close(): Promise<void>
  /** Cases this engine cannot keep, with the reason; one that it keeps after all fails the run. */
  readonly cannot?: Readonly<Record<string, string>>
}

/** What the cases of the suite share: one source with the contract's documents, and the same events in memory. */
export interface Contract {
  readonly harness: ConnectorHarness
  connector(): Connector
  readonly events: readonly LogEvent[]
}

export const signal = new AbortController().signal

/** A case with a name that harnesses can refer to. */
export const contractCase = (
  { harness }: Pick<Contract, 'harness'>,
  title: string,
  run: () => Promise<void>,
): void => {
  const reason = harness.cannot?.[title]
  const keeps = reason === undefined ? it : it.fails
  keeps(reason === undefined ? title : `${title} (cannot: ${reason})`, run)
}

export const wholeWindow = { from: formatInstant(at(-hour)), to: formatInstant(at(6 * hour)) }
export const anyone = { any: 'the contract asks for every identity' }
export const anywhere = { any: 'the contract asks for every asset' }
export const allHosts = { list: ['alpha', 'bravo', 'charlie'] }

/** A scope resolved by the source itself, as the program makes it. */
export const scopeFor = async (
  connector: Connector,
  input: Partial<ScopeInput> = {},
): Promise<Scope> => {
  const whole: ScopeInput = { assets: allHosts, identities: anyone, window: wholeWindow, ...input }
  const resolved = await connector.resolve(
    {
      assets: 'list' in whole.assets ? whole.assets.list : [],
      identities: 'list' in whole.identities ? whole.identities.list : [],
    },
    signal,
  )
  return parseScope(whole, resolved)
}

export const questionFor = async (
  connector: Connector,
  predicate: Predicate,
  within: Scope,
): Promise<ScopedQuery> =>
  scope(predicate, await connector.bind(fieldsOf(predicate), signal), within)

export const browseIn = async (connector: Connector, within: Scope): Promise<ScopedQuery> =>
  browse(await connector.bind([], signal), within)

export const allPages = async (
  connector: Connector,
  query: ScopedQuery,
  size = 100,
  order: 'ascending' | 'descending' = 'ascending',
): Promise<readonly EventPage[]> => {
  const pages: EventPage[] = []
  for await (const page of connector.search(query, { size, cursor: null, order }, signal))
    pages.push(page)
  return pages
}

export const allFound = async (
  connector: Connector,
  query: ScopedQuery,
  size = 100,
): Promise<readonly FoundEvent[]> =>
  (await allPages(connector, query, size)).flatMap((page) => page.events)

export const allKeys = async (
  connector: Connector,
  query: LinkQuery,
): Promise<readonly LinkedKey[]> => {
  const keys: LinkedKey[] = []
  for await (const page of connector.link(query, signal)) {
    expect(page.gaps).toEqual([])
    keys.push(...page.keys)
  }
  return keys
}

/** Id and standing, for comparing with the reference. */
export const idsOf = (found: readonly (FoundEvent | ReferenceMatch)[]): readonly string[] =>
  found.map(({ event, identity }) => `${event.id} ${identity}`)

/** Expects an `AppError` of this code. */
export const expectFailure = async (work: Promise<unknown>, code: ErrorCode): Promise<void> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(isAppError(error) ? error.code : error).toBe(code)
}
