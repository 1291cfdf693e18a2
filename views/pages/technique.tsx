import type { CountView } from '../model.ts'
import { AbsenceNote } from '../parts/absence-note.tsx'
import { BehaviorCard } from '../parts/behavior-card.tsx'
import { CaptureNotice } from '../parts/capture-notice.tsx'
import { CitationList } from '../parts/citation-list.tsx'
import { CitedProse } from '../parts/cited-prose.tsx'
import { Count } from '../parts/count.tsx'
import { DetectionGuidance } from '../parts/detection-guidance.tsx'
import { EventCatalogue } from '../parts/event-catalogue.tsx'
import { PlainText } from '../parts/evidence.tsx'
import { Facts } from '../parts/facts.tsx'
import { RunState, type RunStateName } from '../parts/run-state.tsx'
import type { GuideView, TechniqueModel } from './technique-model.ts'

export interface TechniqueHunt {
  readonly id: string
  readonly title: string
  readonly state: RunStateName | null
  readonly hits: CountView | null
}

export interface TechniquePageProps {
  readonly model: TechniqueModel
  /** Names of all sources, to show the technique against. */
  readonly sources: readonly string[]
  readonly hunts: readonly TechniqueHunt[]
}

/** Where a hunt begins, with what is already chosen. */
const startHref = (model: TechniqueModel, behavior?: string): string => {
  const query = new URLSearchParams({ technique: model.id })
  if (model.source !== null) query.set('source', model.source.id)
  if (behavior !== undefined) query.set('behavior', behavior)
  return `/hunts/new?${query.toString()}`
}

