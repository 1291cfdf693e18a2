import type { EventPanelView } from '../models/events.ts'
import { Evidence } from './evidence.tsx'

/** The document as it was read. Line breaks between its parts are ours; every other character is its own. */
export const RawDocument = ({
  raw,
  limit,
}: {
  raw: NonNullable<EventPanelView['raw']>
  limit: number
}) => (
  <>
    <Evidence text={raw.text} box limit={limit} full={raw.fullHref} />
    <p class="hint">
      As stored, sha256 <span class="ev">{raw.sha256}</span>. Line breaks and indents are added
      here; characters that would hide or turn text are written out.
    </p>
  </>
)
