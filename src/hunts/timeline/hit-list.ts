import type { HitListView } from '#views/models/events.ts'
import { digitsOf } from '#views/format-time.ts'
import { countText } from '#views/parts/count.tsx'
import type { Snapshot } from '../snapshot/read.ts'
import { sentenceParts } from '../snapshot/read.ts'
import type { EventRow } from '../snapshot/row-types.ts'
import { assetLabels } from './asset-labels.ts'
import { glyphOf } from './glyph-of.ts'
import { apartWords, standingCounts } from './standing.ts'
import type { Address } from './state.ts'

const pageRows = 200

/** All hits of a run in time order, each with its episode and how much is linked to it. */
export const hitList = (snapshot: Snapshot, address: Address): HitListView => {
  const meta = snapshot.meta()
  const { hits } = standingCounts(snapshot)
  const apart = meta.counts.identityUndetermined.value
  const after = address.state.after ?? 0
  const rows = snapshot.events({ after, limit: pageRows + 1, hits: true })
  const page = rows.slice(0, pageRows)
  const linked = new Map(
    snapshot.db
      .prepare<[string], { hit: number; n: number }>(
        `SELECT hit, count(DISTINCT event) AS n FROM link
         WHERE hit IN (SELECT value FROM json_each(?)) GROUP BY hit`,
      )
      .all(JSON.stringify(page.map((row) => row.row)))
      .map(({ hit, n }) => [hit, n]),
  )
  const label = assetLabels({ meta })
  const clean = { event: null, centre: null, after: null, open: null } as const
  return {
    heading: `${countText(hits)} ${hits.value === 1 ? 'hit' : 'hits'}${apart === 0 ? '' : `, ${apartWords(apart)}`}`,
    rows: page.map((row: EventRow) => ({
      n: row.hit_n ?? 0,
      href: address.tab('', { ...clean, episode: row.episode, hit: row.hit_n, event: row.id }),
      glyph: glyphOf(row),
      kind: row.kind,
      time: row.ts,
      digits: digitsOf(row.ts) === 0 ? 0 : 3,
      asset: label(row.asset),
      account: row.account,
      standing: row.identity,
      sentence: sentenceParts(row),
      episode: row.episode,
      linked: linked.get(row.row) ?? 0,
    })),
    next:
      rows.length > pageRows
        ? address.tab('hits', { ...clean, after: page.at(-1)?.row ?? null })
        : null,
    first: after > 0 ? address.tab('hits', clean) : null,
  }
}
