import type { UnknownBand } from '../models/lanes.ts'
import { pc } from '../percent.ts'

/**
 * A dashed band as wide as the clocks' doubt. Never an arrow, never a claim of before or after; the words
 * stand beside it as its mark's label.
 */
export const OrderUnknown = ({ band }: { band: UnknownBand }) => (
  <rect class="unk-band" x={pc(band.x)} y={band.y - 10} width={pc(band.width)} height="20" rx="3" />
)
