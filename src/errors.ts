import {
  AppError,
  type ErrorCode,
  type ErrorOrigin,
  type FieldFault,
  isAppError,
} from '#queries/errors.ts'
import { workspaceFault } from './workspace/fault.ts'

/** The HTTP status of each error code; a code without one does not compile. */
export const statusOf = {
  invalid_request: 422,
  unsupported: 422,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  not_a_log: 422,
  damaged_file: 422,
  cancelled: 408,
  source_unreachable: 502,
  source_unauthorized: 502,
  source_rejected: 502,
  source_timeout: 504,
  source_busy: 503,
  source_full: 507,
  internal: 500,
} as const satisfies Record<ErrorCode, number>

/** The one shape in which page, fragment, JSON and terminal show an error. */
export interface ErrorReport {
  readonly code: ErrorCode
  readonly origin: ErrorOrigin
  readonly status: (typeof statusOf)[ErrorCode]
  readonly message: string
  readonly where?: string
  readonly next?: string
  readonly kept?: string
  readonly faults: readonly FieldFault[]
  readonly requestId?: string
}

/** Words for whose an error is, the same everywhere. */
export const originWords = {
  input: 'Your input',
  source: 'The source',
  workbench: 'AttackTrace',
} as const satisfies Record<ErrorOrigin, string>

/** Turns anything thrown into a report. What is not an `AppError` is our bug and shows no text of its own. */
export const reportOf = (error: unknown, requestId?: string): ErrorReport => {
  const known = isAppError(error)
    ? error
    : (workspaceFault(error) ??
      new AppError('internal', 'Something went wrong in AttackTrace itself.', {
        next: 'Try again; if it comes back, report it with the request id in the log.',
      }))
  return {
    code: known.code,
    origin: known.origin,
    status: statusOf[known.code],
    message: known.message,
    ...(known.details.where === undefined ? {} : { where: known.details.where }),
    ...(known.details.next === undefined ? {} : { next: known.details.next }),
    ...(known.details.kept === undefined ? {} : { kept: known.details.kept }),
    faults: known.details.faults ?? [],
    ...(requestId === undefined ? {} : { requestId }),
  }
}
