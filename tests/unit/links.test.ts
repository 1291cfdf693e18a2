import { describe, expect, it } from 'vitest'
import {
  isSharedAccount,
  isSystemFile,
  logonHub,
  networkHub,
  processHub,
} from '#queries/links/hubs.ts'
import { keyKinds, type LinkKey } from '#queries/links/keys.ts'
import { linkPaths, stepRule } from '#queries/links/paths.ts'
import { linkRules, ruleOf } from '#queries/links/rules.ts'
import { ruleWindows } from '#queries/links/windows.ts'

describe('link rules', () => {
  it('have ids of their own, shared with no path', () => {
    const ids = [...linkRules, ...linkPaths].map((one) => one.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('say why in one sentence that a hunter can read', () => {
    for (const { title, reason } of [...linkRules, ...linkPaths]) {
      expect(title).toMatch(/^[A-Z][^.]+$/)
      expect(reason).toMatch(/^[A-Z].+\.$/)
    }
  })

  it('join a key that holds on one asset only with its like', () => {
    const mixed = linkRules.filter(({ from, to }) => keyKinds[from] !== keyKinds[to])
    expect(mixed.map((rule) => rule.id)).toEqual([])
  })

  it('are followed by paths step by step, each step a rule', () => {
    for (const { steps } of linkPaths) {
      expect(steps.length).toBeGreaterThan(1)
      for (const step of steps) expect(step).toContain(ruleOf(stepRule(step)).id)
    }
  })

  it('keep their own windows unless the hunter sets one side of all', () => {
    const own = ruleWindows()
    const set = ruleWindows({ beforeUs: 7 })
    for (const { id, window } of linkRules) {
      expect(own.get(id)).toEqual(window)
      expect(set.get(id)).toEqual({ beforeUs: 7, afterUs: window.afterUs })
    }
  })
})

const network = (kind: 'tuple' | 'source-endpoint', value: string): LinkKey => ({
  kind,
  asset: null,
  value,
  shown: {},
})

describe('hubs', () => {
  it.each(['999', '0x3e7', '996', '0x3e5'])('are the sessions of the system: %s', (id) => {
    expect(logonHub(id)).not.toBeNull()
  })

  it('are no sessions of people', () => expect(logonHub('0x1f4a2')).toBeNull())

  it('are processes that serve everybody, where Windows keeps them', () => {
    const windows = 'C:\\Windows\\System32\\'
    expect(processHub({ name: 'lsass.exe', executable: `${windows}lsass.exe` })).toBe('system')
    expect(processHub({ name: 'svchost.exe', executable: `${windows}svchost.exe` })).toBe('host')
    expect(
      processHub({ name: 'svchost.exe', executable: 'C:\\Users\\Public\\svchost.exe' }),
    ).toBeNull()
    expect(processHub({ name: 'cmd.exe', executable: `${windows}cmd.exe` })).toBeNull()
  })

  it('are accounts of machines and services', () => {
    expect(
      ['SYSTEM', 'NT AUTHORITY\\LOCAL SERVICE', 'ALPHA$', 'DWM-1', 'S-1-5-18'].filter(
        (name) => !isSharedAccount(name),
      ),
    ).toEqual([])
    expect(['n.abara', 'CORP\\system.admin', 'administrator'].filter(isSharedAccount)).toEqual([])
  })

  it('are source ports of a protocol, and tuples of two such ports', () => {
    expect(networkHub(network('source-endpoint', '10.0.0.4|137'))).not.toBeNull()
    expect(networkHub(network('source-endpoint', '10.0.0.4|50123'))).toBeNull()
    expect(networkHub(network('tuple', '10.0.0.4|50123|10.0.0.9|135'))).toBeNull()
    expect(networkHub(network('tuple', '10.0.0.255|138|10.0.0.4|138'))).not.toBeNull()
  })

  it('are programs of Windows itself, as files that two events name', () => {
    expect(isSystemFile('\\windows\\system32\\cmd.exe')).toBe(true)
    expect(isSystemFile('\\users\\public\\windows\\cmd.exe')).toBe(false)
  })
})
