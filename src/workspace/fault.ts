import { AppError } from '#queries/errors.ts'

const busy = /locked|busy/i
const noRoom = /^SQLITE_(FULL|IOERR)/
/** SQLite has rolled back already when it ran out of room or the disk failed; a second rollback then fails. */
const rolledBack = 'cannot rollback - no transaction is active'

/**
 * What keeps the workspace's database from being read or written, worded for the hunter; null for what is
 * no such failure. The error is told by its name, so that nothing native is loaded to ask.
 */
export const workspaceFault = (error: unknown, where?: string): AppError | null => {
  if (!(error instanceof Error && error.name === 'SqliteError')) return null
  const place = where === undefined ? {} : { where }
  const code = 'code' in error ? String(error.code) : ''
  if (busy.test(error.message)) {
    return new AppError(
      'source_busy',
      'Another process holds the workspace database.',
      { ...place, next: 'Wait for it to end, then try again.' },
      error,
    )
  }
  if (noRoom.test(code) || error.message === rolledBack) {
    return new AppError(
      'source_full',
      'The disk of the data folder has no room left, or does not answer.',
      { ...place, next: 'Make room on it, then try again.' },
      error,
    )
  }
  return null
}
