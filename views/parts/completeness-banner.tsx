import type { BannerNote } from '../models/hunt.ts'
import { PlainText } from './evidence.tsx'
import { GapList } from './gap-list.tsx'

/** What the run is worth: one note a fact, with the gaps behind it and the way out. */
export const CompletenessBanner = ({ notes }: { notes: readonly BannerNote[] }) => (
  <>
    {notes.map((note) => (
      <div class={`note ${note.tone} completeness-banner`}>
        <span class="what">{note.what}</span>
        <div>
          <PlainText text={note.text} />
          {note.gaps.length > 3 ? (
            <details>
              <summary>{note.gaps.length} gaps</summary>
              <GapList gaps={note.gaps} />
            </details>
          ) : (
            <GapList gaps={note.gaps} />
          )}
        </div>
        {note.act === null ? null : (
          <span class="act">
            <a href={note.act.href}>{note.act.label}</a>
          </span>
        )}
      </div>
    ))}
  </>
)
