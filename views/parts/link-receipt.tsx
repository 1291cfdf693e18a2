import type { LinkReceiptView, OtherLink } from '../models/events.ts'
import { formatNumber } from '../format.ts'
import { Evidence, PlainText } from './evidence.tsx'
import { Grade } from './grade.tsx'

/** Why the row is here: grade and reason, key, rule with its windows, direction, fan-out, and what else links it. */
export const LinkReceipt = ({
  receipt,
  hitWords,
  others,
  more,
}: {
  receipt: LinkReceiptView | null
  hitWords: string | null
  others: readonly OtherLink[]
  more: number
}) => (
  <section class="receipt" aria-labelledby="rc">
    <h3 id="rc">Why this row is here</h3>
    {hitWords === null ? null : (
      <p class="r-line">
        <span class="badge hit">hit</span>{' '}
        <span>
          <PlainText text={hitWords} />
        </span>
      </p>
    )}
    {receipt === null ? (
      hitWords === null ? (
        <p class="mid">No link to a hit of this episode is kept.</p>
      ) : null
    ) : (
      <>
        <p class="r-line">
          <Grade grade={receipt.grade} /> <span>{receipt.reason}</span>
        </p>
        <dl class="facts">
          {receipt.lines.map((line) => (
            <>
              <dt>{line.word}</dt>
              <dd>
                {line.isEvidence ? (
                  <Evidence text={line.text} limit={600} />
                ) : (
                  <PlainText text={line.text} />
                )}
              </dd>
            </>
          ))}
          {receipt.steps.length === 0 ? null : (
            <>
              <dt>Path</dt>
              <dd>
                <ol class="path-steps">
                  {receipt.steps.map((step) => (
                    <li>
                      <Grade grade={step.grade} />{' '}
                      {step.href === null ? step.rule : <a href={step.href}>{step.rule}</a>}{' '}
                      <Evidence text={step.key} limit={200} />
                    </li>
                  ))}
                </ol>
              </dd>
            </>
          )}
        </dl>
      </>
    )}
    {others.length === 0 ? null : (
      <dl class="facts">
        <dt>Also linked</dt>
        <dd>
          <ul class="others">
            {others.map((link) => (
              <li>
                <Grade grade={link.grade} /> by {link.key} to <a href={link.href}>{link.label}</a>
              </li>
            ))}
            {more > 0 ? <li class="dim">and {formatNumber(more)} more links</li> : null}
          </ul>
        </dd>
      </dl>
    )}
  </section>
)
