import type { Generated } from 'kysely'
import type { Micros } from '#queries/event.ts'

/** A hunt being put together: the wizard's answers so far, as JSON of any shape the wizard reads back. */
export interface DraftTable {
  id: string
  json: string
  step: string
  created: Micros
  updated: Micros
}

/** One hunt: its question as asked last, JSON of `Question`. */
export interface HuntTable {
  id: string
  technique: string
  source: string
  title: string
  question: string
  created: Micros
  updated: Micros
}

/** Every scope a hunt was ever asked with, numbered from 1; a row is never changed. */
export interface ScopeVersionTable {
  hunt: string
  n: number
  scope: string
  created: Micros
}

/** One execution. `progress`, `counts`, `gaps` and `error` are JSON; `pid` is the process that runs it. */
export interface RunTable {
  id: string
  hunt: string
  n: number
  scope_version: number
  question: string
  state: string
  queued: Micros
  started: Micros | null
  finished: Micros | null
  progress: string | null
  counts: string | null
  gaps: Generated<string>
  complete: Generated<number>
  error: string | null
  pid: number
}

export interface SettingTable {
  key: string
  value: string
}

export interface WorkspaceTables {
  draft: DraftTable
  hunt: HuntTable
  scope_version: ScopeVersionTable
  run: RunTable
  setting: SettingTable
}
