import type { HitFlag, LanesView } from '../models/lanes.ts'
import { pc } from '../percent.ts'
import { plainText } from '../safe-text.ts'
import { CoverageStrip } from './coverage-strip.tsx'
import { EventMark } from './event-mark.tsx'
import { HubBar } from './hub-bar.tsx'
import { LaneDensity } from './lane-density.tsx'
import { LifeLine } from './life-line.tsx'
import { LinkLine } from './link-line.tsx'
import { MarkLabel } from './mark-label.tsx'
import { OrderUnknown } from './order-unknown.tsx'
import { TimeAxis, WindowWords } from './time-axis.tsx'
import { UndecidedRegion } from './undecided-region.tsx'

/** The line of a hit through all lanes: t = 0 solid, others dotted. */
const HitLine = ({
  flag,
  bottom,
  lanesEnd,
}: {
  flag: HitFlag
  bottom: number
  lanesEnd: number
}) => (
  <line
    class={flag.isZero ? 'zero' : 'zero zero-2'}
    x1={pc(flag.x)}
    y1="46"
    x2={pc(flag.x)}
    y2={flag.isZero ? bottom : lanesEnd}
  />
)

const Flag = ({ flag }: { flag: HitFlag }) => (
  <a class="flag" href={flag.href} tabindex={-1}>
    <text class={flag.isZero ? 't-hitflag' : 't-hitflag tier-2'} x={pc(flag.x)} y="13">
      {flag.short}
      {flag.rest === '' ? null : <tspan class="tier-2"> {plainText(flag.rest)}</tspan>}
    </text>
  </a>
)

/** Half of a flag's words in pixels, and air: where "before" and "after" may begin. */
const flagHalf = (flags: readonly HitFlag[]): number => {
  const zero = flags.find((flag) => flag.isZero)
  return zero ? ((zero.short.length + zero.rest.length + 1) * 6.2) / 2 + 9 : 24
}

/** The lanes themselves: every x a percent, every y a pixel, so that one drawing fits every width. */
export const LanePlot = ({ view }: { view: LanesView }) => {
  const bottom = view.height - 4
  const zeroX = view.axis.zero === null ? null : view.axis.zero.x
  const shown = view.flags.filter((flag) => flag.hasText)
  return (
    <svg class="lane-plot" width="100%" height={view.height} aria-hidden="true">
      {zeroX === null ? null : (
        <rect class="z-before" x="0" y="50" width={pc(zeroX)} height={view.lanesEnd - 50} />
      )}
      {view.rows
        .filter((row) => row.kind === 'asset')
        .map((row) => (
          <rect class="row-asset" x="0" y={row.y} width="100%" height="22" />
        ))}
      <TimeAxis axis={view.axis} bottom={bottom} />
      {view.undecided === null ? null : <UndecidedRegion x={view.undecided.x} bottom={bottom} />}
      <WindowWords axis={view.axis} gap={flagHalf(view.flags)} />
      {view.undecided === null ? null : (
        <text class="t-und tier-2" x="99.6%" y="13">
          {view.undecided.words}
        </text>
      )}
      {view.densities.map((row) => (
        <LaneDensity row={row} end={view.undecided?.x ?? 100} />
      ))}
      {view.lives.map((life) => (
        <LifeLine life={life} />
      ))}
      {view.folds.map((fold) => (
        <HubBar fold={fold} wordsX={view.foldWordsX} end={view.foldEnd} />
      ))}
      <g class="links">
        {view.links.map((line) => (
          <LinkLine line={line} />
        ))}
      </g>
      {view.flags.map((flag) => (
        <HitLine flag={flag} bottom={bottom} lanesEnd={view.lanesEnd} />
      ))}
      {view.bands.map((band) => (
        <OrderUnknown band={band} />
      ))}
      {shown.map((flag) => (
        <Flag flag={flag} />
      ))}
      {view.labels.map((label) => (
        <MarkLabel label={label} />
      ))}
      {view.marks.map((mark) => (
        <EventMark mark={mark} />
      ))}
      <CoverageStrip strip={view.coverage} />
    </svg>
  )
}
