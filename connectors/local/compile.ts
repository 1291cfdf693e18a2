import { type Clause, clausesOf, type Predicate } from '#queries/predicate.ts'
import type { Scope } from '#queries/scope.ts'
import type { CompiledPart, CompiledQuery } from '../contract.ts'
import { type Bounds, type Condition, exactly, narrow, undecided } from './narrow.ts'
import { type Fragment, inList, type Param, sql } from './sql.ts'

/** What a `ScopedQuery` asks, as plain data that a worker can be sent. Only the connector makes one. */
export interface Question {
  readonly scope: Scope
  readonly predicate: Predicate
}

/** A question as SQL. The conditions hold for a row of `ev`; slices bind `from` and `to`. */
export interface Plan {
  readonly question: Question
  /** Asset and window. */
  readonly place: Fragment
  /** Names an identity in scope, or nobody; null when any identity is asked for. */
  readonly identity: Fragment | null
  /** True of every row whose event matches, beyond what its log source says; null when that is all. */
  readonly over: Fragment | null
  /** True only of rows whose event matches: they need no look at the document. */
  readonly sure: Fragment
  /** Log sources that can hold a match, as a condition over `log_source`; null for all. */
  readonly logSources: Fragment | null
  /** Nothing can match: not even asked. */
  readonly empty: boolean
}

/** ECS fields whose text `ev` keeps, and the column. */
const textColumns = new Map<string, Fragment>([
  ['process.name', sql`image`],
  ['process.parent.name', sql`parent_image`],
  ['process.command_line', sql`cmd`],
])

/** ECS fields that are one with the log source of an event. */
const sourceFields: ReadonlySet<string> = new Set(['event.code', 'winlog.channel'])

/** Whether the store narrows a clause on this field by an index of its own. */
export const isIndexed = (field: string): boolean =>
  textColumns.has(field) || sourceFields.has(field)

/** A clause on a field can only be true where the field was seen at all. */
const seenIn = (field: string): Fragment => sql`(SELECT ls FROM field_seen WHERE field = ${field})`

/** Bounds over a row of `log_source`. */
const sourceBounds = (clause: Clause): Bounds => {
  if (clause.field === 'event.code') {
    return {
      over: sql`(code <> '' AND may_hold(${{ clause }}, code))`,
      under: sql`(code <> '' AND holds(${{ clause }}, code))`,
    }
  }
  if (clause.field === 'winlog.channel') {
    // Logs that are not Windows' keep their channel in event.dataset; some may hold both.
    return {
      over: sql`(channel = '' OR may_hold(${{ clause }}, channel))`,
      under: sql`(channel <> '' AND holds(${{ clause }}, channel) AND log_source.id NOT IN ${seenIn('event.dataset')})`,
    }
  }
  return { ...undecided, over: sql`log_source.id IN ${seenIn(clause.field)}` }
}

const sourcesThat = (condition: Condition): Condition =>
  typeof condition === 'boolean'
    ? condition
    : sql`ls IN (SELECT id FROM log_source WHERE ${condition})`

/** Bounds over a row of `ev`. */
const rowBounds = (clause: Clause): Bounds => {
  const column = textColumns.get(clause.field)
  if (!column) {
    const { over, under } = sourceBounds(clause)
    return { over: sourcesThat(over), under: sourcesThat(under) }
  }
  // The text of a number or a boolean compares otherwise than the value itself.
  if (clause.op === 'range') return { ...undecided, over: sql`${column} IS NOT NULL` }
  if (clause.op === 'exists') return exactly(sql`${column} IS NOT NULL`)
  const text = sql`(SELECT value FROM text WHERE text.id = ${column})`
  return {
    over: sql`(${column} IS NOT NULL AND may_hold(${{ clause }}, ${text}))`,
    under: sql`(${column} IS NOT NULL AND holds(${{ clause }}, ${text}))`,
  }
}

const compilePlace = (scope: Scope): Fragment => {
  const assets =
    scope.assets.kind === 'any'
      ? sql`asset IN (SELECT id FROM asset)`
      : sql`asset IN (SELECT id FROM asset WHERE key IN ${inList(scope.assets.assets.map((a) => a.key))})`
  return sql`${assets} AND ts >= ${{ slot: 'from' }} AND ts < ${{ slot: 'to' }}`
}

const identityCondition = sql`(idset = 0 OR EXISTS (SELECT 1 FROM identity_set_member AS m
    WHERE m.identity IN (SELECT value FROM json_each(${{ slot: 'identities' }})) AND m.set_id = idset))`

/** Compiles a question. Pure: the same question gives the same text. */
export const compile = (question: Question): Plan => {
  const rows = narrow(question.predicate, rowBounds)
  const sources = narrow(question.predicate, sourceBounds)
  const isOfSourcesOnly = clausesOf(question.predicate).every((c) => !textColumns.has(c.field))
  return {
    question,
    place: compilePlace(question.scope),
    identity: question.scope.identities.kind === 'any' ? null : identityCondition,
    // Where no clause looks at a row's own columns, the condition on its log source says it all.
    over: typeof rows.over === 'boolean' || isOfSourcesOnly ? null : rows.over,
    sure: typeof rows.under === 'boolean' ? (rows.under ? sql`1` : sql`0`) : rows.under,
    logSources: typeof sources.over === 'boolean' ? null : sources.over,
    empty: rows.over === false || sources.over === false,
  }
}

/** The index is named so that the planner cannot choose a scan: with log sources known, they lead. */
export const fromEvents = (plan: Plan): Fragment =>
  plan.logSources === null ? sql`FROM ev INDEXED BY ev_time` : sql`FROM ev INDEXED BY ev_scope`

