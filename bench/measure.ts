/** Times in milliseconds, sorted. */
export type Samples = readonly number[]

export const timed = async <T>(work: () => T | Promise<T>): Promise<{ ms: number; result: T }> => {
  const from = performance.now()
  const result = await work()
  return { ms: performance.now() - from, result }
}

/** Does the work once for each of the items, `rounds` times over, after one round that does not count. */
export const sample = async <T>(
  items: readonly T[],
  rounds: number,
  work: (item: T) => Promise<unknown>,
): Promise<Samples> => {
  for (const item of items) await work(item)
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1)
    for (const item of items) times.push((await timed(() => work(item))).ms)
  return times.toSorted((a, b) => a - b)
}

/** The value that a share of the samples does not exceed. */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5)
