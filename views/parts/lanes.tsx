import type { LanesView } from '../models/lanes.ts'
import { LaneGutter, LaneGutterShort } from './lane-gutter.tsx'
import { LanePlot } from './lane-plot.tsx'

/**
 * The drawing: names at the left, the plot beside them, same heights. It is decorative to a reader of the
 * page: the caption says what it shows and the table of events is its equal, row for row.
 */
export const Lanes = ({ view, zone }: { view: LanesView; zone: string }) => (
  <figure class="lanes">
    <figcaption class="sr">{view.caption}</figcaption>
    <LaneGutter view={view} zone={zone} />
    <LaneGutterShort view={view} />
    <LanePlot view={view} />
  </figure>
)
