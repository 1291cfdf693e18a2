import type { GlyphName } from '#views/parts/glyph.tsx'
import type { EventRow } from '../snapshot/row-types.ts'
import { sentenceParts } from '../snapshot/read.ts'

/** A connection that came in points the other way; the sentence of its row says so in words. */
export const glyphOf = (row: Pick<EventRow, 'kind' | 'sentence'>): GlyphName =>
  row.kind === 'network' && sentenceParts(row).some((part) => /\baccepted\b/.test(part.text))
    ? 'network-in'
    : row.kind
