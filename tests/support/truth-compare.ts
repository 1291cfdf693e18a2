import { z } from 'zod'
import { gradeRank } from '#src/hunts/correlate/arrival.ts'
import { grades } from '#queries/links/rule.ts'

/* What `check.py --strict` beside the truth files compares, in the terms of this project. */

const grade = z.enum(grades)
const direction = z.enum(['before', 'after', 'unknown'])
const recordSchema = z.object({
  host: z.string(),
  channel: z.string(),
  event_id: z.number(),
  record_id: z.union([z.number(), z.string()]).nullable(),
  locator: z.object({ file: z.string(), record: z.number() }),
})
const keySchema = z.record(z.string(), z.unknown())
const groupSchema = z.object({
  hit: z.string(),
  rule: z.string(),
  grade,
  key: keySchema,
  count: z.number(),
  counts_for_recall: z.boolean(),
  members: z.array(
    z.object({
      host: z.string(),
      channel: z.string(),
      event_id: z.number(),
      records: z.array(z.number()),
      record_ids: z
        .array(z.union([z.number(), z.string()]).nullable())
        .nullable()
        .optional(),
    }),
  ),
})
const names = z.union([z.array(z.string()), z.object({ any: z.string() })])

/** One truth file: a hunt, and what it must and must not find. */
export const wholeTruthSchema = z.object({
  set: z.string(),
  file: z.string(),
  technique: z.string(),
  hunt: z.object({
    assets: names,
    identities: names,
    window: z.object({ from: z.string(), to: z.string() }),
    predicate: z.object({ tree: z.unknown() }),
  }),
  hits: z.array(recordSchema.extend({ id: z.string() })),
  context: z.array(
    recordSchema.extend({
      links: z.array(
        z.object({
          hit: z.string(),
          rule: z.string(),
          key: keySchema,
          grade_accept: z.array(grade),
          direction_accept: z.array(direction),
          tier: z.enum(['must', 'should']),
        }),
      ),
    }),
  ),
  must_not_link: z.array(recordSchema.extend({ grades: z.array(grade) })),
  key_groups: z.array(groupSchema),
})
export type WholeTruth = z.infer<typeof wholeTruthSchema>

const rowSchema = z.object({
  id: z.string(),
  episode: z.string().nullable(),
  locator: z.object({ file: z.string(), record: z.union([z.number(), z.string()]) }),
  event: z.object({
    host: z.object({ name: z.string() }),
    event: z.object({ code: z.string() }),
    winlog: z.object({ channel: z.string(), record_id: z.unknown() }).partial().optional(),
  }),
  links: z.array(z.object({ hit: z.string(), rule: z.string(), key: keySchema, grade, direction })),
})

/** What of the machine's answer the comparison reads. */
export const answerSchema = z.object({
  hits: z.array(rowSchema),
  context: z.array(rowSchema),
  folded: z.array(z.object({ hit: z.string(), key: keySchema, count: z.number() })),
})
export type Answer = z.infer<typeof answerSchema>
type Row = z.infer<typeof rowSchema>

/** A group of more events than this may be one folded row. */
const foldable = 50

/** Everything that differs, one sentence each; all lists empty when the answer is right. */
export interface Differences {
  readonly hits: readonly string[]
  readonly must: readonly string[]
  readonly forbidden: readonly string[]
  readonly groups: readonly string[]
  readonly unexplained: readonly string[]
}

interface Place {
  readonly host: string
  readonly channel: string
  readonly event_id: number
  readonly record_id?: string | number | null | undefined
  readonly locator: { readonly file: string; readonly record: number }
}

/** GUIDs without braces, numbers in decimal: one spelling for a value of a key. */
const plain = (value: unknown): string => {
  const text = String(value)
    .trim()
    .replace(/^\{|\}$/g, '')
    .toLowerCase()
  return /^(0x[0-9a-f]+|\d+)$/.test(text) ? BigInt(text).toString() : text
}

const keysAgree = (a: Record<string, unknown>, b: Record<string, unknown>): boolean => {
  const have = new Set(Object.values(b).flat().map(plain))
  return Object.values(a)
    .flat()
    .some((value) => have.has(plain(value)))
}

const short = (host: string): string => host.split('.')[0]?.toLowerCase() ?? ''