const SourceChoice = ({ model, sources }: Pick<TechniquePageProps, 'model' | 'sources'>) =>
  sources.length === 0 ? (
    <a class="btn" href="/sources#import">
      Import logs to see what is there
    </a>
  ) : (
    <form
      class="btns"
      action={`/techniques/${model.id}`}
      method="get"
      hx-get={`/techniques/${model.id}`}
      hx-trigger="change, submit"
      hx-target="#technique"
      hx-swap="outerHTML"
      hx-replace-url="true"
    >
      <label class="inline-field">
        Shown against{' '}
        <select name="source">
          <option value="">no source</option>
          {sources.map((name) => (
            <option value={name} selected={name === model.source?.id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button class="btn" type="submit">
        Show
      </button>
    </form>
  )

const Head = ({ model, sources }: Pick<TechniquePageProps, 'model' | 'sources'>) => {
  const [tactic] = model.tactics
  return (
    <header class="page-head">
      <div>
        <p class="crumb">
          <a href="/techniques">Techniques</a> /{' '}
          {tactic ? (
            <>
              <a href={`/techniques?tactic=${tactic.shortName}`}>{tactic.name}</a>
              {model.parent ? ' / ' : null}
            </>
          ) : null}
          {model.parent ? (
            <a href={`/techniques/${model.parent.id}`}>
              {model.parent.id} {model.parent.name}
            </a>
          ) : null}
        </p>
        <h1>
          <span class="ev-h">{model.id}</span> {model.name}
        </h1>
      </div>
      <div class="btns">
        <SourceChoice model={model} sources={sources} />
        <a class="btn primary" href={startHref(model)}>
          Start a hunt
        </a>
      </div>
    </header>
  )
}

const Guide = ({ model, guide }: { model: TechniqueModel; guide: GuideView }) => (
  <>
    <section class="panel">
      <header>
        <h2>What it is</h2>
      </header>
      <div class="body prose">
        <CitedProse paragraphs={guide.what} />
        <h3>Why attackers use it</h3>
        <CitedProse paragraphs={guide.why} />
      </div>
    </section>
    <CaptureNotice
      capture={guide.capture}
      source={model.source}
      href={startHref(model, 'captured')}
    />
    <EventCatalogue
      title="Windows events"
      second="Channel"
      rows={guide.windowsEvents}
      source={model.source}
    />
    <EventCatalogue
      title="Sysmon events"
      second="Name"
      rows={guide.sysmonEvents}
      source={model.source}
    />
  </>
)

const NoGuide = ({ model }: { model: TechniqueModel }) => (
  <section class="panel">
    <header>
      <h2>No guide yet</h2>
    </header>
    <div class="body stack-s">
      <AbsenceNote what="We have written no guide and no documented behavior for this technique.">
        The facts here are ATT&CK’s. It can still be hunted: capture a behavior from one event of
        your own logs, and its exact command line, arguments, parent process, account, host and time
        become the clauses.
      </AbsenceNote>
      <p>
        <a class="btn" href={startHref(model, 'captured')}>
          Capture from an event
        </a>
      </p>
    </div>
  </section>
)

const Behaviors = ({ model, guide }: { model: TechniqueModel; guide: GuideView }) => (
  <section aria-labelledby="behaviors-head">
    <div class="sec-h">
      <h2 id="behaviors-head">Documented behaviors</h2>
      <span class="mid micro">
        {guide.behaviors.length} · each is data with a citation, bound to a source before it runs
      </span>
    </div>
    <div class="cards">
      {guide.behaviors.map((behavior) => (
        <BehaviorCard behavior={behavior} href={startHref(model, behavior.id)} />
      ))}
    </div>
  </section>
)

const FactsPanel = ({ model }: { model: TechniqueModel }) => (
  <section class="panel">
    <header>
      <h2>Facts</h2>
    </header>
    <div class="body">
      <Facts
        facts={[
          ['Id', <span class="ev">{model.id}</span>],
          [
            model.tactics.length === 1 ? 'Tactic' : 'Tactics',
            model.tactics.map((tactic) => tactic.name).join(', '),
          ],
          ['Platforms', model.platforms.join(', ')],
          ...(model.parent
            ? [
                [
                  'Parent',
                  <a href={`/techniques/${model.parent.id}`}>
                    {model.parent.id} {model.parent.name}
                  </a>,
                ] as const,
              ]
            : []),
          ['Version', model.version],
          ['Catalog', `ATT&CK Enterprise ${model.attackVersion}`],
          [
            'Strategies',
            model.detection.strategies.length === 0
              ? 'none listed'
              : model.detection.strategies.map((strategy) => strategy.id).join(', '),
          ],
          [
            'At MITRE',
            <a href={model.href} rel="noreferrer external">
              attack.mitre.org
            </a>,
          ],
        ]}
      />
    </div>
  </section>
)

const Children = ({ items }: { items: TechniqueModel['children'] }) => (
  <section class="panel">
    <header>
      <h2>Sub-techniques</h2>
      <span class="mid micro">{items.length}</span>
    </header>
    <ul class="body mini-list tight">
      {items.map((child) => (
        <li>
          <a href={`/techniques/${child.id}`}>
            {child.id} {child.name}
          </a>
        </li>
      ))}
    </ul>
  </section>
)

const HuntsHere = ({ hunts }: { hunts: readonly TechniqueHunt[] }) => (
  <section class="panel">
    <header>
      <h2>Hunts on this technique</h2>
      <span class="end micro">
        <a href="/hunts">All</a>
      </span>
    </header>
    {hunts.length === 0 ? (
      <div class="body">
        <p class="mid">None yet.</p>
      </div>
    ) : (
      <ul class="body mini-list">
        {hunts.map((hunt) => (
          <li>
            <a href={`/hunts/${hunt.id}`}>
              <PlainText text={hunt.title} />
            </a>
            <span class="dim">
              <RunState state={hunt.state} />{' '}
              {hunt.hits ? (
                <>
                  <Count count={hunt.hits} /> {hunt.hits.value === 1 ? 'hit' : 'hits'}
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    )}
  </section>
)

/** The fragment: the whole of a technique, shown against one source. */
export const TechniqueView = ({ model, sources, hunts }: TechniquePageProps) => {
  const { guide } = model
  return (
    <div id="technique">
      <Head model={model} sources={sources} />
      <div class="cols">
        <div class="stack">
          {guide ? <Guide model={model} guide={guide} /> : <NoGuide model={model} />}
          <DetectionGuidance
            detection={model.detection}
            attackVersion={model.attackVersion}
            source={model.source}
          />
          {guide ? <Behaviors model={model} guide={guide} /> : null}
          {guide ? (
            <section class="panel">
              <header>
                <h2>Why no portable rule is offered</h2>
              </header>
              <div class="body prose">
                <p>{guide.portableRule}</p>
              </div>
            </section>
          ) : null}
          {guide ? <CitationList references={guide.references} /> : null}
          <p class="dim micro">{model.notice}</p>
        </div>
        <aside class="stack side">
          <FactsPanel model={model} />
          {guide ? (
            <section class="panel">
              <header>
                <h2>Where to start</h2>
              </header>
              <ol class="body start-list">
                {guide.start.map((step) => (
                  <li>{step}</li>
                ))}
              </ol>
            </section>
          ) : null}
          {model.children.length > 0 ? <Children items={model.children} /> : null}
          <HuntsHere hunts={hunts} />
        </aside>
      </div>
    </div>
  )
}
