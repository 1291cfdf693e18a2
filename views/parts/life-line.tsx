import type { LifeLine as Life } from '../models/lanes.ts'
import { pc } from '../percent.ts'

/** How long a process lived: a stop where its end is known, thin where it is not. */
export const LifeLine = ({ life }: { life: Life }) => (
  <>
    <line class="life" x1={pc(life.from)} x2={pc(life.to)} y1={life.y} y2={life.y} />
    {life.maybeTo === null ? null : (
      <line
        class="life life-maybe"
        x1={pc(life.to)}
        x2={pc(life.maybeTo)}
        y1={life.y}
        y2={life.y}
      />
    )}
    {life.isEnded ? (
      <line class="life-end" x1={pc(life.to)} x2={pc(life.to)} y1={life.y - 4} y2={life.y + 4} />
    ) : null}
  </>
)
