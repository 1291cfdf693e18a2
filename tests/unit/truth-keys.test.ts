import { describe, expect, it } from 'vitest'
import { evaluate } from '#queries/evaluate.ts'
import { assetKey, type LogEvent } from '#queries/event.ts'
import { canonicalGuid, canonicalLogon, canonicalName } from '#queries/links/canonical.ts'
import { keysOf } from '#queries/links/keys-of.ts'
import type { KeyKind } from '#queries/links/keys.ts'
import { parseInstant } from '#queries/scope.ts'
import { dataFolder, eventsOfSet, readTruth, type Truth, truthNames } from '../support/truth.ts'

type Group = Truth['key_groups'][number]

/** The kinds of key that a rule of the truth is about, and the canonical value of its key. */
const kindsOf: Readonly<Record<string, readonly KeyKind[]>> = {
  process_entity: ['entity'],
  parent_event: ['entity'],
  descendant_event: ['entity'],
  parent: ['entity-start'],
  ancestor: ['entity-start'],
  process_target: ['target-entity'],
  child: ['parent-entity'],
  pid_lifetime: ['pid', 'parent-pid', 'target-pid'],
  logon_session: ['logon'],
  network_tuple: ['tuple'],
  network_logon: ['logon-endpoint'],
  logon_source: ['source-endpoint'],
  wmi_name: ['wmi'],
}

const valuesOf = ({ rule, key }: Group): readonly (string | undefined)[] => {
  const text = (name: string): string => String(key[name])
  const endpoint = (side: string): string => `${text(`${side}.ip`)}|${text(`${side}.port`)}`
  switch (rule) {
    case 'pid_lifetime':
      return [text('process.pid')]
    case 'logon_session':
      return [canonicalLogon(text('winlog.logon.id'))]
    case 'network_tuple':
      return [[endpoint('source'), endpoint('destination')].toSorted().join('|')]
    case 'network_logon':
    case 'logon_source':
      return [endpoint('source')]
    case 'wmi_name':
      return [canonicalName(text('wmi.filter')), canonicalName(text('wmi.consumer'))]
    default:
      return [canonicalGuid(String(Object.values(key)[0]))]
  }
}

const holds = (event: LogEvent | undefined, group: Group): boolean => {
  const kinds = kindsOf[group.rule] ?? []
  const values = valuesOf(group)
  return (
    event !== undefined &&
    keysOf(event).some((key) => kinds.includes(key.kind) && values.includes(key.value))
  )
}

/** One name stands for all where the sets are missing, so that what is skipped is counted and says why. */
const names = truthNames.length > 0 ? truthNames : ['all sets']

describe('real sets', () => {
  for (const name of names) {
    const title = `${name}: the predicate finds the hits, and every member of a key group holds its key`
    const reason = truthNames.length > 0 ? '' : ` (skipped: ${dataFolder} is missing)`
    it.skipIf(truthNames.length === 0)(`${title}${reason}`, async () => {
      const truth = readTruth(name)
      const events = await eventsOfSet(truth.hits[0]?.locator.file ?? '')
      const { assets, window, predicate } = truth.hunt
      const inScope = (event: LogEvent): boolean =>
        assets.some((asset) => assetKey(asset) === event.asset) &&
        event.time.best >= (parseInstant(window.from) ?? 0) &&
        event.time.best < (parseInstant(window.to) ?? 0)
      const found = [...events].filter(([, e]) => inScope(e) && evaluate(predicate.tree, e.fields))
      expect(new Set(found.map(([record]) => record))).toEqual(
        new Set(truth.hits.map((hit) => hit.locator.record)),
      )
      for (const hit of truth.hits) {
        const best = events.get(hit.locator.record)?.time.best ?? 0
        expect(Math.abs(best - (parseInstant(hit.time.utc) ?? 0))).toBeLessThan(1000)
      }
      const missing = truth.key_groups
        .filter((group) => kindsOf[group.rule])
        .flatMap((group) =>
          group.members.flatMap((member) =>
            member.records
              .filter((record) => !holds(events.get(record), group))
              .map((record) => `${group.hit} ${group.rule} ${member.event_id} ${record}`),
          ),
        )
      expect(missing).toEqual([])
    })
  }
})
