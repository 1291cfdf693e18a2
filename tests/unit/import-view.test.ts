import { describe, expect, it } from 'vitest'
import { importView } from '#src/server/models/imports.ts'

describe('an import that runs', () => {
  it('tells the files that were read, the one being read and those that wait', () => {
    const view = importView(
      {
        id: 'i1',
        source: 'lab',
        files: ['a.evtx', 'b.zip', 'c.json'],
        state: 'running',
        startedAt: 0,
        endedAt: null,
        progress: {
          file: 'b.zip',
          step: 'writing',
          bytesDone: 50,
          bytesTotal: 100,
          events: 7,
          duplicates: 0,
          rejects: 0,
          eventsPerSecond: 10,
        },
        summary: null,
        error: null,
      },
      [],
    )
    expect(view.files.map((file) => file.state)).toEqual(['read', 'reading', 'waiting'])
  })
})
