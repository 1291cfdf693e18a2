import type { Gap } from '#connectors/contract.ts'
import { AppError, throwIfCancelled } from '#queries/errors.ts'
import { foldCase, type LogEvent } from '#queries/event.ts'
import { keyKinds, keyText } from '#queries/links/keys.ts'
import type { Grade, LinkRule } from '#queries/links/rule.ts'
import { assetInScope } from '#queries/scope.ts'
import type { LinkTarget } from '#queries/scoped-query.ts'
import type { Arrival, Want } from './arrival.ts'
import type { Book } from './book.ts'
import { FoldList } from './folds.ts'
import type { CorrelateInput } from './types.ts'

/** An event that many hits reach by one key is linked to the nearest of them only: the rest would say the same. */
const hitsPerEvent = 32

/** Windows of several hits become one; a much longer one may hold more before its key folds, up to so many times. */
const mostWidths = 4

/** At most so many origins are named in a target; they are for people who read the query. */
const namedOrigins = 8

/**
 * Puts one rule's keys to the source: one call a rule a round for all hits together, and a second one
 * where some of the keys are hubs and only their count is wanted.
 */
export class Asker {
  readonly #input: CorrelateInput
  readonly #book: Book
  readonly #gaps = new Map<string, Gap>()
  readonly folds: FoldList
  #queries = 0

  constructor(input: CorrelateInput, book: Book) {
    this.#input = input
    this.#book = book
    this.folds = new FoldList(input.hits)
  }

  get queries(): number {
    return this.#queries
  }

  get gaps(): readonly Gap[] {
    return [...this.#gaps.values()]
  }

  addGap(gap: Gap): void {
    this.#gaps.set(`${gap.kind}\u0000${gap.message}`, gap)
  }

  /** Follows every want of one rule. Events come back in time order a want; a key over the limit folds. */
  async ask(rule: LinkRule, wants: readonly Want[]): Promise<readonly Arrival[]> {
    if (wants.length === 0) return []
    const byLimit = Map.groupBy(onePerKey(wants), (want) => want.hubLimit)
    const arrivals: Arrival[] = []
    for (const [hubLimit, some] of byLimit) {
      // A call takes only so many arguments: thousands of hits have more arrivals than that.
      for (const arrival of await this.#askOnce(rule, some, hubLimit)) arrivals.push(arrival)
    }
    return arrivals
  }

  async #askOnce(
    rule: LinkRule,
    wants: readonly Want[],
    hubLimit: number | null,
  ): Promise<readonly Arrival[]> {
    const { connector, query, signal } = this.#input
    throwIfCancelled(signal)
    const limit = Math.min(hubLimit ?? rule.limit, rule.limit)
    const groups = group(rule, wants)
    const request = query.link(
      { ...rule, limit: limit * widest(groups) },
      groups.map((g) => g.target),
    )
    this.#queries += 1
    const byKey = Map.groupBy(groups, (g) => g.key)
    const arrivals: Arrival[] = []
    for await (const page of connector.link(request, signal)) {
      for (const gap of page.gaps) this.addGap(gap)
      for (const linked of page.keys) {
        if (linked.fanOut === 0) continue
        const { target } = linked
        const found = byKey
          .get(keyText(rule.to, target.asset, target.value))
          ?.find((g) => g.target.from <= target.from && g.target.to >= target.to)
        if (!found) throw strayRow(rule, `a key nobody asked for`)
        const shown = linked.key?.shown ?? null
        if (linked.events.length === 0) {
          for (const want of found.wants)
            this.folds.add(want, rule, shown, linked.fanOut, hubLimit !== null)
          continue
        }
        const events = linked.events.map((event) => this.#admit(rule, target, event))
        const isNear = nearestHits(found.wants, this.#input.hits)
        for (const want of found.wants) {
          const meant = this.#meant(rule, want, events)
          if (meant.length > limit) {
            this.folds.add(want, rule, shown, meant.length, hubLimit !== null)
            continue
          }
          for (const event of meant) {
            if (isNear !== null && !isNear(want, event)) continue
            arrivals.push({
              hit: want.from.hit,
              event,
              step: {
                from: want.from,
                rule,
                grade: this.#gradeOf(rule, target.value, event),
                shown: shown ?? want.key.shown,
                fanOut: meant.length,
                lookup: this.#isLookup(rule, want.from.hit, event),
              },
            })
          }
        }
      }
    }
    return arrivals
  }

  /** Every returned row is held against what was asked; a row that does not belong fails loudly (DESIGN §4.3). */
  #admit(rule: LinkRule, target: LinkTarget, event: LogEvent): LogEvent {
    if (event.time.best < target.from || event.time.best >= target.to)
      throw strayRow(rule, 'an event outside the window')
    if (keyKinds[rule.to] === 'asset' && event.asset !== target.asset)
      throw strayRow(rule, 'an event of another asset')
    return this.#book.intern(event)
  }

  /** The events of one want, inside its own window; none where they are too many, which folds. */
  #meant(rule: LinkRule, want: Want, events: readonly LogEvent[]): readonly LogEvent[] {
    const { hits, query } = this.#input
    const hit = hits[want.from.hit]?.event
    return events.filter(
      (event) =>
        event.id !== hit?.id &&
        event.time.best >= want.since &&
        event.time.best < want.until &&
        (want.keep === null || want.keep(event)) &&
        !rule.exceptCodes?.includes(event.code) &&
        (!rule.targets || this.#actsUpon(rule.targets, event)) &&
        (!rule.elsewhere || event.asset !== want.from.event.asset) &&
        // A weak link never brings an asset into the run.
        (rule.grade !== 'weak' || assetInScope(query.scope, event.asset)),
    )
  }

  #actsUpon(targets: readonly string[], event: LogEvent): boolean {
    return this.#book
      .processes(event)
      .some((process) => process.role === 'target' && targets.includes(foldCase(process.name)))
  }

  /**
   * A pid or LogonId that stands in the message text only bears one grade less: text is cut, translated and
   * rendered by whoever collects, and a number has nothing in it that would show it.
   */
  #gradeOf(rule: LinkRule, value: string, event: LogEvent): Grade {
    if (rule.grade !== 'strong' || rule.within === null || !event.fromMessage?.length)
      return rule.grade
    const key = this.#book.keys(event, rule.to).find((k) => k.value === value)
    return key?.fromMessage ? 'medium' : 'strong'
  }

