import type { ErrorOrigin } from '#queries/errors.ts'

/** A number of events with its standing, as a view takes it (`Count` of the connector contract fits). */
export interface CountView {
  readonly value: number
  readonly relation: 'exact' | 'at-least'
}

/** Why an answer is not whole (`Gap` of the connector contract fits). */
export interface GapView {
  readonly kind: string
  readonly origin: ErrorOrigin
  readonly message: string
}

/** An error as it is shown (`ErrorReport` of src/errors.ts fits). */
export interface ErrorView {
  readonly code: string
  readonly origin: ErrorOrigin
  readonly status: number
  readonly message: string
  readonly where?: string
  readonly next?: string
  readonly kept?: string
  readonly faults: readonly { readonly field: string; readonly message: string }[]
  readonly requestId?: string
}

/** The main places of the program, as the app bar names them. */
export type NavPlace = 'home' | 'techniques' | 'sources' | 'hunts' | 'settings'

/** Colors of badges and notes; `hit` is for hits and a malicious verdict, and nothing else. */
export type Tone = 'ok' | 'warn' | 'bad' | 'unknown' | 'accent' | 'hit'
