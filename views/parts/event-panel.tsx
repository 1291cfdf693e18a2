import type { EventPanelView } from '../models/events.ts'
import type { KeyLinks } from '../models/hunt.ts'
import { Evidence, PlainText } from './evidence.tsx'
import { FieldList } from './field-list.tsx'
import { Glyph, kindWord } from './glyph.tsx'
import { LinkReceipt } from './link-receipt.tsx'
import { ProcessTree } from './process-tree.tsx'
import { RawDocument } from './raw-document.tsx'
import { Sentence } from './sentence.tsx'
import { TimeDelta } from './time-delta.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

/** Characters of a raw document shown beside the table; its own page has all of it. */
const panelRaw = 4_000
const pageRaw = 2_000_000

const Head = ({
  view,
  own,
  zoomTo,
}: {
  view: EventPanelView
  own: boolean
  zoomTo: string | null
}) => {
  return (
    <header>
      <div class="ep-title">
        <Glyph kind={view.glyph} size={20} />
        <div>
          <h2>
            <span class="sr">{kindWord[view.kind]}: </span>
            <Sentence parts={view.sentence} />
          </h2>
          <p class="mid micro">
            {view.hit === null ? null : `hit ${view.hit} · `}
            {view.delta === null ? null : (
              <>
                <TimeDelta us={view.delta} />
                {' · '}
              </>
            )}
            <TimeStamp time={view.time} digits={6} /> <ZoneName at={view.time} />
            {' · '}
            <PlainText text={view.asset} />
            {view.isExtension ? ' (added by link)' : ''}
            {' · '}
            <PlainText text={view.logSource} />
          </p>
          {view.standing === null ? null : <p class="dim micro">{view.standing}</p>}
          <p class="micro ep-links">
            {own ? null : (
              <a class="ep-back" href={view.rowHref}>
                Back to the row
              </a>
            )}
            {own ? (
              <a href={view.rowHref}>Back to the timeline</a>
            ) : (
              <a href={view.ownHref}>Own page</a>
            )}
            {own ? null : <a href={view.centreHref}>Centre the timeline here</a>}
            {own || zoomTo === null ? null : (
              <a href={zoomTo} data-key="z">
                Zoom to it
              </a>
            )}
            {view.captureHref === null ? null : <a href={view.captureHref}>Capture as behavior</a>}
            {own ? null : (
              <a href={view.closeHref} data-key="Escape">
                Close
              </a>
            )}
          </p>
        </div>
      </div>
    </header>
  )
}

const Body = ({ view, own }: { view: EventPanelView; own: boolean }) => {
  switch (view.tab) {
    case 'fields':
      return (
        <div class="tab-body tab-fields">
          <FieldList fields={view.fields} full={view.ownHref} />
        </div>
      )
    case 'raw':
      return (
        <div class="tab-body tab-raw">
          {view.raw === null ? null : (
            <RawDocument raw={view.raw} limit={own ? pageRaw : panelRaw} />
          )}
          <p class="hint">
            <Evidence text={view.locator} limit={400} />
          </p>
        </div>
      )
    case 'tree':
      return (
        <div class="tab-body tab-tree">
          {view.tree === null ? null : <ProcessTree view={view.tree} withAssets={false} />}
        </div>
      )
  }
}

/** One event whole: title, why it is here, then its fields, its document, its processes. */
export const EventPanel = ({
  view,
  own = false,
  steps = null,
}: {
  view: EventPanelView
  own?: boolean
  steps?: KeyLinks | null
}) => {
  const next = view.tabs[(view.tabs.findIndex((tab) => tab.current) + 1) % view.tabs.length]
  return (
    <aside class="panel event-panel" id="event" aria-label="Selected event" tabindex={-1}>
      <Head view={view} own={own} zoomTo={steps?.zoomTo ?? null} />
      <LinkReceipt
        receipt={view.receipt}
        hitWords={view.hitWords}
        others={view.otherLinks}
        more={view.moreLinks}
      />
      <p class="hint ep-clock">Time: {view.clock}.</p>
      <nav class="tabs" aria-label="Event views">
        {view.tabs.map((tab) => (
          <a
            href={tab.href}
            {...(tab === next ? { 'data-key': 't' } : {})}
            {...(tab.current ? { 'aria-current': 'page' as const } : {})}
          >
            {tab.label}
            {tab.n === undefined ? null : <span class="n">{tab.n}</span>}
          </a>
        ))}
      </nav>
      <Body view={view} own={own} />
    </aside>
  )
}