  /** Whether an event lies outside the rule's window and was found by its exact id. */
  #isLookup(rule: LinkRule, hit: number, event: LogEvent): boolean {
    if (!rule.lookup) return false
    const window = this.#input.windows.get(rule.id) ?? rule.window
    const at = this.#input.hits[hit]?.event.time.best ?? 0
    return event.time.best < at - window.beforeUs || event.time.best > at + window.afterUs
  }
}

const strayRow = (rule: LinkRule, what: string): AppError =>
  new AppError('internal', `The source answered the link rule ${rule.id} with ${what}.`, {
    where: rule.id,
  })

/** The same key of one hit is followed once, from the first arrival that holds it. */
const onePerKey = (wants: readonly Want[]): readonly Want[] => {
  const seen = new Set<string>()
  return wants.filter((want) => {
    const text = `${want.from.hit}\u0000${keyText(want.key.kind, want.key.asset, want.key.value)}`
    if (seen.has(text)) return false
    seen.add(text)
    return true
  })
}

interface Group {
  readonly key: string
  readonly target: LinkTarget
  readonly wants: readonly Want[]
}

/** Wants of one key whose windows touch become one target: `query.link` would merge them all the same. */
const group = (rule: LinkRule, wants: readonly Want[]): readonly Group[] => {
  const groups: Group[] = []
  const perAsset = keyKinds[rule.to] === 'asset'
  const byKey = Map.groupBy(wants, (want) =>
    keyText(rule.to, perAsset ? want.key.asset : null, want.key.value),
  )
  for (const [key, some] of byKey) {
    let open: Want[] = []
    let until = -Infinity
    const close = (): void => {
      const first = open[0]
      if (!first) return
      groups.push({
        key,
        wants: open,
        target: {
          asset: perAsset ? first.key.asset : null,
          value: first.key.value,
          from: first.since,
          to: until,
          origins: [...new Set(open.slice(0, namedOrigins).map((want) => want.from.event.id))],
        },
      })
    }
    for (const want of some.toSorted((a, b) => a.since - b.since)) {
      if (open.length > 0 && want.since > until) {
        close()
        open = []
        until = -Infinity
      }
      open.push(want)
      until = Math.max(until, want.until)
    }
    close()
  }
  return groups
}

/** How many times longer than one hit's window the longest merged one is, rounded down. */
const widest = (groups: readonly Group[]): number => {
  let most = 1
  for (const { target, wants } of groups) {
    const [first] = wants
    if (!first || wants.length === 1) continue
    most = Math.max(most, (target.to - target.from) / Math.max(1, first.until - first.since))
  }
  return Math.min(mostWidths, Math.floor(most))
}

/** Tells whether a hit is among the nearest of an event, half of them before it and half after. */
const nearestHits = (
  wants: readonly Want[],
  hits: CorrelateInput['hits'],
): ((want: Want, event: LogEvent) => boolean) | null => {
  if (wants.length <= hitsPerEvent) return null
  const time = (want: Want): number => hits[want.from.hit]?.event.time.best ?? 0
  const order = wants.toSorted((a, b) => time(a) - time(b))
  const times = order.map(time)
  const place = new Map(order.map((want, i) => [want, i]))
  return (want, event) => {
    let low = 0
    let high = times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((times[middle] ?? 0) <= event.time.best) low = middle + 1
      else high = middle
    }
    const mine = place.get(want) ?? 0
    return mine >= low - hitsPerEvent / 2 && mine < low + hitsPerEvent / 2
  }
}
