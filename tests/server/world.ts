import { snapshotFile } from '#src/hunts/ask.ts'
import { openSnapshot } from '#src/hunts/snapshot/read.ts'
import { parseQuestion } from '#src/hunts/question.ts'
import { hostileLog, hostileValues, hostileWindow } from '#tests/support/hostile-log.ts'
import { openTestServer, type TestServer } from './support.ts'

/** A server with something of everything in it, all of it hostile. */
export interface World {
  readonly server: TestServer
  readonly source: string
  readonly hunt: string
  readonly run: string
  /** A hit of that run. */
  readonly event: string
  /** A hunt whose only run waits for its turn. */
  readonly waiting: string
  /** A draft that changes the hunt, with the values of its hit as clauses. */
  readonly draft: string
}

const uploadForm = (source: string): FormData => {
  const form = new FormData()
  form.set('source', source)
  form.append('files', new File([hostileLog()], '<b>day.json'))
  form.append('files', new File(['\xff\xd8\xff\xe0 no log'], '"><script>.jpg'))
  return form
}

/** Waits until no import is under way; the worker thread tells when it is done. */
export const importsEnded = async (server: TestServer): Promise<void> => {
  const { imports } = server.deps
  while (imports.list().some((job) => job.endedAt === null))
    await new Promise((resolve) => setImmediate(resolve))
}

export const openWorld = async (): Promise<World> => {
  const server = await openTestServer()
  const source = 'lab'
  await server.post('/sources/import', uploadForm(source))
  await importsEnded(server)
  const question = parseQuestion({
    technique: 'T1559.001',
    source,
    title: hostileValues.join(' ').slice(0, 200),
    behavior: {
      kind: 'stated',
      predicate: {
        all: [
          { field: 'event.code', op: 'equals', value: '1' },
          { not: { field: 'process.name', op: 'equals', value: hostileValues[3] } },
        ],
      },
    },
    scope: {
      assets: { list: ['WS-01', 'WS-02"><b>'] },
      identities: { any: 'every account of the two hosts <script>' },
      window: hostileWindow,
    },
  })
  const { hunt, run } = await server.deps.runs.start(null, question)
  await server.deps.runs.ended(run)
  const { workspace, folder } = server.deps
  const snapshot = openSnapshot(snapshotFile(folder, run))
  const event = snapshot.hitByNumber(1)?.id ?? ''
  snapshot.close()
  const asked = {
    technique: 'T1047',
    source,
    title: 'Waiting',
    scope: JSON.stringify(question.scope),
  }
  const waiting = await workspace.hunts.create({ ...asked, question: JSON.stringify(question) })
  await workspace.runs.queue(waiting.id, 1, JSON.stringify(question), process.pid)
  const begun = await server.post('/hunts/new', { from: hunt, capture: event, run: '1' })
  const draft = begun.headers.get('Location')?.split('/')[3] ?? ''
  return { server, source, hunt, run, event, waiting: waiting.id, draft }
}
