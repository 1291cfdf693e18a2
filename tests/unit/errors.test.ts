import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { AppError } from '#queries/errors.ts'
import { reportOf } from '#src/errors.ts'

/** A database that takes nothing more, as on a full disk. */
const fullDatabase = (): Database.Database => {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE t (x BLOB)')
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`)
  return db
}

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

const fill = (db: Database.Database): unknown =>
  thrownBy(() => db.prepare('INSERT INTO t VALUES (zeroblob(100000))').run())

describe('the report of an error', () => {
  it('shows nothing of what is our own bug', () => {
    const report = reportOf(new Error('secret text'), 'abc')
    expect(report).toMatchObject({ code: 'internal', status: 500, requestId: 'abc' })
    expect(JSON.stringify(report)).not.toContain('secret')
  })

  it('says that the data folder is out of room', () => {
    const db = fullDatabase()
    expect(reportOf(fill(db))).toMatchObject({ code: 'source_full', status: 507 })
    db.close()
  })

  it('says so too where only the rollback after it was heard of', () => {
    const db = fullDatabase()
    db.exec('BEGIN')
    fill(db)
    expect(reportOf(thrownBy(() => db.exec('ROLLBACK')))).toMatchObject({ code: 'source_full' })
    db.close()
  })

  it('says what an expected failure says', () => {
    const error = new AppError('not_found', 'There is no such run.', { next: 'Look again.' })
    expect(reportOf(error)).toEqual({
      code: 'not_found',
      origin: 'input',
      status: 404,
      message: 'There is no such run.',
      next: 'Look again.',
      faults: [],
    })
  })
})
