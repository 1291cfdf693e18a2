import type { IdentityMention } from '#queries/event.ts'
import { type IdentityRef, isIdentity } from '#queries/scope.ts'
import type { Reader } from './reader.ts'
import { sql } from './sql.ts'

/** One spelling of one account, as the store keeps it; `person` is the account it is folded into. */
export interface Account {
  readonly id: number
  readonly name: string
  readonly domain: string
  readonly sid: string
  readonly label: string
  readonly person: number
}

export interface Asset {
  readonly id: number
  readonly key: string
  readonly label: string
}

export interface AssetAlias {
  readonly asset: number
  readonly kind: string
  readonly alias: string
  readonly last: number
}

/** The store's names of assets and accounts. */
export interface Names {
  readonly assets: readonly Asset[]
  readonly aliases: readonly AssetAlias[]
  readonly accounts: readonly Account[]
}

export const readNames = (reader: Reader): Names => ({
  assets: reader.rows<Asset>(sql`SELECT id, key, label FROM asset ORDER BY key`),
  aliases: reader.rows<AssetAlias>(sql`SELECT asset, kind, alias, last FROM asset_alias`),
  accounts: reader.rows<Account>(sql`SELECT id, name, domain, sid, label, person FROM identity`),
})

const orNull = (text: string): string | null => (text === '' ? null : text)

const mentionOf = (account: Account): IdentityMention => ({
  role: 'subject',
  name: orNull(account.name),
  domain: orNull(account.domain),
  sid: orNull(account.sid),
})

/** Every spelling in the store that is one of the identities asked for. */
export const accountsNamed = (
  accounts: readonly Account[],
  identities: readonly IdentityRef[],
): readonly Account[] =>
  accounts.filter((account) => {
    const mention = mentionOf(account)
    return identities.some((ref) => isIdentity(ref, mention))
  })
