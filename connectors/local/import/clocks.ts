import type { ClockEstimate } from '#queries/clock.ts'

/** The offsets of one member's hosts. A host that gave no pair borrows what all others agree on. */
export interface Clocks {
  readonly estimates: readonly ClockEstimate[]
  /** The correction for written times of an asset, µs; 0 where nothing is believed. */
  shiftOf(asset: string): number
  /** The correction most assets have: what is tried before the asset is known. */
  readonly usual: number
}

/** Fewer pairs say nothing: a host with more that was not believed contradicts the others (DESIGN §6). */
const enoughPairs = 20

export const clocksOf = (estimates: readonly ClockEstimate[]): Clocks => {
  const byAsset = new Map(estimates.map((estimate) => [estimate.asset, estimate]))
  const believed = new Set(estimates.filter((e) => e.applied).map((e) => e.shiftUs))
  const isContested = estimates.some((e) => !e.applied && e.pairs >= enoughPairs)
  const [only = 0] = believed
  const common = believed.size === 1 && !isContested ? only : 0
  return {
    estimates,
    shiftOf: (asset) => byAsset.get(asset)?.shiftUs ?? common,
    usual: only,
  }
}

export const noClocks: Clocks = clocksOf([])