/** Rows of an answer, found by record id or by place in the file. */
const finderOf = (rows: readonly Row[]): ((place: Place) => readonly Row[]) => {
  const byRecord = new Map<string, Row[]>()
  const byPlace = new Map<string, Row[]>()
  const put = (map: Map<string, Row[]>, key: string, row: Row): void => {
    const list = map.get(key)
    if (list) list.push(row)
    else map.set(key, [row])
  }
  const recordOf = (host: string, channel: string, code: string, record: unknown): string =>
    [short(host), channel.toLowerCase(), code, plain(record)].join('\u0000')
  for (const row of rows) {
    const { winlog, event, host } = row.event
    if (winlog?.record_id !== undefined)
      put(byRecord, recordOf(host.name, winlog.channel ?? '', event.code, winlog.record_id), row)
    put(byPlace, `${row.locator.file}\u0000${row.locator.record}`, row)
  }
  return (place) => {
    const code = String(place.event_id)
    if (place.record_id !== null && place.record_id !== undefined) {
      const found = byRecord.get(recordOf(place.host, place.channel, code, place.record_id))
      if (found) return found
    }
    const at = byPlace.get(`${place.locator.file}\u0000${place.locator.record}`) ?? []
    return at.filter((row) => row.event.event.code === code)
  }
}

const label = (place: Place): string =>
  `${short(place.host)} ${place.event_id} ${String(place.record_id ?? `line ${place.locator.record}`)}`

/** Compares an answer with the truth. */
export const compare = (truth: WholeTruth, answer: Answer): Differences => {
  const hitRows = finderOf(answer.hits)
  const contextRows = finderOf(answer.context)
  const ids = new Map(truth.hits.map((hit) => [hit.id, new Set(hitRows(hit).map((row) => row.id))]))
  const known = new Set([...ids.values()].flatMap((set) => [...set]))
  const idsOf = (hit: string): ReadonlySet<string> => ids.get(hit) ?? new Set()

  const isFolded = (hit: string, key: Record<string, unknown>, count: number): boolean =>
    count > foldable &&
    answer.folded.some((fold) => idsOf(hit).has(fold.hit) && keysAgree(key, fold.key))
  const sizeOf = (hit: string, rule: string): number =>
    Math.max(
      0,
      ...truth.key_groups.filter((g) => g.hit === hit && g.rule === rule).map((g) => g.count),
    )

  const hits = [
    ...truth.hits.filter((hit) => idsOf(hit.id).size === 0).map((hit) => `missing ${label(hit)}`),
    ...answer.hits.filter((row) => !known.has(row.id)).map((row) => `too many: ${row.id}`),
  ]

  const must = truth.context.flatMap((event) => {
    const rows = contextRows(event)
    return event.links
      .filter((link) => link.tier === 'must')
      .filter(
        (link) =>
          !rows.some((row) =>
            row.links.some(
              (found) =>
                idsOf(link.hit).has(found.hit) &&
                link.grade_accept.includes(found.grade) &&
                link.direction_accept.includes(found.direction),
            ),
          ) &&
          !isFolded(link.hit, link.key, sizeOf(link.hit, link.rule)) &&
          hitRows(event).length === 0,
      )
      .map((link) => `${label(event)} -> ${link.hit} ${link.rule}`)
  })

  const forbidden = truth.must_not_link.flatMap((event) =>
    contextRows(event).flatMap((row) =>
      row.links
        .filter((link) => known.has(link.hit) && event.grades.includes(link.grade))
        .map((link) => `${label(event)} ${link.rule} ${link.grade}`),
    ),
  )

  const explained = new Map(truth.hits.map((hit) => [hit.id, new Set<Row>()]))
  const explain = (hit: string, rows: readonly Row[]): void => {
    for (const row of rows) explained.get(hit)?.add(row)
  }
  for (const event of truth.context)
    for (const link of event.links) explain(link.hit, contextRows(event))

  const groups = truth.key_groups.flatMap((group) => {
    let found = 0
    for (const member of group.members) {
      member.records.forEach((record, i) => {
        const rows = contextRows({
          ...member,
          record_id: member.record_ids?.[i],
          locator: { file: truth.hits[0]?.locator.file ?? '', record },
        })
        explain(group.hit, rows)
        const isLinked = rows.some((row) =>
          row.links.some(
            (link) =>
              idsOf(group.hit).has(link.hit) && gradeRank(link.grade) <= gradeRank(group.grade),
          ),
        )
        if (isLinked) found += 1
      })
    }
    const counts = group.counts_for_recall && ['exact', 'strong'].includes(group.grade)
    if (!counts || found === group.count || isFolded(group.hit, group.key, group.count)) return []
    return [`${group.hit} ${group.rule}: ${found} of ${group.count}`]
  })

  const unexplained = truth.hits.flatMap((hit) =>
    answer.context.flatMap((row) =>
      row.links
        .filter(
          (link) =>
            idsOf(hit.id).has(link.hit) &&
            ['exact', 'strong'].includes(link.grade) &&
            explained.get(hit.id)?.has(row) !== true,
        )
        .map((link) => `${row.event.event.code} ${row.locator.record} -> ${hit.id} ${link.rule}`),
    ),
  )
  return { hits, must, forbidden, groups, unexplained }
}
