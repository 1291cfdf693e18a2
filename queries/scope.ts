import { z } from 'zod'
import { AppError, type FieldFault } from './errors.ts'
import { assetKey, foldCase, type IdentityMention, type LogEvent, type Micros } from './event.ts'
import { foldDomain } from './fold-domain.ts'

// Apart from this module, so that an import needs no schemas: they take as long to load as a small log to import.
export { foldDomain } from './fold-domain.ts'
export { formatInstant } from './format-instant.ts'

/** A half-open window `[from, to)` in UTC microseconds; always bounded. */
export interface Window {
  readonly from: Micros
  readonly to: Micros
}

/** One asset of a scope: `key` is the folded name that events carry as `asset`. */
export interface AssetRef {
  readonly key: string
  /** The spelling to show, as the source writes it. */
  readonly label: string
}

/**
 * One identity of a scope with every alias known for it. A mention is this identity when a SID is the
 * same, or the name is the same and the domains agree (or one of the two is not given).
 */
export interface IdentityRef {
  readonly label: string
  readonly name: string
  /** First label of the domain, folded; null when the hunter gave none. */
  readonly domain: string | null
  readonly sids: readonly string[]
}

export type AssetScope =
  | { readonly kind: 'list'; readonly assets: readonly AssetRef[] }
  | { readonly kind: 'any'; readonly reason: string }

export type IdentityScope =
  | { readonly kind: 'list'; readonly identities: readonly IdentityRef[] }
  | { readonly kind: 'any'; readonly reason: string }

declare const checked: unique symbol

/** A scope that has passed `parseScope`: bounded in time, never "any" on both sides. */
export interface Scope {
  readonly [checked]: true
  readonly assets: AssetScope
  readonly identities: IdentityScope
  readonly window: Window
}

const reason = z.string().trim().min(8, 'say why in at least 8 characters').max(500)
const names = z.array(z.string().trim().min(1).max(320)).min(1).max(500)

/** How a scope is asked for, at every edge: form, CLI, API, template. Times are ISO 8601 with a zone. */
export const scopeInputSchema = z.strictObject({
  assets: z.union([z.strictObject({ list: names }), z.strictObject({ any: reason })]),
  identities: z.union([z.strictObject({ list: names }), z.strictObject({ any: reason })]),
  window: z.strictObject({ from: z.string(), to: z.string() }),
})
export type ScopeInput = z.infer<typeof scopeInputSchema>

/** Aliases the source knows for a name: what `Connector.resolve` answers. */
export interface Resolved {
  readonly assets: ReadonlyMap<string, AssetRef>
  readonly identities: ReadonlyMap<string, IdentityRef>
}

/** For a source that knows no other spelling of any name. */
export const noAliases: Resolved = { assets: new Map(), identities: new Map() }

/** Splits `DOMAIN\user`, `user@domain.tld`, a SID or a bare user name. */
export const parseIdentity = (text: string): IdentityRef => {
  const label = text.trim()
  if (/^S-\d+(-\d+)+$/i.test(label))
    return { label, name: '', domain: null, sids: [label.toUpperCase()] }
  const slash = label.indexOf('\\')
  if (slash >= 0) {
    return {
      label,
      name: foldCase(label.slice(slash + 1)),
      domain: foldDomain(label.slice(0, slash)),
      sids: [],
    }
  }
  const at = label.lastIndexOf('@')
  if (at > 0) {
    return {
      label,
      name: foldCase(label.slice(0, at)),
      domain: foldDomain(label.slice(at + 1)),
      sids: [],
    }
  }
  return { label, name: foldCase(label), domain: null, sids: [] }
}

const isoWithZone = z.iso.datetime({ offset: true })

/** Reads an ISO 8601 time with a zone, microsecond digits kept. Undefined when it is none. */
export const parseInstant = (text: string): Micros | undefined => {
  const trimmed = text.trim().replace(' ', 'T')
  if (!isoWithZone.safeParse(trimmed).success) return undefined
  const fraction = /\.(\d+)/.exec(trimmed)?.[1] ?? ''
  const whole = Date.parse(trimmed.replace(/\.\d+/, ''))
  return Number.isNaN(whole) ? undefined : whole * 1000 + Number(`${fraction}000000`.slice(0, 6))
}

/** The longest window a scope may hold: 366 days. A longer question is a survey, not a hunt. */
export const longestWindowUs = 366 * 86_400 * 1_000_000

/**
 * Checks a scope and gives it its type. Throws `invalid_request` with one fault a field.
 * `resolved` carries the source's aliases; a name the source has never seen stands for itself.
 */
