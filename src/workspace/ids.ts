import { randomBytes } from 'node:crypto'

/** A short random name for a draft, hunt or run: 12 characters, safe in an address and a file name. */
export const newId = (): string => {
  // A leading dash would read as an option on the command line.
  for (;;) {
    const id = randomBytes(9).toString('base64url')
    if (!/^[-_]/.test(id)) return id
  }
}

/** What `newId` makes; anything else never reaches a file name. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{11}$/
