import type { FoundEvent } from '#connectors/contract.ts'
import { keyText } from '#queries/links/keys.ts'
import type { LinkRule } from '#queries/links/rule.ts'
import { stepsOf, type Want, weakestGrade } from './arrival.ts'
import type { Fold } from './types.ts'

/** The keys that too many events share, one row a hit and key. */
export class FoldList {
  readonly #hits: readonly FoundEvent[]
  readonly #folds = new Map<string, Fold>()

  constructor(hits: readonly FoundEvent[]) {
    this.#hits = hits
  }

  /** `shown` is the key as the linked events write it; null where the source gave none. */
  add(
    want: Want,
    rule: LinkRule,
    shown: Readonly<Record<string, string>> | null,
    count: number,
    hub: boolean,
  ): void {
    const hit = this.#hits[want.from.hit]?.event
    if (!hit) return
    const text = `${hit.id}\u0000${rule.id}\u0000${keyText(want.key.kind, want.key.asset, want.key.value)}`
    this.#folds.set(text, {
      hit: hit.id,
      rule: rule.id,
      grade: weakestGrade([
        ...stepsOf(want.from),
        {
          from: want.from,
          rule,
          grade: rule.grade,
          shown: want.key.shown,
          fanOut: count,
          lookup: false,
        },
      ]),
      key: shown ?? want.key.shown,
      asset: want.key.asset,
      count,
      fanOut: count,
      reason: hub ? 'hub' : 'fan-out',
    })
  }

  /** Hits in their order, the largest fold of a hit first. */
  list(): readonly Fold[] {
    const place = new Map(this.#hits.map((hit, i) => [hit.event.id, i]))
    return [...this.#folds.values()].toSorted(
      (a, b) => (place.get(a.hit) ?? 0) - (place.get(b.hit) ?? 0) || b.count - a.count,
    )
  }
}
