import type { Micros } from '#queries/event.ts'
import { PlainText } from './evidence.tsx'
import { TimeStamp } from './time-stamp.tsx'

/** One thing that waits for the hunter: the fact and one way to act on it. */
export interface Need {
  readonly tone: 'bad' | 'warn' | 'unknown'
  readonly word: string
  readonly title: string
  readonly href: string
  readonly fact: string
  readonly at: Micros | null
  readonly action: string
}

/** What waits, worst first. */
export const NeedList = ({ needs }: { needs: readonly Need[] }) => (
  <ol class="needs">
    {needs.map((need) => (
      <li class={`need ${need.tone}`}>
        <span class="nd-w">{need.word}</span>
        <div>
          <a class="nd-t" href={need.href}>
            <PlainText text={need.title} />
          </a>
          <p class="mid">
            <PlainText text={need.fact} />
          </p>
        </div>
        <span class="nd-when">
          {need.at === null ? null : <TimeStamp time={need.at} style="day-clock" />}
        </span>
        <a class="btn" href={need.href}>
          {need.action}
        </a>
      </li>
    ))}
  </ol>
)
