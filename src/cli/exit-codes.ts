import { isAppError } from '#queries/errors.ts'

/** Documented in every `--help`: 0 answered whole, 3 answered with gaps, 2 bad input, 1 anything else. */
export const exitCodes = { whole: 0, failed: 1, badInput: 2, gaps: 3 } as const

/** The exit code of an error: bad input is the caller's to mend, the rest is not. */
export const exitCodeOf = (error: unknown): number =>
  isAppError(error) && error.origin === 'input' && error.code !== 'cancelled'
    ? exitCodes.badInput
    : exitCodes.failed
