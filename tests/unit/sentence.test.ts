import { describe, expect, it } from 'vitest'
import { accountOf, sentenceOf, sentenceText } from '#queries/sentence.ts'
import { templates } from '#queries/sentences/templates.ts'
import { eventOf, eventsOf, linesOf, pick } from '../support/normalize-lines.ts'

const nxlog = eventsOf('nxlog')
const saying = (name: string, key: string): string => sentenceText(pick(eventsOf(name), key))

describe('the sentence of a row', () => {
  it('says who did what to what', () => {
    expect(saying('nxlog', 'Sysmon 1')).toBe('svchost.exe started EXCEL.EXE /automation -Embedding')
    expect(saying('nxlog', 'Sysmon 10')).toBe('EXCEL.EXE opened lsass.exe with 0x1410')
    expect(saying('nxlog', 'Sysmon 3')).toBe('<unknown process> connected to 10.20.30.9:135')
    expect(saying('nxlog', 'Sysmon 13')).toBe(
      'EXCEL.EXE set HKLM\\System\\ControlSet001\\Services\\upd\\ImagePath to C:\\Users\\Public\\upd.exe',
    )
    expect(saying('nxlog', 'Security 4624')).toBe(
      'CORP.EXAMPLE\\n.abara logged on, type 3 (network), from ::ffff:10.20.30.5',
    )
    expect(saying('nxlog', 'Sysmon 20')).toContain(
      'CORP\\n.abara created the WMI consumer "Updater"',
    )
    expect(saying('flat', 'Security 1102')).toBe('CORP\\n.abara cleared the Security log')
    expect(saying('flat', 'Sysmon 12')).toContain('x.exe deleted \\REGISTRY\\MACHINE')
  })

  it('marks every part that is from the log, and no part that is ours', () => {
    expect(sentenceOf(pick(nxlog, 'Sysmon 1'))).toEqual([
      { text: 'svchost.exe', evidence: true },
      { text: ' started ' },
      { text: 'EXCEL.EXE', evidence: true },
      { text: ' ' },
      { text: '/automation -Embedding', evidence: true },
    ])
  })

  it('keeps one line and cuts long values, with a sign of our own', () => {
    const line = JSON.stringify({
      ...JSON.parse(linesOf('nxlog')[0] ?? ''),
      CommandLine: `x.exe ${'a\r\n'.repeat(900)}`,
    })
    const parts = sentenceOf(eventOf(line))
    expect(parts.at(-1)).toEqual({ text: '…' })
    expect(parts.every((part) => !/[\r\n]/.test(part.text) && part.text.length <= 240)).toBe(true)
  })

  it('never reads a template out of a log value', () => {
    const line = JSON.stringify({
      ...JSON.parse(linesOf('nxlog')[0] ?? ''),
      Image: 'C:\\{account}[x]',
      CommandLine: 'x {process.name}',
    })
    expect(sentenceText(eventOf(line))).toBe('svchost.exe started {account}[x] {process.name}')
  })

  it('has words for what is absent', () => {
    const { Image, ParentImage, CommandLine, ...rest } = JSON.parse(linesOf('nxlog')[0] ?? '')
    expect([Image, ParentImage, CommandLine].every(Boolean)).toBe(true)
    expect(sentenceText(eventOf(JSON.stringify(rest)))).toBe('A process started a process')
  })

  it('falls back to the message, then to provider and event id', () => {
    const other = {
      EventID: 6038,
      SourceName: 'LsaSrv',
      Channel: 'System',
      Hostname: 'h',
      TimeCreated: '2026-11-23T13:07:19Z',
    }
    expect(
      sentenceText(eventOf(JSON.stringify({ ...other, Message: 'NTLM is in use.\r\nMore.' }))),
    ).toBe('NTLM is in use.')
    expect(sentenceText(eventOf(JSON.stringify(other)))).toBe('LsaSrv event 6038')
  })

  it('is one sentence a kind of event, without a full stop or an alarm', () => {
    for (const text of Object.values(templates)) {
      expect(text).not.toMatch(/[.!]$|suspicious|malicious/i)
      expect(text.split('{').length).toBe(text.split('}').length)
    }
  })
})

describe('the account of a row', () => {
  it('is who acts, or null when the event names nobody', () => {
    expect(accountOf(pick(nxlog, 'Sysmon 1'))).toBe('CORP\\n.abara')
    expect(accountOf(pick(nxlog, 'security 4688'))).toBe('CORP\\n.abara')
    expect(accountOf(pick(nxlog, 'Sysmon 10'))).toBeNull()
  })
})
