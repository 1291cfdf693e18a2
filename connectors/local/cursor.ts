import { createHash } from 'node:crypto'
import { AppError } from '#queries/errors.ts'
import type { Micros } from '#queries/event.ts'
import type { Question } from './compile.ts'

export type PageOrder = 'ascending' | 'descending'

/** The last row a page looked at; the next page goes on behind it. */
export interface Position {
  readonly ts: Micros
  /** The event id, 32 hex digits. */
  readonly id: string
}

/** What ties a cursor to one question of one source in one order. */
const seal = (source: string, question: Question, order: PageOrder): string =>
  createHash('sha256')
    .update(JSON.stringify([source, question.predicate, question.scope, order]))
    .digest('hex')
    .slice(0, 16)

/** Reads and writes the cursors of one question; `read` throws `invalid_request` for any other's. */
export const cursorsOf = (source: string, question: Question, order: PageOrder) => {
  const own = seal(source, question, order)
  return {
    write: (position: Position): string => `${own}.${position.ts}.${position.id}`,
    read(cursor: string): Position {
      const parts = /^([0-9a-f]{16})\.(-?\d{1,16})\.([0-9a-f]{32})$/.exec(cursor)
      if (parts?.[1] !== own) {
        throw new AppError('invalid_request', 'This page belongs to another question.', {
          next: 'Begin again with the first page.',
        })
      }
      return { ts: Number(parts[2]), id: parts[3] ?? '' }
    },
  }
}
