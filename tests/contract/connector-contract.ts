import { afterAll, beforeAll, describe } from 'vitest'
import type { Connector } from '#connectors/contract.ts'
import { contractDocuments } from '#tests/support/contract-corpus.ts'
import { eventsOf } from '#tests/support/reference.ts'
import { describeAnswers } from './cases/answers.ts'
import { describeConduct } from './cases/conduct.ts'
import { describeIdentity } from './cases/identity.ts'
import { describeLinks } from './cases/links.ts'
import { describeMatching } from './cases/matching.ts'
import { describeNames } from './cases/names.ts'
import { describeOracle } from './cases/oracle.ts'
import { describePaging } from './cases/paging.ts'
import type { Contract, ConnectorHarness } from './harness.ts'

/**
 * What every connector must keep (DESIGN §5): the same documents in, the same answers out. Where an
 * engine cannot, its harness names the case and says why; a difference that is none fails the run.
 */
export const describeConnectorContract = (harness: ConnectorHarness): void => {
  const documents = contractDocuments()
  let opened: Connector | undefined
  const contract: Contract = {
    harness,
    events: eventsOf(documents),
    connector() {
      if (!opened) throw new Error('The source of the contract was not opened.')
      return opened
    },
  }

  describe(`contract of ${harness.name}`, () => {
    beforeAll(async () => {
      opened = await harness.open(documents)
    })
    afterAll(async () => {
      await opened?.close()
      await harness.close()
    })
    describeMatching(contract)
    describePaging(contract)
    describeAnswers(contract)
    describeIdentity(contract)
    describeLinks(contract)
    describeNames(contract)
    describeConduct(contract)
    describeOracle(contract)
  })
}
