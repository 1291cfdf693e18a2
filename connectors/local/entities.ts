import { foldCase } from '#queries/event.ts'
import { foldDomain, type Window } from '#queries/scope.ts'
import type { Entity } from '../contract.ts'
import type { Activity } from './activity.ts'
import type { Account, Names } from './names.ts'
import type { Store } from './store.ts'

export interface EntitiesAsk {
  readonly prefix: string
  readonly kind: 'asset' | 'identity'
  readonly window: Window | null
}

/** What a picker shows at once. */
const maxEntities = 50

/** A name that may be shown, with every spelling it can be found by. */
interface Candidate {
  /** Row ids in `asset` or `identity` that are folded into it. */
  readonly ids: readonly number[]
  readonly key: string
  readonly label: string
  readonly aliases: readonly string[]
}

/**
 * Assets or identities that a prefix finds by any spelling, the most lately seen first. Counts are by
 * whole hours (assets) or days (identities) of the window, from the rollups.
 */
export function* findEntities(store: Store, ask: EntitiesAsk): Generator<void, readonly Entity[]> {
  const names = store.names()
  yield
  const wanted = foldCase(ask.prefix.trim())
  const all = ask.kind === 'asset' ? assetsOf(names) : identitiesOf(names)
  const matching = wanted === '' ? all : all.filter((candidate) => isFound(candidate, wanted))
  const active = activityOf(store, ask)
  return matching
    .flatMap((candidate): Entity[] => {
      const own = candidate.ids.flatMap((id) => active.get(id) ?? [])
      if (own.length === 0) return []
      return [
        {
          kind: ask.kind,
          key: candidate.key,
          label: candidate.label,
          aliases: candidate.aliases,
          events: own.reduce((sum, activity) => sum + activity.events, 0),
          lastSeen: own.reduce((last, activity) => Math.max(last, activity.last), 0),
        },
      ]
    })
    .toSorted((a, b) => b.lastSeen - a.lastSeen || (a.key < b.key ? -1 : 1))
    .slice(0, maxEntities)
}

const isFound = (candidate: Candidate, wanted: string): boolean =>
  [candidate.key, candidate.label, ...candidate.aliases].some((text) => {
    const folded = foldCase(text)
    // The name behind `DOMAIN\` is what people type first.
    return (
      folded.startsWith(wanted) || folded.slice(folded.lastIndexOf('\\') + 1).startsWith(wanted)
    )
  })

const assetsOf = (names: Names): readonly Candidate[] => {
  const aliases = Map.groupBy(names.aliases, (alias) => alias.asset)
  return names.assets.map(({ id, key, label }) => ({
    ids: [id],
    key,
    label,
    aliases: (aliases.get(id) ?? []).map((a) => a.alias).filter((alias) => alias !== label),
  }))
}

const identitiesOf = (names: Names): readonly Candidate[] =>
  [...Map.groupBy(names.accounts, (account) => account.person).values()].map((accounts) => {
    const best = mainAccount(accounts)
    const key = best === undefined ? '' : spellingOf(best)
    return {
      ids: accounts.map((account) => account.id),
      key,
      label: best?.label ?? key,
      aliases: [...new Set(accounts.flatMap((a) => [spellingOf(a), a.label, a.sid]))].filter(
        (alias) => alias !== '' && alias !== key,
      ),
    }
  })

/** The spelling that says most: a name with its domain before a bare name, a SID last. */
export const mainAccount = (accounts: readonly Account[]): Account | undefined =>
  accounts.find((a) => a.name !== '' && foldDomain(a.domain) !== null) ??
  accounts.find((a) => a.name !== '') ??
  accounts[0]

/** How a hunter would write an account, and how `resolve` finds it again. */
const spellingOf = ({ name, domain, sid }: Account): string => {
  if (name === '') return sid
  return domain === '' ? name : `${domain}\\${name}`
}

const activityOf = (store: Store, { kind, window }: EntitiesAsk): ReadonlyMap<number, Activity> => {
  const activities = kind === 'asset' ? store.assetActivity() : store.accountActivity()
  return new Map(activities.active(window).map((row) => [row.id, row]))
}
