import { formatDelta } from '../format.ts'

export interface TimeDeltaProps {
  /** Microseconds from the hit; negative is before. */
  readonly us: number
  /** The clocks cannot tell before from after: `≈` stands in front. */
  readonly orderUnknown?: boolean
}

/** T±: how long before or after the hit. */
export const TimeDelta = ({ us, orderUnknown = false }: TimeDeltaProps) => (
  <span class="td">
    {orderUnknown ? (
      <>
        <span class="sr">order unknown, about </span>
        <span aria-hidden="true">≈ </span>
      </>
    ) : null}
    {formatDelta(us)}
  </span>
)
