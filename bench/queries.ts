import type { Connector, FoundEvent } from '#connectors/contract.ts'
import { parseInstant } from '#queries/scope.ts'
import { openCatalog } from '#src/catalog/catalog.ts'
import { loadGuides } from '#src/catalog/guides.ts'
import { demoQuestion } from '#src/demo/demo-question.ts'
import { collectHits } from '#src/hunts/hits.ts'
import { findAsked } from '#src/hunts/asked.ts'
import { type Plan, planHunt } from '#src/hunts/plan.ts'
import type { Question } from '#src/hunts/question.ts'
import { type Corpus, source } from './corpus.ts'

export const never = new AbortController().signal
const dayUs = 86_400_000_000

/** The demo's hunt of the intrusion's day. */
export const huntQuestion = ({ lab }: Corpus): Question => demoQuestion(lab.world, lab.plan, source)

/** One day of five machines and any account: the same question of twenty such scopes. */
export const scopedQuestions = (corpus: Corpus): readonly Question[] => {
  const { world, plan } = corpus.lab
  const day = Math.floor(plan.hitTime / dayUs) * dayUs
  return Array.from({ length: 20 }, (_, i) => {
    const from = day - (i % 4) * dayUs
    const server = world.servers[i % world.servers.length]
    const others = Array.from(
      { length: 4 },
      (__, j) => world.workstations[(i * 3 + j) % world.workstations.length],
    )
    return {
      ...huntQuestion(corpus),
      scope: {
        assets: { list: [server, ...others].flatMap((asset) => asset?.name ?? []) },
        identities: { any: 'the same question for every account' },
        window: { from: iso(from), to: iso(from + dayUs) },
      },
    }
  })
}

/** Every start of a COM server on every machine: thousands of hits. */
export const wideQuestion = (corpus: Corpus): Question => {
  const { plan } = corpus.lab
  const day = Math.floor(plan.hitTime / dayUs) * dayUs
  return {
    ...huntQuestion(corpus),
    behavior: {
      kind: 'stated',
      predicate: {
        all: [
          { field: 'event.code', op: 'equals', value: '1' },
          { field: 'process.command_line', op: 'ends_with', value: '-Embedding' },
        ],
      },
    },
    scope: {
      assets: { any: 'a bench of many hits' },
      identities: { list: corpus.lab.world.identities.map((one) => `CORP\\${one.name}`) },
      window: { from: iso(day - 4 * dayUs), to: iso(day + dayUs) },
    },
  }
}

const iso = (us: number): string => {
  const text = new Date(us / 1000).toISOString()
  if (parseInstant(text) === undefined) throw new RangeError(text)
  return text
}

export const planOf = (connector: Connector, question: Question): Promise<Plan> =>
  planHunt(
    connector,
    findAsked(question, { catalog: openCatalog(), guides: loadGuides(), sources: [source] }),
    never,
  )

export const hitsOf = async (connector: Connector, plan: Plan): Promise<readonly FoundEvent[]> =>
  (await collectHits(connector, plan.query, never, () => undefined)).hits
