import { AbsenceNote } from '../parts/absence-note.tsx'
import { BeginHunt } from '../parts/begin-hunt.tsx'
import { BehaviorCard } from '../parts/behavior-card.tsx'
import { CaptureNotice } from '../parts/capture-notice.tsx'
import { CitationList } from '../parts/citation-list.tsx'
import { CitedProse } from '../parts/cited-prose.tsx'
import { DetectionGuidance } from '../parts/detection-guidance.tsx'
import { EventCatalogue } from '../parts/event-catalogue.tsx'
import { TechniqueAside, type TechniqueHunt } from '../parts/technique-aside.tsx'
import { TechniqueHead, type TechniqueHeadProps } from '../parts/technique-head.tsx'
import type { GuideView, TechniqueModel } from './technique-model.ts'

export interface TechniquePageProps extends TechniqueHeadProps {
  readonly hunts: readonly TechniqueHunt[]
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
      begin={
        <BeginHunt model={model} behavior="captured">
          Capture from an event
        </BeginHunt>
      }
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
      <BeginHunt model={model} behavior="captured">
        Capture from an event
      </BeginHunt>
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
        <BehaviorCard
          behavior={behavior}
          action={
            <BeginHunt
              model={model}
              behavior={behavior.id}
              class="btn on"
              label={`Hunt this: ${behavior.title}`}
            >
              Hunt this
            </BeginHunt>
          }
        />
      ))}
    </div>
  </section>
)

/** The fragment: the whole of a technique, shown against one source. */
export const TechniqueView = ({ model, sources, hunts }: TechniquePageProps) => {
  const { guide } = model
  return (
    <div id="technique">
      <TechniqueHead model={model} sources={sources} />
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
          <TechniqueAside model={model} hunts={hunts} />
        </aside>
      </div>
    </div>
  )
}
