import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '#queries/errors.ts'
import { openStoreForWriting } from './database.ts'
import { storeIndices } from './schema.ts'

/** Makes an empty store. Throws `conflict` when there is one already, and a `source_…` error. */
export const makeStore = (file: string): void => {
  if (existsSync(file)) {
    throw new AppError('conflict', 'There is a source of this name already.', {
      where: basename(file, '.db'),
      next: 'Open it, or choose another name.',
    })
  }
  const db = openStoreForWriting(file)
  try {
    db.exec(storeIndices)
  } finally {
    db.close()
  }
}
