import type Database from 'better-sqlite3'
import type { StoredRow } from './codec.ts'

/** One candidate of a question: where its original stands and what decides its identity. */
export interface EventRow extends StoredRow {
  readonly id: number
  readonly digest: Buffer
  readonly asset: number
  readonly ts: number
  readonly idset: number
  readonly proc: number | null
}

export interface CandidateRow extends EventRow {
  /** 1 where SQL alone has decided that it matches. */
  readonly sure: number
}

/** Runs a statement whose columns the caller's SQL names; the one place where rows get their type. */
export const rowsOf = <Row>(
  statement: Database.Statement<unknown[]>,
  params: readonly unknown[],
): readonly Row[] => statement.all(...params) as Row[]
