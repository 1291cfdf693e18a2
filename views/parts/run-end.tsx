import type { ErrorOrigin } from '#queries/errors.ts'
import { originLabel } from '../words.ts'
import { PlainText } from './evidence.tsx'
import { Note } from './note.tsx'

export interface RunEndView {
  readonly state: string
  readonly error: {
    readonly code: string
    readonly origin: ErrorOrigin
    readonly message: string
    readonly next: string | null
  } | null
}

const words: Readonly<Record<string, string>> = {
  cancelled:
    'It was cancelled before anything was found. The question is kept: run it again when you like.',
  interrupted:
    'AttackTrace ended while it ran, before anything was found. A run is never resumed by itself: run it again.',
}

/** A run that ended and has nothing to show: why, whose it is, what is kept. */
export const RunEnd = ({ view }: { view: RunEndView }) =>
  view.error === null ? (
    <Note tone="warn" what={view.state === 'cancelled' ? 'Cancelled' : 'Interrupted'}>
      {words[view.state] ?? 'It kept nothing to show. The question is kept: run it again.'}
    </Note>
  ) : (
    <Note tone="bad" what={originLabel[view.error.origin]} role="alert">
      The run failed: <PlainText text={view.error.message} /> <code>{view.error.code}</code>{' '}
      {view.error.next === null ? null : <PlainText text={view.error.next} />} The question is kept.
    </Note>
  )
