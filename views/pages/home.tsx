import type { Micros } from '#queries/event.ts'
import { AbsenceNote } from '../parts/absence-note.tsx'
import { type HuntRow, HuntTable } from '../parts/hunt-table.tsx'
import { type Need, NeedList } from '../parts/need-list.tsx'
import { Note } from '../parts/note.tsx'
import { type SourceItem, SourceList } from '../parts/source-list.tsx'
import { TimeStamp, ZoneName } from '../parts/time-stamp.tsx'

export interface HomeModel {
  readonly now: Micros
  readonly needs: readonly Need[]
  readonly hunts: readonly HuntRow[]
  readonly moreHunts: number
  readonly sources: readonly SourceItem[]
}

const StartField = () => (
  <form class="start" action="/techniques" method="get" role="search" aria-label="Start a hunt">
    <input type="hidden" name="go" value="1" />
    <label class="sr" for="start">
      Start from a technique
    </label>
    <input
      id="start"
      name="q"
      type="search"
      placeholder="Start from a technique: T1559.001, component object, lateral …"
      autocomplete="off"
    />
    <button class="btn primary" type="submit">
      Start a hunt
    </button>
  </form>
)

/** Nothing to search yet: how to begin. */
const FirstRun = () => (
  <section class="panel">
    <header>
      <h2>Begin here</h2>
    </header>
    <div class="body stack-s">
      <Note what="No logs yet" act={<a href="/sources#import">Import logs</a>}>
        A hunt asks one source. Make a local one from your own files: EVTX, NDJSON or JSON, plain or
        in .gz, .zip, .tar.gz.
      </Note>
      <p class="mid">
        To look around first, stop this server and run <code>npm run demo</code>: it makes a lab of
        12 assets with one intrusion in a throwaway folder, and prints the address of a hunt.
      </p>
      <ol class="start-list">
        <li>Import logs into a source.</li>
        <li>
          Choose <a href="/techniques">a technique</a>: its page says what your source can answer.
        </li>
        <li>
          Scope it by asset, identity and time; run it; read each hit with its before and after.
        </li>
      </ol>
    </div>
  </section>
)

const Needs = ({ needs }: { needs: readonly Need[] }) => (
  <section class="panel">
    <header>
      <h2>Needs you</h2>
      <span class="mid micro">{needs.length}</span>
    </header>
    {needs.length === 0 ? (
      <div class="body">
        <p class="mid">
          Nothing waits: no run is partial, failed or interrupted, no import at fault.
        </p>
      </div>
    ) : (
      <NeedList needs={needs} />
    )}
  </section>
)

const Hunts = ({ model }: { model: HomeModel }) => (
  <section class="panel">
    <header>
      <h2>Hunts</h2>
      <span class="mid micro">{model.hunts.length}</span>
      <span class="end micro">
        <a href="/hunts">{model.moreHunts > 0 ? `All, ${model.moreHunts} more` : 'All'}</a>
      </span>
    </header>
    {model.hunts.length === 0 ? (
      <div class="body">
        <AbsenceNote what="No hunt has been asked yet.">
          Choose <a href="/techniques">a technique</a> to start one.
        </AbsenceNote>
      </div>
    ) : (
      <HuntTable hunts={model.hunts} />
    )}
  </section>
)

export const HomePage = ({ model }: { model: HomeModel }) => {
  const holdsLogs = model.sources.some((source) => source.events.value > 0)
  return (
    <>
      <header class="page-head">
        <div>
          <h1>Open work</h1>
          <p class="mid">
            <TimeStamp time={model.now} style="minute" /> <ZoneName at={model.now} />
          </p>
        </div>
        <StartField />
      </header>
      <div class="cols">
        <div class="stack">
          {holdsLogs || model.hunts.length > 0 ? null : <FirstRun />}
          {model.hunts.length === 0 && model.needs.length === 0 ? null : (
            <Needs needs={model.needs} />
          )}
          {holdsLogs || model.hunts.length > 0 ? <Hunts model={model} /> : null}
        </div>
        <aside class="stack side">
          <section class="panel">
            <header>
              <h2>Sources</h2>
              <span class="end micro">
                <a href="/sources">All</a>
              </span>
            </header>
            {model.sources.length === 0 ? (
              <div class="body">
                <AbsenceNote what="No source yet.">
                  <a href="/sources#import">Import logs</a> to make one.
                </AbsenceNote>
              </div>
            ) : (
              <SourceList sources={model.sources} />
            )}
          </section>
        </aside>
      </div>
    </>
  )
}
