import { formatNumber } from '../format.ts'
import type { CountView } from '../model.ts'

/** A number of events in words: `31` is exact; else `at least 31`. */
export const countText = (count: CountView): string =>
  count.relation === 'exact' ? formatNumber(count.value) : `at least ${formatNumber(count.value)}`

/** The only way a page prints a number of events. */
export const Count = ({ count }: { count: CountView }) => (
  <span class="count nowrap">{countText(count)}</span>
)
