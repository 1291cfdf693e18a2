import type { UnknownBand } from '../models/lanes.ts'
import { pc } from '../percent.ts'

/** A dashed band as wide as the clocks' doubt. Never an arrow, never a claim of before or after. */
export const OrderUnknown = ({ band }: { band: UnknownBand }) => (
  <>
    <rect
      class="unk-band"
      x={pc(band.x)}
      y={band.y - 10}
      width={pc(band.width)}
      height="20"
      rx="3"
    />
    {band.hasWords ? (
      <text class="t-unk tier-2" x={pc(band.x)} dx="-6" y={band.y + 4}>
        order unknown
      </text>
    ) : null}
  </>
)
