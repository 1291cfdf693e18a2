import { type ClockEstimate, commonShift } from '#queries/clock.ts'

/** The offsets of one member's hosts. A host that gave no pair borrows what all others agree on. */
export interface Clocks {
  readonly estimates: readonly ClockEstimate[]
  /** The correction for written times of an asset, µs; 0 where nothing is believed. */
  shiftOf(asset: string): number
  /** What is tried before the asset of an event is known. */
  readonly usual: number
}

export const clocksOf = (estimates: readonly ClockEstimate[]): Clocks => {
  const byAsset = new Map(estimates.map((estimate) => [estimate.asset, estimate.shiftUs]))
  const common = commonShift(estimates) ?? 0
  return {
    estimates,
    shiftOf: (asset) => byAsset.get(asset) ?? common,
    usual: estimates.find((estimate) => estimate.applied)?.shiftUs ?? 0,
  }
}

export const noClocks: Clocks = clocksOf([])
