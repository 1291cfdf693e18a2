import { assetKey, foldCase } from '#queries/event.ts'
import {
  type AssetRef,
  type IdentityRef,
  parseIdentity,
  type Resolved,
  foldDomain,
} from '#queries/scope.ts'
import { mainAccount } from './entities.ts'
import { accountsNamed, type Names } from './names.ts'
import type { Store } from './store.ts'

export interface ResolveAsk {
  readonly assets: readonly string[]
  readonly identities: readonly string[]
}

/** What the store knows by other names: addresses and long names of assets, SIDs and names of accounts. */
export function* resolveNames(store: Store, ask: ResolveAsk): Generator<void, Resolved> {
  const names = store.names()
  yield
  const assets = new Map<string, AssetRef>()
  for (const text of ask.assets) {
    const ref = assetNamed(names, text)
    if (ref) assets.set(assetKey(text), ref)
  }
  const identities = new Map<string, IdentityRef>()
  for (const text of ask.identities) {
    const ref = identityNamed(names, text)
    if (ref) identities.set(foldCase(text.trim()), ref)
  }
  return { assets, identities }
}

/** By its own name, else by an alias; an address that several assets have had is that of the last. */
const assetNamed = (names: Names, text: string): AssetRef | undefined => {
  const key = assetKey(text)
  const whole = foldCase(text.trim())
  const own = names.assets.find((asset) => asset.key === key)
  if (own) return { key: own.key, label: own.label }
  const alias = names.aliases
    .filter((a) => foldCase(a.alias) === whole || foldCase(a.alias) === key)
    .toSorted((a, b) => b.last - a.last)[0]
  const asset = alias && names.assets.find(({ id }) => id === alias.asset)
  return asset && { key: asset.key, label: asset.label }
}

/**
 * The account the text means with all its SIDs, and the name of a SID. An account of another domain that
 * is folded into the same person by a bare name stays out: a scope never widens by itself.
 */
const identityNamed = (names: Names, text: string): IdentityRef | undefined => {
  const asked = parseIdentity(text)
  const found = accountsNamed(names.accounts, [asked])
  if (found.length === 0) return undefined
  const persons = new Set(found.map((account) => account.person))
  const nameless = names.accounts.filter((a) => a.name === '' && persons.has(a.person))
  const main = mainAccount(found)
  const isBySid = asked.name === ''
  const sids = [...found, ...nameless].flatMap((a) => (a.sid === '' ? [] : [a.sid.toUpperCase()]))
  return {
    label: asked.label,
    name: isBySid ? foldCase(main?.name ?? '') : asked.name,
    domain: isBySid ? foldDomain(main?.domain ?? null) : asked.domain,
    sids: [...new Set([...asked.sids, ...sids])],
  }
}
