import { AppError } from '#queries/errors.ts'
import { foldCase, type IdentityMention, type LogEvent, textOf } from '#queries/event.ts'
import type { Gap, Stack, StackRow } from '../contract.ts'
import { compile, type Question, selectMatches } from './compile.ts'
import { accountsOf, decide } from './matches.ts'
import type { CandidateRow } from './rows.ts'
import { slicesOf } from './slices.ts'
import type { Store } from './store.ts'

export interface StackAsk {
  readonly question: Question
  readonly fields: readonly string[]
  readonly order: 'most' | 'least'
}

const maxRows = 1_000
/** Distinct combinations kept in memory; what comes after is a gap. */
const maxDistinct = 200_000

interface Pile {
  readonly values: readonly (string | null)[]
  count: number
  readonly assets: Set<string>
  readonly identities: Set<string>
}

/** Counts the combinations of values of the fields over all matches, first value of a list. */
export function* stack(store: Store, ask: StackAsk): Generator<void, Stack> {
  if (ask.fields.length < 1 || ask.fields.length > 8) {
    throw new AppError('invalid_request', 'Stacking takes 1 to 8 fields.')
  }
  const plan = compile(ask.question)
  const accounts = accountsOf(store, plan)
  const piles = new Map<string, Pile>()
  let left = 0
  for (const { from, to } of plan.empty ? [] : slicesOf(store.reader, plan)) {
    yield
    const rows = store.reader.rows<CandidateRow>(selectMatches(plan, 'ASC', false), {
      from,
      to,
      identities: accounts.ids,
    })
    for (let at = 0; at < rows.length; at += 512) {
      for (const match of yield* decide(store, plan, accounts, rows.slice(at, at + 512), true)) {
        if (!add(piles, ask.fields, match.event())) left += 1
      }
    }
  }
  const sorted = [...piles.values()].toSorted((a, b) =>
    ask.order === 'most' ? b.count - a.count || byText(a, b) : a.count - b.count || byText(a, b),
  )
  return {
    rows: sorted.slice(0, maxRows).map((pile): StackRow => ({
      values: pile.values,
      count: pile.count,
      assets: pile.assets.size,
      identities: pile.identities.size,
    })),
    distinct: { value: piles.size, relation: left > 0 ? 'at-least' : 'exact' },
    gaps: left > 0 ? [tooMany(left)] : [],
  }
}

const tooMany = (left: number): Gap => ({
  kind: 'truncated',
  origin: 'input',
  message: `More than ${maxDistinct} different combinations: ${left} events with further ones are not counted.`,
})

const byText = (a: Pile, b: Pile): number => {
  const x = JSON.stringify(a.values)
  const y = JSON.stringify(b.values)
  return x < y ? -1 : x > y ? 1 : 0
}

const add = (piles: Map<string, Pile>, fields: readonly string[], event: LogEvent): boolean => {
  const values = fields.map((field) => textOf(event.fields, field) ?? null)
  const key = JSON.stringify(values)
  let pile = piles.get(key)
  if (!pile) {
    if (piles.size >= maxDistinct) return false
    pile = { values, count: 0, assets: new Set(), identities: new Set() }
    piles.set(key, pile)
  }
  pile.count += 1
  pile.assets.add(event.asset)
  for (const mention of event.identities) pile.identities.add(identityText(mention))
  return true
}

const identityText = ({ sid, domain, name }: IdentityMention): string =>
  sid ?? foldCase(`${domain ?? ''}\\${name ?? ''}`)
