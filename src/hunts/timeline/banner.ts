import { formatNumber, plural } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'
import type { BannerNote } from '#views/models/hunt.ts'
import { countText } from '#views/parts/count.tsx'
import type { SnapshotMeta } from '../snapshot/meta.ts'
import type { Snapshot } from '../snapshot/read.ts'
import { assetLabels } from './asset-labels.ts'
import { neededCoverage } from './coverage-words.ts'

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
  return [
    ...standing(input, meta),
    ...(meta.counts.hits.value === 0 ? [zero(input, meta)] : []),
    ...undetermined(meta),
    ...undecided(input, meta),
  ]
}

const standing = ({ snapshot }: BannerInput, meta: SnapshotMeta): readonly BannerNote[] => {
  const gaps = snapshot.gaps()
  const { hits, context } = meta.counts
  const counts = `${countText(hits)} ${hits.value === 1 ? 'hit' : 'hits'} and ${countText(context)} linked ${context.value === 1 ? 'event' : 'events'}`
  if (meta.state === 'complete') {
    if (hits.value === 0) return []
    return [
      {
        tone: 'ok',
        what: 'Complete',
        text: `Everything asked was answered, nothing is cut: ${counts}, exact.`,
        ...none,
      },
    ]
  }
  const only = gaps.length === 1 ? gaps[0] : undefined
  const isCut = meta.state === 'partial' && gaps.every((gap) => gap.kind === 'truncated')
  return [
    {
      tone: meta.state === 'partial' && isCut ? 'warn' : 'bad',
      what: isCut ? 'Cut' : meta.state === 'partial' ? 'Partial' : stateWords[meta.state],
      text: `${only ? `${only.message} ` : ''}${meta.state === 'partial' ? '' : 'What it had found is kept. '}Counts are at least: ${counts}.`,
      gaps: only ? [] : gaps,
      act: null,
    },
  ]
}

const zero = (input: BannerInput, meta: SnapshotMeta): BannerNote => {
  const until = Math.min(meta.scope.window.to, meta.watermark ?? meta.scope.window.to)
  const found = neededCoverage(input.snapshot.coverage(), until, assetLabels({ meta }))
  const hits = `${countText(meta.counts.hits)} hits`
  const standing = meta.counts.hits.relation === 'exact' ? 'exact' : 'as far as it was looked'
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
    found.wanting > 1 ? `, and ${plural(found.wanting - 1, 'more log source')} is wanting` : ''
  return {
    tone: 'warn',
    what: 'Nothing seen',
    text: `${hits}, but ${worst}${more}. This is not proof of absence.`,
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
