import type { LabWorld } from '../lab/world.ts'
import type { IntrusionPlan } from '../lab/intrusion.ts'
import type { Question } from '../hunts/question.ts'
import { formatInstant } from '#queries/scope.ts'

const hourUs = 3_600_000_000

/**
 * The hunt the demo opens: Office started as a COM server by one person on two machines in one working
 * day. It finds the report tool's requests, and among them the one that came from the other machine.
 */
export const demoQuestion = (world: LabWorld, plan: IntrusionPlan, source: string): Question => {
  const day = Math.floor(plan.hitTime / (24 * hourUs)) * 24 * hourUs
  return {
    technique: 'T1559.001',
    source,
    title: 'Office asked for over COM',
    behavior: {
      kind: 'documented',
      id: 'com-office-automation-start',
      values: { process_events: '1' },
    },
    scope: {
      assets: { list: [plan.patient, plan.target] },
      identities: { list: [`${world.domain}\\${plan.user}`] },
      window: { from: formatInstant(day + 6 * hourUs), to: formatInstant(day + 20 * hourUs) },
    },
  }
}
