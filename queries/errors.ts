/** Whose problem an error is: the hunter's question, the source's operator, or ours. */
export type ErrorOrigin = 'input' | 'source' | 'workbench'

/**
 * The closed list of expected failures and whose each one is.
 * `src/errors.ts` gives each code a status; a code without one does not compile.
 */
export const errorOrigin = {
  invalid_request: 'input',
  unsupported: 'input',
  forbidden: 'input',
  not_found: 'input',
  conflict: 'input',
  too_large: 'input',
  not_a_log: 'input',
  damaged_file: 'input',
  cancelled: 'input',
  source_unreachable: 'source',
  source_unauthorized: 'source',
  source_rejected: 'source',
  source_timeout: 'source',
  source_busy: 'source',
  source_full: 'source',
  internal: 'workbench',
} as const satisfies Record<string, ErrorOrigin>

export type ErrorCode = keyof typeof errorOrigin

/** One fault of one input field; `field` is the form field or JSON path it belongs to. */
export interface FieldFault {
  readonly field: string
  readonly message: string
}

export interface ErrorDetails {
  /** Where: a file with its line, a field, a source. Safe to show. */
  readonly where?: string
  /** What to do next, one sentence. */
  readonly next?: string
  /** What was kept in spite of the error, one sentence. */
  readonly kept?: string
  readonly faults?: readonly FieldFault[]
}

/** An expected failure, worded for the hunter. The original error stays in `cause`, for the log only. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }

  get origin(): ErrorOrigin {
    return errorOrigin[this.code]
  }
}

/** Whether a failure is an expected one, with a code; all else is a fault of ours. */
export const isAppError = (value: unknown): value is AppError => value instanceof AppError

/** Throws `cancelled` when the signal is aborted; called between slices of long work. */
export const throwIfCancelled = (signal: AbortSignal): void => {
  if (signal.aborted) throw new AppError('cancelled', 'The work was cancelled.')
}