export const parseScope = (input: unknown, resolved: Resolved = noAliases): Scope => {
  const parsed = scopeInputSchema.safeParse(input)
  if (!parsed.success) {
    throw badScope(
      parsed.error.issues.map((issue) => ({
        field: issue.path.join('.') || 'scope',
        message: issue.message,
      })),
    )
  }
  const { assets, identities, window } = parsed.data
  const faults: FieldFault[] = []
  if ('any' in assets && 'any' in identities) {
    faults.push({
      field: 'identities',
      message: 'Any asset and any identity together is no scope: name one of them.',
    })
  }
  const from = parseInstant(window.from)
  const to = parseInstant(window.to)
  if (from === undefined)
    faults.push({
      field: 'window.from',
      message: 'Give a time with its zone, like 2026-11-23T06:00:00Z.',
    })
  if (to === undefined)
    faults.push({
      field: 'window.to',
      message: 'Give a time with its zone, like 2026-11-24T06:00:00Z.',
    })
  if (from !== undefined && to !== undefined) {
    if (to <= from)
      faults.push({ field: 'window.to', message: 'The window must end after it begins.' })
    else if (to - from > longestWindowUs)
      faults.push({ field: 'window.to', message: 'A window is at most 366 days long.' })
  }
  if (faults.length > 0 || from === undefined || to === undefined) throw badScope(faults)
  const scope: Omit<Scope, typeof checked> = {
    assets:
      'any' in assets
        ? { kind: 'any', reason: assets.any }
        : { kind: 'list', assets: assetRefs(assets.list, resolved) },
    identities:
      'any' in identities
        ? { kind: 'any', reason: identities.any }
        : { kind: 'list', identities: identityRefs(identities.list, resolved) },
    window: { from, to },
  }
  return scope as Scope
}

const badScope = (faults: readonly FieldFault[]): AppError =>
  new AppError(
    'invalid_request',
    `The scope is not complete: ${faults.map((f) => f.message).join(' ')}`,
    {
      faults,
      next: 'Name assets, identities and a window; nothing runs without them.',
    },
  )

const assetRefs = (list: readonly string[], resolved: Resolved): readonly AssetRef[] => {
  const refs = new Map<string, AssetRef>()
  for (const text of list) {
    const key = assetKey(text)
    const ref = resolved.assets.get(key) ?? { key, label: text }
    refs.set(ref.key, ref)
  }
  return [...refs.values()]
}

const identityRefs = (list: readonly string[], resolved: Resolved): readonly IdentityRef[] => {
  const refs = new Map<string, IdentityRef>()
  for (const text of list) {
    const ref = resolved.identities.get(foldCase(text.trim())) ?? parseIdentity(text)
    refs.set(`${ref.domain ?? ''}\\${ref.name}\\${ref.sids.join()}`, ref)
  }
  return [...refs.values()]
}

/** Whether a time lies in the half-open window `[from, to)`. */
export const inWindow = (window: Window, time: Micros): boolean =>
  time >= window.from && time < window.to

/** Whether an asset, by its canonical key, is one the scope names; any asset is where it says "any". */
export const assetInScope = (scope: Scope, asset: string): boolean =>
  scope.assets.kind === 'any' || scope.assets.assets.some((ref) => ref.key === asset)

/** Whether one account an event names is one of the identities asked for. */
export const isIdentity = (ref: IdentityRef, mention: IdentityMention): boolean => {
  if (mention.sid !== null && ref.sids.includes(mention.sid.toUpperCase())) return true
  if (ref.name === '' || mention.name === null || foldCase(mention.name) !== ref.name) return false
  const domain = foldDomain(mention.domain)
  return ref.domain === null || domain === null || ref.domain === domain
}

/** Named and in scope, named and not in scope, or naming nobody (to be decided by the process's owner). */
export const identityVerdict = (
  scope: Scope,
  mentions: readonly IdentityMention[],
): 'in' | 'out' | 'nameless' => {
  if (scope.identities.kind === 'any') return 'in'
  if (mentions.length === 0) return 'nameless'
  const { identities } = scope.identities
  return mentions.some((mention) => identities.some((ref) => isIdentity(ref, mention)))
    ? 'in'
    : 'out'
}

/** Asset and window, the part of a scope every event can be held against. */
export const placeInScope = (scope: Scope, event: LogEvent): boolean =>
  assetInScope(scope, event.asset) && inWindow(scope.window, event.time.best)
