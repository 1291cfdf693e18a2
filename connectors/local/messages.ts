import { AppError, type ErrorCode, type ErrorDetails, isAppError } from '#queries/errors.ts'
import type { Ask, OperationName } from './operations.ts'

/** What a worker is started with. `flag` holds 1 while the work at hand is to be given up. */
export interface WorkerStart {
  readonly file: string
  readonly flag: SharedArrayBuffer
}

export interface Request<K extends OperationName> {
  readonly name: K
  readonly ask: Ask<K>
}

export interface Fault {
  readonly code: ErrorCode
  readonly message: string
  readonly details: ErrorDetails
  /** The original error in words, for the log only. */
  readonly cause: string
}

/** `sent` is the number of statements this request cost. */
export type Reply<T> =
  | { readonly ok: true; readonly answer: T; readonly sent: number }
  | { readonly ok: false; readonly fault: Fault; readonly sent: number }

/** An error as it crosses between threads; what is no `AppError` is our bug. */
export const faultOf = (error: unknown): Fault => {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return isAppError(error)
    ? {
        code: error.code,
        message: error.message,
        details: error.details,
        cause: error.cause instanceof Error ? error.cause.message : '',
      }
    : { code: 'internal', message: 'The store could not answer.', details: {}, cause }
}

export const errorOf = ({ code, message, details, cause }: Fault): AppError =>
  new AppError(code, message, details, cause === '' ? undefined : cause)
