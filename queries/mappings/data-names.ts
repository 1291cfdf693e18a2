/** What stands before the name of a field of the event itself. */
const prefix = 'winlog.event_data.'

/** Names are few and events many: each is put together once, unless there are absurdly many. */
const maxNames = 20_000
const fullNames = new Map<string, string>()

/** `winlog.event_data.NAME`. */
export const dataName = (name: string): string => {
  const known = fullNames.get(name)
  if (known !== undefined) return known
  const made = prefix + name
  if (fullNames.size < maxNames) fullNames.set(name, made)
  return made
}

/** The name behind `winlog.event_data.`; null for every other field. */
export const bareName = (field: string): string | null =>
  field.startsWith(prefix) ? field.slice(prefix.length) : null
