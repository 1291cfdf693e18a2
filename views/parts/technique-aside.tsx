import type { CountView } from '../model.ts'
import type { TechniqueModel } from '../pages/technique-model.ts'
import { Count } from './count.tsx'
import { PlainText } from './evidence.tsx'
import { Facts } from './facts.tsx'
import { RunState, type RunStateName } from './run-state.tsx'

export interface TechniqueHunt {
  readonly id: string
  readonly title: string
  readonly state: RunStateName | null
  readonly hits: CountView | null
}

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

/** The newest hunts on this technique. */
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

/** Facts, where to start, sub-techniques and hunts: what stands beside a technique. */
export const TechniqueAside = ({
  model,
  hunts,
}: {
  model: TechniqueModel
  hunts: readonly TechniqueHunt[]
}) => {
  const { guide } = model
  return (
    <>
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
    </>
  )
}
