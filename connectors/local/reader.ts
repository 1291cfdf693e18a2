import type Database from 'better-sqlite3'
import { AppError, isAppError } from '#queries/errors.ts'
import { openClauses } from './clauses.ts'
import { type Decoder, openDecoder } from './codec.ts'
import { openStoreForReading, type StoreDatabase, storeError } from './database.ts'
import { rowsOf } from './rows.ts'
import type { Fragment, Slot } from './sql.ts'

export type SlotValues = Readonly<Partial<Record<Slot, string | number>>>

/** A read-only connection to one store. */
export interface Reader {
  /** Runs one statement. Throws `AppError`. */
  rows<Row>(fragment: Fragment, slots?: SlotValues): readonly Row[]
  readonly decoder: Decoder
  /** Statements run since it was opened, reads of blocks not counted. */
  readonly sent: number
  /** Changes whenever the importer commits: what was remembered before is stale then. */
  version(): number
  close(): void
}

/**
 * Opens a store for reading. Throws what `openStoreForReading` throws. `isCancelled` is asked now and
 * then inside long statements, which then end at once with `cancelled`.
 */
export const openReader = (file: string, isCancelled: () => boolean = () => false): Reader => {
  const db = openStoreForReading(file)
  const clauses = openClauses()
  db.function('holds', { deterministic: true }, clauses.holds)
  db.function('may_hold', { deterministic: true }, clauses.mayHold)
  db.function('tick', () => {
    if (isCancelled()) throw new AppError('cancelled', 'The work was cancelled.')
    return 1
  })
  const statements = new Map<string, Database.Statement<unknown[]>>()
  let sent = 0

  const guarded = <T>(work: () => T): T => {
    if (!db.open) throw closedError()
    try {
      return work()
    } catch (error) {
      throw isAppError(error) ? error : queryError(error, file)
    }
  }

  const prepared = (text: string): Database.Statement<unknown[]> => {
    const known = statements.get(text)
    if (known) return known
    if (statements.size >= 256) statements.clear()
    const statement = prepareOn(db, text)
    if (statement.source === text) statements.set(text, statement)
    return statement
  }

  const bound = (fragment: Fragment, slots: SlotValues): readonly unknown[] => {
    clauses.clear()
    return fragment.params.map((param) => {
      if (param === null || typeof param !== 'object') return param
      if ('clause' in param) return clauses.numberOf(param.clause)
      const value = slots[param.slot]
      if (value === undefined)
        throw new AppError('internal', `Nothing was given for ${param.slot}.`)
      return value
    })
  }

  return {
    rows: <Row>(fragment: Fragment, slots: SlotValues = {}) =>
      guarded(() => {
        sent += 1
        return rowsOf<Row>(prepared(fragment.text), bound(fragment, slots))
      }),
    decoder: openDecoder(db),
    get sent() {
      return sent
    },
    version: () => guarded(() => Number(db.pragma('data_version', { simple: true }))),
    close() {
      if (db.open) db.close()
    },
  }
}

/** During a bulk load the indices are not there yet: a statement then runs without, and is not remembered. */
const prepareOn = (db: StoreDatabase, text: string): Database.Statement<unknown[]> => {
  try {
    return db.prepare<unknown[]>(text)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('no such index'))) throw error
    return db.prepare<unknown[]>(text.replaceAll(/ INDEXED BY \w+/g, ''))
  }
}

export const closedError = (): AppError =>
  new AppError('source_unreachable', 'This source was closed.', { next: 'Open it again.' })

const queryError = (error: unknown, file: string): unknown => {
  const known = storeError(error, file)
  return isAppError(known)
    ? known
    : new AppError('internal', 'The store did not understand its own query.', {}, error)
}
