import { expect, it } from 'vitest'
import { assetLabels } from '#src/hunts/timeline/asset-labels.ts'
import { smallRun } from '../support/small-run.ts'

const { meta } = smallRun()
const assets = { kind: 'any', reason: 'all of them' } as const
const label = assetLabels({ meta: { ...meta, scope: { ...meta.scope, assets } } })

it.each([
  ['ws-07', 'WS-07'],
  ['dc-01.corp.example', 'DC-01'],
  ['10.20.0.1', '10.20.0.1'],
  ['fe80::1', 'fe80::1'],
  ['../../etc/passwd', '../../ETC/PASSWD'],
  ['.hidden.example', '.HIDDEN.EXAMPLE'],
])('writes the asset %s as %s', (asset, written) => {
  expect(label(asset)).toBe(written)
})
