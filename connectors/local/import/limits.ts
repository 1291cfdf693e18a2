/** What an import refuses to read (DESIGN §10). Settings; all sizes in bytes. */
export interface ImportLimits {
  /** All members of one file together, unpacked. */
  readonly unpackedBytes: number
  /** Unpacked bytes for one packed byte, looked at once a member has unpacked 64 MB. */
  readonly ratio: number
  readonly members: number
  readonly lineBytes: number
  /** At most 64, which is what an event can be typed at. */
  readonly jsonDepth: number
  /** Events written in one transaction, 20,000 unless told: what a kill costs at most is reading them again. */
  readonly transactionEvents?: number
  /** Ceiling for the store's own file; absent = the disk is the ceiling. */
  readonly storeBytes?: number
}

export const defaultLimits: ImportLimits = {
  unpackedBytes: 50_000_000_000,
  ratio: 200,
  members: 10_000,
  lineBytes: 16_000_000,
  jsonDepth: 64,
}
