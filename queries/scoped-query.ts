import { type Binding, requireBound } from './binding.ts'
import { AppError } from './errors.ts'
import type { Micros } from './event.ts'
import { type KeyKind, keyKinds } from './links/keys.ts'
import type { LinkRule } from './links/rule.ts'
import { everything, fieldsOf, type Predicate } from './predicate.ts'
import { assetInScope, type Scope } from './scope.ts'

export type Purpose = 'hunt' | 'browse'

/** One key to look for, with the window to look in and the origins that asked (ids of events). */
export interface LinkTarget {
  /** The asset the key holds on; null for a kind that joins anywhere. */
  readonly asset: string | null
  readonly value: string
  readonly from: Micros
  readonly to: Micros
  readonly origins: readonly string[]
}

class Query {
  readonly #made = true
  readonly purpose: Purpose
  readonly source: string
  readonly predicate: Predicate
  readonly binding: Binding
  readonly scope: Scope

  constructor(purpose: Purpose, predicate: Predicate, binding: Binding, scope: Scope) {
    this.purpose = purpose
    this.source = binding.source
    this.predicate = predicate
    this.binding = binding
    this.scope = scope
    Object.freeze(this)
  }

  /**
   * All keys of one rule at once: the only way to read events outside the window, and only by key.
   * Throws `unsupported` when a key that holds on one asset names none.
   */
  link(rule: LinkRule, targets: readonly LinkTarget[]): LinkQuery {
    return new LinkQueryOfScope(this, rule, targets)
  }

  /** What is true of a real scoped query and cannot be forged: `#made` is private to this module. */
  static isMade(value: unknown): value is Query {
    return typeof value === 'object' && value !== null && #made in value
  }
}

class LinkQueryOfScope {
  readonly #made = true
  readonly query: Query
  readonly rule: LinkRule
  readonly targets: readonly LinkTarget[]

  constructor(query: Query, rule: LinkRule, targets: readonly LinkTarget[]) {
    this.query = query
    this.rule = rule
    this.targets = mergeTargets(rule.to, targets)
    Object.freeze(this)
  }

  static isMade(value: unknown): value is LinkQueryOfScope {
    return typeof value === 'object' && value !== null && #made in value
  }

  /** Whether an asset lies outside the scope: a named extension of the run. */
  isExtension(asset: string): boolean {
    return !assetInScope(this.query.scope, asset)
  }
}

/** The only thing a connector runs: behavior, values, binding and scope. Made by `scope` and `browse` alone. */
export type ScopedQuery = Query
/** One rule's keys, derived from a `ScopedQuery` by `query.link(rule, targets)` and by nothing else. */
export type LinkQuery = LinkQueryOfScope

/** Whether a value was made by `scope()` or `browse()`; a copy was not. */
export const isScopedQuery = (value: unknown): value is ScopedQuery => Query.isMade(value)
/** Whether a value was derived by `query.link()`; a copy was not. */
export const isLinkQuery = (value: unknown): value is LinkQuery => LinkQueryOfScope.isMade(value)

/**
 * Binds a predicate to a source inside a scope. Throws `unsupported` when the binding lacks a field,
 * `invalid_request` when the predicate would match everything: a hunt asks for a behavior.
 */
export const scope = (predicate: Predicate, binding: Binding, within: Scope): ScopedQuery => {
  if (fieldsOf(predicate).length === 0) {
    throw new AppError(
      'invalid_request',
      'A hunt needs a behavior: the predicate tests no field.',
      {
        next: 'Pick a documented behavior, or capture one from an event.',
      },
    )
  }
  requireBound(binding, fieldsOf(predicate))
  return new Query('hunt', predicate, binding, within)
}

/**
 * Every event of a scope, or those that `filter` lets through, to page through and to count; it can become
 * neither run nor template (DESIGN §4.1). Throws `unsupported` when the binding lacks a field of the filter.
 */
export const browse = (
  binding: Binding,
  within: Scope,
  filter: Predicate = everything,
): ScopedQuery => {
  requireBound(binding, fieldsOf(filter))
  return new Query('browse', filter, binding, within)
}

/** Targets of one key and overlapping windows become one, so that a key is asked for once. */
const mergeTargets = (kind: KeyKind, targets: readonly LinkTarget[]): readonly LinkTarget[] => {
  const byKey = new Map<string, LinkTarget>()
  const done: LinkTarget[] = []
  const perAsset = keyKinds[kind] === 'asset'
  for (const target of targets.toSorted((a, b) => a.from - b.from)) {
    if (perAsset && target.asset === null) {
      throw new AppError('unsupported', `A key of kind ${kind} holds on one asset and names none.`)
    }
    const asset = perAsset ? target.asset : null
    const key = `${asset ?? ''}\u0000${target.value}`
    const open = byKey.get(key)
    if (open && target.from <= open.to) {
      byKey.set(key, {
        ...open,
        to: Math.max(open.to, target.to),
        origins: [...new Set([...open.origins, ...target.origins])],
      })
    } else {
      if (open) done.push(open)
      byKey.set(key, { ...target, asset })
    }
  }
  return [...done, ...byKey.values()]
}
