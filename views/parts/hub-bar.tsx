import type { FoldBar } from '../models/lanes.ts'
import { pc } from '../percent.ts'
import { plainText } from '../safe-text.ts'

/** A row that stands for more than is drawn, with its count and the way in. */
export const HubBar = ({ fold, wordsX, end }: { fold: FoldBar; wordsX: number; end: number }) => (
  <a class="hub" href={fold.href} tabindex={-1}>
    <title>{plainText(fold.text)}</title>
    <rect x="1.6%" y={fold.y - 8} width={pc(Math.max(0, end - 1.6))} height="16" rx="3" />
    <text class="tier-2" x={pc(wordsX)} y={fold.y + 3.6}>
      {plainText(fold.text)} <tspan class="t-open">Open</tspan>
    </text>
    <text class="only-1" x={pc(wordsX)} y={fold.y + 3.6}>
      {plainText(fold.short)}
    </text>
  </a>
)
