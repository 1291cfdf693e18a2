import type { Fields, FieldValue } from '#queries/event.ts'

/** A JSON object; without a prototype, so that no field name a log invents can reach one. */
export interface Nested {
  [name: string]: Nested | FieldValue | readonly FieldValue[]
}

const bare = (): Nested => Object.create(null)

/**
 * Dotted names as nested objects. A name that would lie under another name's value stays dotted at the top:
 * `a.b` and `a.b.c` give `{"a":{"b":…},"a.b.c":…}`, and nothing is lost.
 */
export const nest = (fields: Fields): Nested => {
  const root = bare()
  for (const [name, value] of Object.entries(fields)) {
    const parts = name.split('.')
    if (parts.includes('') || liesUnderValue(parts, fields)) {
      root[name] = value
      continue
    }
    const leaf = parts.pop() ?? name
    let at = root
    for (const part of parts) {
      const next = Object.hasOwn(at, part) ? at[part] : undefined
      at = isNested(next) ? next : (at[part] = bare())
    }
    at[leaf] = value
  }
  return root
}

const liesUnderValue = (parts: readonly string[], fields: Fields): boolean =>
  parts.some((_, i) => i > 0 && Object.hasOwn(fields, parts.slice(0, i).join('.')))

const isNested = (value: Nested[string] | undefined): value is Nested =>
  typeof value === 'object' && !Array.isArray(value)
