import type { LogEvent } from './event.ts'

/**
 * The document shapes that are read (DESIGN §3). `flat` is the OTRF export with `TimeCreated`,
 * `nxlog` the one with `EventTime`; `winlogbeat` covers 6, 7 and 8; `ecs` any ECS document;
 * `evtx` a record rendered by our reader; `azure` Log Analytics rows; `json` any other JSON object.
 */
export type Shape = 'nxlog' | 'flat' | 'winlogbeat' | 'ecs' | 'evtx' | 'azure' | 'json'

/** What only the place of a document knows. */
export interface NormalizeContext {
  readonly shape: Shape
  readonly file: string
  readonly record: number | string
  /** Correction for written times of this file and host, from the first pass; 0 for none. */
  readonly shiftUs: number
}

export type Normalized =
  | { readonly ok: true; readonly event: LogEvent }
  /** The document is no event: why, in a few words for the reject list. */
  | { readonly ok: false; readonly reason: string }

/** Raised whenever the same document gives another event than before. */
export const mappingVersion = 1

/**
 * Turns one original document into the event it is: typing, kind, identities, time range, id. Pure, and
 * the only home of typing; import calls it once and every read calls it again on the same original.
 */
export const normalize = (
  original: string,
  document: unknown,
  context: NormalizeContext,
): Normalized => {
  void original
  void document
  return { ok: false, reason: `no mapping for ${context.shape}` }
}
