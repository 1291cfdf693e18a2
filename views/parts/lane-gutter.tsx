import type { LaneRow, LanesView } from '../models/lanes.ts'
import { plainText } from '../safe-text.ts'

const nameChar = { asset: 7.2, session: 6.6, process: 6.6, kind: 6.6, fold: 6.6 } as const

const Row = ({ row }: { row: LaneRow }) => {
  const isAsset = row.kind === 'asset'
  const label = plainText(row.label)
  const base = row.mid + 4
  const name = isAsset ? 't-asset' : row.isHit ? 't-lane t-hit' : 't-lane'
  return (
    <>
      {isAsset ? <rect class="row-asset" x="0" y={row.y} width="212" height="22" /> : null}
      {row.parentMid === null ? null : (
        <path class="tree" d={`M${row.indent - 8} ${row.parentMid + 6}V${row.mid}h5`} />
      )}
      <text class={name} x={row.indent} y={base}>
        <title>{plainText(row.title)}</title>
        {label}
      </text>
      {row.sub === null ? null : (
        <text
          class={row.isExtension && isAsset ? 't-ext' : 't-sub'}
          x={row.indent + label.length * nameChar[row.kind] + 7}
          y={base}
        >
          {plainText(row.sub)}
        </text>
      )}
    </>
  )
}

/** Names of the lanes: assets, under them sessions, then processes by ancestry. */
export const LaneGutter = ({ view, zone }: { view: LanesView; zone: string }) => (
  <svg class="lane-gutter" width="212" height={view.height} aria-hidden="true">
    <text class="t-head" x="12" y="31">
      Asset and process
    </text>
    <text class="t-head dim" x="12" y="44">
      clock, {zone}
    </text>
    {view.rows.map((row) => (
      <Row row={row} />
    ))}
    <text class="t-head" x="12" y={view.coverage.headY}>
      Coverage
    </text>
    {view.coverage.rows.map((row) => (
      <>
        {row.asset === null ? null : (
          <text class="t-cov-a" x="12" y={row.y + 10}>
            {plainText(row.asset)}
          </text>
        )}
        <text class={row.isNeeded ? 't-cov t-need' : 't-cov'} x="98" y={row.y + 10}>
          {plainText(row.source)}
        </text>
      </>
    ))}
  </svg>
)

/** The same names where there is half the room. */
export const LaneGutterShort = ({ view }: { view: LanesView }) => (
  <svg class="lane-gutter-s" width="104" height={view.height} aria-hidden="true">
    {view.rows.map((row) => (
      <>
        {row.kind === 'asset' ? (
          <rect class="row-asset" x="0" y={row.y} width="104" height="22" />
        ) : null}
        <text
          class={row.kind === 'asset' ? 't-asset' : row.isHit ? 't-lane t-hit' : 't-lane'}
          x={row.kind === 'asset' ? 8 : 8 + Math.min(4, Math.max(0, (row.indent - 14) / 13)) * 5}
          y={row.mid + 4}
        >
          {plainText(row.short)}
        </text>
      </>
    ))}
    <text class="t-head" x="8" y={view.coverage.headY}>
      Coverage
    </text>
    {view.coverage.rows.map((row) => (
      <text class="t-cov" x="8" y={row.y + 10}>
        {plainText(row.short)}
      </text>
    ))}
  </svg>
)
