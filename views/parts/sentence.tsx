import type { SentencePartView } from '../models/events.ts'
import { Evidence } from './evidence.tsx'

/**
 * Who did what to what, in one line: our words, and text from the log as evidence. Long values are cut in
 * the run already; the event has them whole.
 */
export const Sentence = ({ parts }: { parts: readonly SentencePartView[] }) => (
  <>
    {parts.map((part) =>
      part.evidence === true ? <Evidence text={part.text} limit={240} /> : part.text,
    )}
  </>
)
