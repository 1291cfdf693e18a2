import { remember } from '../remember.ts'

/* Windows paths as text: nothing here touches a file system. */

/** The last part of a path, split at both kinds of slash. */
export const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1)

/** What stands before the last slash; `''` where there is none. */
export const directoryOf = (path: string): string =>
  path.slice(0, Math.max(0, path.lastIndexOf('\\'), path.lastIndexOf('/')))

const maxArgs = 256

/**
 * Splits a command line by the rules of `CommandLineToArgvW`: quotes group, `\"` is a quote, spaces divide.
 * At most 256 arguments.
 */
export const splitCommandLine = remember((line: string): readonly string[] => {
  const args: string[] = []
  let at = 0
  while (at < line.length && args.length < maxArgs) {
    while (line[at] === ' ' || line[at] === '\t') at += 1
    if (at >= line.length) break
    let arg = ''
    let quoted = false
    for (; at < line.length; at += 1) {
      const c = line[at]
      if (c === '\\') {
        let slashes = 0
        while (line[at] === '\\') {
          slashes += 1
          at += 1
        }
        const beforeQuote = line[at] === '"'
        arg += '\\'.repeat(beforeQuote ? Math.floor(slashes / 2) : slashes)
        if (beforeQuote && slashes % 2 === 1) arg += '"'
        else at -= 1
      } else if (c === '"') quoted = !quoted
      else if (!quoted && (c === ' ' || c === '\t')) break
      else arg += c
    }
    args.push(arg)
  }
  return args
})