/** Everything that is scope. */
const scopeConditions = (plan: Plan): Fragment =>
  plan.identity === null
    ? sql`WHERE ${plan.place}`
    : sql`WHERE ${plan.place}
  AND ${plan.identity}`

/** Everything that is behavior: log sources first, for the index. */
const behaviorConditions = (plan: Plan): Fragment => {
  const sources =
    plan.logSources === null
      ? sql``
      : sql`
  AND ls IN (SELECT id FROM log_source WHERE ${plan.logSources})`
  const rows =
    plan.over === null
      ? sql``
      : sql`
  AND ${plan.over}`
  return sql`${sources}${rows}`
}

const whereMatches = (plan: Plan): Fragment =>
  sql`${scopeConditions(plan)}${behaviorConditions(plan)}`

export const rowColumns = sql`ev.id, ev.digest, ev.asset, ev.ts, ev.idset, ev.proc, ev.file, ev.record, ev.shift_us, ev.copy, ev.blk, ev.off, ev.len`

/** Whether the plan asks for every event of its place: browsing under any identity. */
export const isEverything = (plan: Plan): boolean =>
  plan.identity === null && plan.sure.text === '1'

/** Matches that need no document: decided by SQL, and named where identities are asked for. */
const isSettled = (plan: Plan): Fragment =>
  plan.identity === null ? plan.sure : sql`(${plan.sure} AND idset <> 0)`

export const countSettled = (plan: Plan): Fragment =>
  sql`SELECT count(*) AS n ${fromEvents(plan)} ${whereMatches(plan)} AND ${isSettled(plan)}`

export const timesSettled = (plan: Plan): Fragment =>
  sql`SELECT ts ${fromEvents(plan)} ${whereMatches(plan)} AND ${isSettled(plan)}`

/** The rest: candidates whose document or whose process decides. */
export const selectUnsettled = (plan: Plan): Fragment =>
  sql`SELECT ${rowColumns}, ${plan.sure} AS sure ${fromEvents(plan)} ${whereMatches(plan)} AND NOT ${isSettled(plan)}`

/** All candidates at once, for plans whose own conditions leave few. */
export const selectCandidates = (plan: Plan): Fragment =>
  sql`SELECT ${rowColumns}, ${plan.sure} AS sure ${fromEvents(plan)} ${whereMatches(plan)}`

/** The statement that search runs for each slice of its window; a cursor adds its own bound. */
export const selectMatches = (plan: Plan, order: 'ASC' | 'DESC', cursor: boolean): Fragment =>
  sql`SELECT ${rowColumns}, ${plan.sure} AS sure
${fromEvents(plan)}
${whereMatches(plan)}${cursor ? afterCursor(order) : sql``}
${order === 'ASC' ? sql`ORDER BY ts, digest` : sql`ORDER BY ts DESC, digest DESC`}`

const afterCursor = (order: 'ASC' | 'DESC'): Fragment =>
  order === 'ASC'
    ? sql`
  AND NOT (ts = ${{ slot: 'after-ts' }} AND digest <= unhex(${{ slot: 'after-digest' }}))`
    : sql`
  AND NOT (ts = ${{ slot: 'after-ts' }} AND digest >= unhex(${{ slot: 'after-digest' }}))`

/** One clause in words, for the list of what the reference evaluator decides. */
const inWords = (clause: Clause): string => {
  const { field, op, ...rest } = clause
  const operand =
    'value' in rest ? JSON.stringify(rest.value) : op === 'range' ? JSON.stringify(rest) : ''
  return `${field} ${op.replaceAll('_', ' ')} ${operand}`.trim()
}

const shown = (param: Param, scope: Scope): string | number => {
  if (param === null) return 'NULL'
  if (typeof param !== 'object') return param
  if ('clause' in param) return JSON.stringify(param.clause)
  switch (param.slot) {
    case 'from':
      return scope.window.from
    case 'to':
      return scope.window.to
    case 'identities':
      return scope.identities.kind === 'any'
        ? '[]'
        : JSON.stringify(scope.identities.identities.map((i) => i.label))
    case 'after-ts':
    case 'after-digest':
      return 'the last row of the page before'
  }
}

/** The statement as search runs it over the whole window, its scope marked, its parameters in words. */
export const explainQuestion = (question: Question): CompiledQuery => {
  const plan = compile(question)
  const head = sql`SELECT ${rowColumns}, ${plan.sure} AS sure
${fromEvents(plan)}
`
  const scope = scopeConditions(plan)
  const tail = sql`${behaviorConditions(plan)}
ORDER BY ts, digest`
  const parts: readonly CompiledPart[] = [
    { text: head.text, scope: false },
    { text: scope.text, scope: true },
    { text: tail.text, scope: false },
  ]
  return {
    language: 'sql',
    parts,
    parameters: [...head.params, ...scope.params, ...tail.params].map((p) =>
      shown(p, question.scope),
    ),
    decidedAfter: decidedAfter(plan),
  }
}

const decidedAfter = (plan: Plan): readonly string[] => {
  const { predicate, scope } = plan.question
  const clauses = clausesOf(predicate).filter((clause) => !isIndexed(clause.field))
  return [
    ...new Set([
      ...clauses.map((clause) => `${inWords(clause)}, on the original document`),
      ...(scope.identities.kind === 'any'
        ? []
        : ['the identity of events that name nobody, by the owner of their process']),
    ]),
  ]
}
