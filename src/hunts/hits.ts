import { setImmediate } from 'node:timers/promises'
import type { Connector, Count, FoundEvent, Gap } from '#connectors/contract.ts'
import { isAppError } from '#queries/errors.ts'
import type { ScopedQuery } from '#queries/scoped-query.ts'
import { formatNumber, plural } from '#views/format.ts'

/** More hits than this are counted and not kept (DESIGN §5). */
export const maxHits = 10_000

const pageSize = 500

/** The hits of a scoped query, as many as are kept, with their counts. */
export interface Hits {
  readonly hits: readonly FoundEvent[]
  /** Hits of an identity in scope, named or by the owner of their process. */
  readonly decided: Count
  /** Matches whose identity nobody can know: listed with the hits, counted apart. */
  readonly undetermined: Count
  readonly gaps: readonly Gap[]
  readonly isCancelled: boolean
}

/**
 * Reads the hits page by page, in time order. Cancelled, it answers what it has. Over the cap it stops
 * reading and asks the source for the exact count.
 */
export const collectHits = async (
  connector: Connector,
  query: ScopedQuery,
  signal: AbortSignal,
  onProgress: (done: number, total: number, hits: number) => void,
  cap = maxHits,
): Promise<Hits> => {
  const hits: FoundEvent[] = []
  const gaps: Gap[] = []
  const kept = (isCancelled: boolean): Hits => {
    const relation = isCancelled || gaps.length > 0 ? 'at-least' : 'exact'
    const undetermined = hits.filter((hit) => hit.identity === 'undetermined').length
    return {
      hits,
      decided: { value: hits.length - undetermined, relation },
      undetermined: { value: undetermined, relation },
      gaps,
      isCancelled,
    }
  }
  try {
    const size = Math.min(pageSize, connector.capabilities.maxPageSize)
    for await (const page of connector.search(query, { size, cursor: null }, signal)) {
      gaps.push(...page.gaps)
      const room = cap - hits.length
      hits.push(...page.events.slice(0, room))
      onProgress(page.progress.done, page.progress.total, hits.length)
      if (page.events.length > room || (hits.length >= cap && page.next !== null)) {
        return {
          ...(await overCap(connector, query, signal, hits.length)),
          hits,
          gaps: [...gaps, capGap(cap)],
        }
      }
      // Lets a cancel that waits in the event loop be heard between pages.
      await setImmediate()
      if (signal.aborted) return kept(true)
    }
    return kept(false)
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') return kept(true)
    throw error
  }
}

const capGap = (cap: number): Gap => ({
  kind: 'truncated',
  origin: 'workbench',
  message: `More than ${plural(cap, 'hit')}: the first ${formatNumber(cap)} in time order are kept, the rest is counted.`,
})

const overCap = async (
  connector: Connector,
  query: ScopedQuery,
  signal: AbortSignal,
  kept: number,
): Promise<Pick<Hits, 'decided' | 'undetermined' | 'isCancelled'>> => {
  try {
    const { named, owner, undetermined } = await connector.count(query, signal)
    const relation = named.relation === 'exact' && owner.relation === 'exact' ? 'exact' : 'at-least'
    return {
      decided: { value: named.value + owner.value, relation },
      undetermined,
      isCancelled: false,
    }
  } catch (error) {
    if (!isAppError(error) || error.code !== 'cancelled') throw error
    return {
      decided: { value: kept, relation: 'at-least' },
      undetermined: { value: 0, relation: 'at-least' },
      isCancelled: true,
    }
  }
}
