import { formatNumber, plural } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'
import type { BannerNote } from '#views/models/hunt.ts'
import { countText } from '#views/parts/count.tsx'
import type { SnapshotMeta } from '../snapshot/meta.ts'
import type { Snapshot } from '../snapshot/read.ts'
import { assetLabels } from './asset-labels.ts'
import { neededCoverage } from './coverage-words.ts'
import { standingCounts } from './standing.ts'

interface BannerInput {
  readonly snapshot: Snapshot
  readonly zone: string
  /** The end of what the rules look at after the last hit; null when there is no hit. */
  readonly decidedUntil: number | null
  readonly coverageHref: string
}

const stateWords: Readonly<Record<Exclude<SnapshotMeta['state'], 'complete' | 'partial'>, string>> =
  {
    cancelled: 'Cancelled',
    failed: 'Failed',
    interrupted: 'Interrupted',
  }

const none = { gaps: [], act: null } as const

/** What the run is worth, in one line a fact: complete, partial, nothing found or nothing seen, undecided. */
export const bannerOf = (input: BannerInput): readonly BannerNote[] => {
  const meta = input.snapshot.meta()
  const own = standing(input, meta)
  const rest = [...undetermined(meta), ...undecided(input, meta)]
  const isSaid = own.length > 0 || meta.state !== 'partial'
  return [
    ...own,
    ...(meta.counts.hits.value === 0 ? [zero(input, meta)] : []),
    ...rest.map((note, i) =>
      i > 0 || isSaid
        ? note
        : { ...note, text: `${note.text} Found so far: ${countsText(input.snapshot)}.` },
    ),
  ]
}

/** Gaps that a note of their own says: what was not read yet, and whose identity is not known. */
const notedApart: ReadonlySet<string> = new Set(['not-read-yet', 'undetermined'])

/** Hits and linked events in words. */
const countsText = (snapshot: Snapshot): string => {
  const { hits, context } = standingCounts(snapshot)
  return `${countText(hits)} ${hits.value === 1 ? 'hit' : 'hits'} and ${countText(context)} linked ${context.value === 1 ? 'event' : 'events'}`
}

const standing = ({ snapshot }: BannerInput, meta: SnapshotMeta): readonly BannerNote[] => {
  const gaps = snapshot.gaps().filter((gap) => !notedApart.has(gap.kind))
  const hits = meta.counts.hits.value
  if (meta.state === 'complete') {
    const text = `Everything asked was answered, nothing is cut: ${countsText(snapshot)}, exact.`
    return hits === 0 ? [] : [{ tone: 'ok', what: 'Complete', text, ...none }]
  }
  const [first, ...more] = gaps
  if (meta.state === 'partial' && first === undefined) return []
  const isCut = meta.state === 'partial' && gaps.every((gap) => gap.kind === 'truncated')
  const facts = [
    ...(first === undefined ? [] : [first.message]),
    ...(more.length === 0 ? [] : [`${plural(more.length, 'more gap')} below.`]),
    ...(meta.state === 'partial' ? [] : ['What it had found is kept.']),
    `Found: ${countsText(snapshot)}.`,
  ]
  return [
    {
      tone: isCut ? 'warn' : 'bad',
      what: isCut ? 'Cut' : meta.state === 'partial' ? 'Partial' : stateWords[meta.state],
      text: facts.join(' '),
      gaps: more,
      act: null,
    },
  ]
}

const zero = (input: BannerInput, meta: SnapshotMeta): BannerNote => {
  const until = Math.min(meta.scope.window.to, meta.watermark ?? meta.scope.window.to)
  const found = neededCoverage(input.snapshot.coverage(), until, assetLabels({ meta }))
  const hits = `${countText(standingCounts(input.snapshot).hits)} hits`
  const standing = meta.state === 'complete' ? 'exact' : 'as far as it was looked'
  if (found.assets === 0) {
    return {
      tone: 'warn',
      what: 'Nothing seen',
      text: `${hits}, ${standing}, but which log sources were there is not known. This is not proof of absence.`,
      ...none,
    }
  }
  if (found.worst === null && meta.state === 'complete') {
    return {
      tone: 'ok',
      what: 'Nothing found',
      text: `${hits}, ${standing}; all needed log sources were seen on ${formatNumber(found.covered)} of ${plural(found.assets, 'asset')} for the whole window.`,
      gaps: [],
      act: { href: input.coverageHref, label: 'What telemetry was there' },
    }
  }
  const worst = found.worst === null ? 'the run is not whole' : found.worst
  const more =
    found.wanting > 1
      ? `, and ${plural(found.wanting - 1, 'more needed log was', 'more needed logs were')} not there all the time`
      : ''
  return {
    tone: 'warn',
    what: 'Nothing seen',
    text: `${hits}, ${standing}, but ${worst}${more}. This is not proof of absence.`,
    gaps: [],
    act: { href: input.coverageHref, label: 'What telemetry was there' },
  }
}

const undetermined = (meta: SnapshotMeta): readonly BannerNote[] => {
  const { identityUndetermined: count } = meta.counts
  if (count.value === 0) return []
  return [
    {
      tone: 'unknown',
      what: 'Identity undetermined',
      text: `${countText(count)} ${count.value === 1 ? 'event matches' : 'events match'} but name nobody, and no owner of their process is known: counted here, not among the hits of the identities asked for.`,
      ...none,
    },
  ]
}

const undecided = (input: BannerInput, meta: SnapshotMeta): readonly BannerNote[] => {
  const until = input.decidedUntil ?? meta.scope.window.to
  if (meta.watermark === null || meta.watermark >= until) return []
  const time = (at: number): string => formatTime(at, 'day-clock', input.zone)
  const zone = input.zone === 'UTC' ? ' UTC' : ''
  return [
    {
      tone: 'unknown',
      what: 'Undecided',
      text: `The source had been read up to ${time(meta.watermark)}${zone}. What followed later, up to ${time(until)}${zone}, is not known yet.`,
      ...none,
    },
  ]
}
