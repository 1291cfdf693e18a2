/**
 * The bench: measures each question of `bench/questions` in one run and prints figures beside their targets
 * and peers. It asserts nothing; docs/performance.md says what each figure means.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { makeCorpus } from './corpus.ts'
import { type Figure, standingOf } from './figure.ts'
import type { Bench, BenchQuestion } from './question.ts'
import { cancel } from './questions/cancel.ts'
import { contents } from './questions/contents.ts'
import { correlateHits } from './questions/correlate.ts'
import { importEvtx } from './questions/evtx.ts'
import { generate } from './questions/generate.ts'
import { http } from './questions/http.ts'
import { importLog } from './questions/import.ts'
import { load } from './questions/load.ts'
import { search } from './questions/search.ts'
import { figureLines } from './table.ts'

const questions: readonly BenchQuestion[] = [
  generate,
  importLog,
  importEvtx,
  search,
  correlateHits,
  contents,
  http,
  load,
  cancel,
]

const usage = `npm run bench -- [--events N] [--only NAME]... [--json FILE]

  --events N   about how many events the log holds (default 250000)
  --only NAME  one question; again for more: ${questions.map(({ name }) => name).join(' ')}
  --json FILE  also write the figures as JSON
`

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '250000' },
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const firstLine = (command: string, args: readonly string[]): string | null => {
  const ran = spawnSync(command, args, { encoding: 'utf8' })
  return ran.status === 0 ? (ran.stdout.split('\n')[0] ?? null) : null
}

/** A question that fails says so, and the others are still asked. */
const figuresOf = async (question: BenchQuestion, bench: Bench): Promise<readonly Figure[]> => {
  try {
    return await question.run(bench)
  } catch (error) {
    print(`  failed: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
    return []
  }
}

const run = async (): Promise<void> => {
  const events = Number(values.events)
  const chosen = questions.filter(
    ({ name }) => values.only.length === 0 || values.only.includes(name),
  )
  const unknown = values.only.filter((name) => questions.every((one) => one.name !== name))
  if (values.help || unknown.length > 0 || !Number.isInteger(events) || events < 1_000) {
    print(usage)
    process.exitCode = values.help ? 0 : 2
    return
  }
  const ripgrep = firstLine('rg', ['--version'])
  const corpus = await makeCorpus(events)
  const from = performance.now()
  try {
    const { assets, identities } = corpus.lab.world
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`
    const log = `${corpus.events.toLocaleString('en')} events, ${(corpus.bytes / 1e6).toFixed(0)} MB, ${assets.length} assets, ${identities.length} identities, 5 days`
    print(`machine  ${machine}`)
    print(`log      ${log}`)
    print(`ripgrep  ${ripgrep ?? 'not installed: figures that need it have no peer'}`)
    const kept = []
    for (const question of chosen) {
      print(`\n${question.title}`)
      const figures = await figuresOf(question, { corpus, ripgrep })
      for (const line of figureLines(figures)) print(`  ${line}`)
      kept.push(...figures.map((f) => ({ question: question.name, ...f, reaches: standingOf(f) })))
    }
    print(`\n${Math.round((performance.now() - from) / 1000)} s`)
    if (values.json !== undefined) {
      const content = {
        machine,
        log,
        ripgrep,
        events: corpus.events,
        bytes: corpus.bytes,
        figures: kept,
      }
      writeFileSync(values.json, `${JSON.stringify(content, null, 1)}\n`)
    }
  } finally {
    corpus.remove()
  }
}

await run()
