/**
 * Which fields an event has. Events of one kind mostly have the same: whoever counts fields or reads keys
 * works out once for a pattern what it would otherwise for each event.
 */
export interface FieldPattern {
  /** Names of all fields, each once. */
  readonly fields: readonly string[]
  /** The order of names of the document, where it is flat; null for others. */
  readonly layout: object | null
  /** Which of its names have a value: a bit each. */
  readonly presence: number
  /** Which of the fields that every shape has are there: a bit each. */
  readonly tail: number
  /** The ECS fields that typing gave; of a document that is not flat, all fields in the order they are met. */
  readonly met: readonly string[]
}

export const isSameList = (a: readonly string[], b: readonly string[]): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false
  return true
}

/** Whether a map has these names and no others, in this order. */
export const hasKeys = (map: ReadonlyMap<string, unknown>, names: readonly string[]): boolean => {
  if (map.size !== names.length) return false
  let i = 0
  for (const name of map.keys()) {
    if (name !== names[i]) return false
    i += 1
  }
  return true
}
