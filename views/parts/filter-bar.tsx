import type { Child } from 'hono/jsx'
import type { FilterBarView, FilterChoice, KeyLinks } from '../models/hunt.ts'
import { formatNumber } from '../format.ts'
import { Evidence } from './evidence.tsx'
import { Glyph } from './glyph.tsx'

const Choice = ({
  choice,
  first,
  children,
}: {
  choice: FilterChoice
  first?: boolean
  children?: Child
}) => (
  <a
    class={choice.isOff ? 'kf off' : 'kf'}
    href={choice.href}
    {...(first ? { 'data-key': 'f' } : {})}
  >
    <span class="sr">{choice.isOff ? 'show ' : 'hide '}</span>
    {children}
    <span>{choice.label}</span> <b>{formatNumber(choice.n)}</b>
  </a>
)

const Step = ({
  href,
  k,
  label,
  word,
}: {
  href: string | null
  k: string
  label: string
  word: string
}) =>
  href === null ? (
    <span class="off" aria-hidden="true">
      {label}
    </span>
  ) : (
    <a href={href} data-key={k} aria-label={word} title={word}>
      {label}
    </a>
  )

/** The legend is the filter; beside it zoom, pan and scale. Every choice is a link. */
export const FilterBar = ({ view, steps }: { view: FilterBarView; steps: KeyLinks }) => (
  <div class="filter-bar">
    <div class="kfs" role="group" aria-label="Event kinds">
      {view.kinds.map((choice, i) => (
        <Choice choice={choice} first={i === 0}>
          <Glyph kind={choice.kind} />
        </Choice>
      ))}
    </div>
    <div class="kfs" role="group" aria-label="Link grades">
      {view.grades.map((choice) => (
        <Choice choice={choice}>
          <svg width="26" height="6" aria-hidden="true">
            <line class={`link-line l-${choice.grade}`} x1="1" y1="3" x2="25" y2="3" />
          </svg>
        </Choice>
      ))}
    </div>
    <div class="kfs" role="group" aria-label="Sides of the hit">
      {view.sides.map((choice) => (
        <Choice choice={choice} />
      ))}
      {view.clearHref === null ? null : (
        <a class="kf" href={view.clearHref}>
          show all
        </a>
      )}
    </div>
    {view.field === null ? null : (
      <p class="field-filter">
        only <Evidence text={`${view.field.name} = ${view.field.value}`} limit={120} />{' '}
        <a href={view.field.clearHref}>show all</a>
      </p>
    )}
    <div class="kfs ends">
      <span class="seg" role="group" aria-label="Step between hits">
        <Step href={steps.previousHit} k="K" label="‹ hit" word="previous hit" />
        <Step href={steps.nextHit} k="J" label="hit ›" word="next hit" />
      </span>
      <span class="seg" role="group" aria-label="Zoom around the hit">
        {view.zooms.map((zoom, i) => (
          <a
            href={zoom.href}
            {...(i === 0 ? { 'data-key': '0' } : {})}
            {...(zoom.isCurrent ? { 'aria-current': 'true' as const } : {})}
          >
            {zoom.label}
          </a>
        ))}
      </span>
      <span class="seg" role="group" aria-label="Zoom and move">
        <Step href={steps.left} k="," label="‹" word="earlier" />
        <Step href={steps.zoomOut} k="-" label="−" word="zoom out" />
        <Step href={steps.zoomIn} k="+" label="+" word="zoom in" />
        <Step href={steps.right} k="." label="›" word="later" />
      </span>
      <span class="seg" role="group" aria-label="Scale">
        {view.scales.map((scale) => (
          <a
            href={scale.href}
            {...(scale.isCurrent ? { 'aria-current': 'true' as const } : { 'data-key': 'l' })}
          >
            {scale.label}
          </a>
        ))}
      </span>
    </div>
  </div>
)
