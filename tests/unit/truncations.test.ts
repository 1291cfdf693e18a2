import { describe, expect, it } from 'vitest'
import { truncationGaps } from '#connectors/local/truncations.ts'
import { parseInstant } from '#queries/scope.ts'

const at = (text: string): number => parseInstant(text) ?? Number.NaN
const asset = (id: number, label: string) => ({ id, label, key: label.toLowerCase() })
const cut = (
  channel: string,
  from: string,
  to: string,
  reason = 'the log was cleared',
  of = 1,
) => ({
  asset: of,
  channel,
  from_us: at(`2026-03-02T${from}Z`),
  to_us: at(`2026-03-02T${to}Z`),
  reason,
})

const messages = (...cuts: Parameters<typeof truncationGaps>[0]): readonly string[] =>
  truncationGaps(cuts, [asset(1, 'SRV-01'), asset(2, 'SRV-02')]).map((gap) => gap.message)

describe('the cuts of a log', () => {
  it('are written to the second, in one zone, with the reason', () => {
    expect(messages(cut('Security', '10:00:00.5', '10:04:00'))).toEqual([
      'The log Security of SRV-01 is cut between 2026-03-02 10:00:00 and 2026-03-02 10:04:00 UTC: the log was cleared.',
    ])
  })

  it('name one moment where both ends are the same second', () => {
    expect(messages(cut('System', '10:00:00.1', '10:00:00.9'))[0]).toContain(
      'is cut at 2026-03-02 10:00:00 UTC',
    )
  })

  it('are one gap a log of an asset, whatever its spelling, with their number and span', () => {
    expect(
      messages(
        cut('Security', '10:00:00', '10:01:00', '2 record numbers are missing'),
        cut('security', '11:00:00', '11:01:00', '2 record numbers are missing'),
        cut('Security', '10:30:00', '10:31:00', 'the log was cleared', 2),
      ),
    ).toEqual([
      'The log Security of SRV-01 is cut 2 times between 2026-03-02 10:00:00 and 2026-03-02 11:01:00 UTC: each time 2 record numbers are missing.',
      'The log Security of SRV-02 is cut between 2026-03-02 10:30:00 and 2026-03-02 10:31:00 UTC: the log was cleared.',
    ])
  })
})
