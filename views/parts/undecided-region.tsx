import { pc } from '../percent.ts'

/** From the newest event the source had, to the end: nothing is decided there yet. */
export const UndecidedRegion = ({ x, bottom }: { x: number; bottom: number }) => (
  <>
    <rect class="und-bg" x={pc(x)} y="46" width={pc(100 - x)} height={bottom - 46} />
    <rect fill="url(#p-undecided)" x={pc(x)} y="46" width={pc(100 - x)} height={bottom - 46} />
    <line class="und-edge" x1={pc(x)} y1="46" x2={pc(x)} y2={bottom} />
  </>
)
