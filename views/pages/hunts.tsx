import { AbsenceNote } from '../parts/absence-note.tsx'
import { type HuntRow, HuntTable } from '../parts/hunt-table.tsx'

/** Every hunt of this data folder, newest first. */
export const HuntsPage = ({ hunts }: { hunts: readonly HuntRow[] }) => (
  <>
    <header class="page-head">
      <div>
        <h1>Hunts</h1>
        <p class="mid">One question each: a technique, a source, a scope. A run never changes.</p>
      </div>
      <div class="btns">
        <a class="btn primary" href="/hunts/new">
          Start a hunt
        </a>
      </div>
    </header>
    <section class="panel">
      <header>
        <h2>All hunts</h2>
        <span class="mid micro">{hunts.length}</span>
      </header>
      {hunts.length === 0 ? (
        <div class="body">
          <AbsenceNote what="No hunt has been asked yet.">
            Choose <a href="/techniques">a technique</a>, then a source that can answer it.
          </AbsenceNote>
        </div>
      ) : (
        <HuntTable hunts={hunts} />
      )}
    </section>
  </>
)
