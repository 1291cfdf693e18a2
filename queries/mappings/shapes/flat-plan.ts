import { byNames } from '../by-names.ts'
import {
  append,
  type EventData,
  type Layout,
  type Named,
  textIn,
  type Value,
  valueIn,
} from '../record.ts'

/** Where the values of a flat document go, by the places of their names. */
export interface FlatPlan {
  /** The event's own fields. */
  readonly data: ReadonlyMap<string, number>
  readonly dataNames: readonly string[]
  /** Header fields; several places make a list. */
  readonly header: ReadonlyMap<string, readonly number[]>
  /** Where the parts of the record itself stand, best first. */
  readonly own: Readonly<Record<OwnPart, readonly number[]>>
}

/** Parts of the record, and the names they may have in a document; the first that says something counts. */
const ownNames = {
  provider: ['SourceName', 'ProviderName'],
  channel: ['Channel', 'LogName'],
  code: ['EventID', 'Id'],
  recordId: ['RecordNumber', 'RecordId', 'EventRecordID'],
  host: ['Hostname', 'MachineName', 'Computer'],
  message: ['Message'],
} as const
type OwnPart = keyof typeof ownNames

export const allOwnNames: readonly string[] = Object.values(ownNames).flat()

/** The text of one part of the record; `''` where the document has none. */
export const ownText = (plan: FlatPlan, values: readonly unknown[], part: OwnPart): string => {
  const places = plan.own[part]
  for (let i = 0; i < places.length; i += 1) {
    const text = textIn(values[places[i] ?? 0])
    if (text !== '') return text
  }
  return ''
}

/**
 * `goes`: the header field of a name, or null where it is read into the record itself; all other names are
 * the event's own. `called`: the name of its own that a field has in the document's place.
 */
export const flatPlans = (
  goes: ReadonlyMap<string, string | null>,
  called: ReadonlyMap<string, string>,
): ((names: readonly string[]) => FlatPlan) =>
  byNames((names) => {
    const data = new Map<string, number>()
    const header = new Map<string, number[]>()
    names.forEach((name, place) => {
      const field = goes.get(name)
      if (field === undefined) data.set(called.get(name) ?? name, place)
      else if (field !== null) header.set(field, [...(header.get(field) ?? []), place])
    })
    const placesOf = (part: OwnPart): readonly number[] =>
      ownNames[part].map((name) => names.indexOf(name)).filter((place) => place >= 0)
    return {
      data,
      dataNames: [...data.keys()],
      header,
      own: {
        provider: placesOf('provider'),
        channel: placesOf('channel'),
        code: placesOf('code'),
        recordId: placesOf('recordId'),
        host: placesOf('host'),
        message: placesOf('message'),
      },
    }
  })

/** As many as a number has whole. */
const bits = Array.from({ length: 52 }, (_, i) => 2 ** i)

/**
 * The event's own fields, read from the document when they are asked for: to copy them into a map cost more
 * than all that is read of them.
 */
export class FlatData implements EventData {
  readonly #plan: FlatPlan
  readonly #values: readonly unknown[]
  #added: Map<string, Value | undefined> | undefined

  constructor(plan: FlatPlan, values: readonly unknown[]) {
    this.#plan = plan
    this.#values = values
  }

  get(name: string): Value | undefined {
    const place = this.#plan.data.get(name)
    return place === undefined ? this.#added?.get(name) : valueIn(this.#values[place])
  }

  has(name: string): boolean {
    return this.#plan.data.has(name) || this.#added?.has(name) === true
  }

  /** Of a name that the document does not hold. */
  set(name: string, value: Value | undefined): void {
    this.#added ??= new Map()
    this.#added.set(name, value)
  }

  *[Symbol.iterator](): Iterator<readonly [string, Value | undefined]> {
    for (const name of this.#plan.dataNames) yield [name, this.get(name)]
    if (this.#added) yield* this.#added
  }

  get layout(): Layout | undefined {
    const values = this.#values
    if (this.#added || values.length > bits.length) return undefined
    let presence = 0
    for (let i = 0; i < values.length; i += 1)
      if (valueIn(values[i]) !== undefined) presence += bits[i] ?? 0
    return { names: this.#plan, presence }
  }

  keys(): readonly string[] {
    return this.#added ? [...this.#plan.dataNames, ...this.#added.keys()] : this.#plan.dataNames
  }
}

/** The header fields of a flat document, read when they are asked for. */
export class FlatHeader implements Named<Value> {
  readonly #plan: FlatPlan
  readonly #values: readonly unknown[]

  constructor(plan: FlatPlan, values: readonly unknown[]) {
    this.#plan = plan
    this.#values = values
  }

  get(name: string): Value | undefined {
    const places = this.#plan.header.get(name)
    if (places === undefined) return undefined
    if (places.length === 1) return valueIn(this.#values[places[0] ?? 0])
    const whole = new Map<string, Value>()
    for (const place of places) {
      const value = valueIn(this.#values[place])
      if (value !== undefined) append(whole, name, value)
    }
    return whole.get(name)
  }

  *[Symbol.iterator](): Iterator<readonly [string, Value]> {
    for (const name of this.#plan.header.keys()) {
      const value = this.get(name)
      if (value !== undefined) yield [name, value]
    }
  }
}
