import { z } from 'zod'
import type { Gap } from '#connectors/contract.ts'
import { type ErrorCode, type ErrorOrigin, errorOrigin } from '#queries/errors.ts'

const runStates = [
  'queued',
  'running',
  'complete',
  'partial',
  'cancelled',
  'failed',
  'interrupted',
] as const
export type RunState = (typeof runStates)[number]

const countSchema = z.object({ value: z.number(), relation: z.enum(['exact', 'at-least']) })

/** The three counts every run shows, each with its standing. */
const runCountsSchema = z.object({
  hits: countSchema,
  context: countSchema,
  identityUndetermined: countSchema,
})
export type RunCounts = z.infer<typeof runCountsSchema>

/** How far a run is: `done` of `total` in the phase's own unit, and one sentence. */
const runProgressSchema = z.object({
  phase: z.enum(['plan', 'search', 'correlate', 'coverage', 'write']),
  done: z.number(),
  total: z.number(),
  sentence: z.string(),
})
export type RunProgress = z.infer<typeof runProgressSchema>

/** Why a run failed, safe to show. */
export interface RunError {
  readonly code: ErrorCode
  readonly origin: ErrorOrigin
  readonly message: string
  readonly next: string | null
}

const codes = new Set(Object.keys(errorOrigin))
const isCode = (value: unknown): value is ErrorCode => typeof value === 'string' && codes.has(value)

const errorSchema = z.object({
  code: z.custom<ErrorCode>(isCode),
  origin: z.enum(['input', 'source', 'workbench']),
  message: z.string(),
  next: z.string().nullable(),
})

const gapSchema = z.object({
  kind: z.enum([
    'timed-out',
    'shards-failed',
    'truncated',
    'cancelled',
    'interrupted',
    'rejects',
    'not-read-yet',
    'undetermined',
    'row-failed',
  ]),
  origin: z.enum(['input', 'source', 'workbench']),
  message: z.string(),
})

const orNull = <T>(schema: z.ZodType<T>, text: string | null): T | null =>
  text === null ? null : schema.parse(JSON.parse(text))

export const parseState = (text: string): RunState => z.enum(runStates).parse(text)
export const parseProgress = (text: string | null): RunProgress | null =>
  orNull(runProgressSchema, text)
export const parseCounts = (text: string | null): RunCounts | null => orNull(runCountsSchema, text)
export const parseError = (text: string | null): RunError | null => orNull(errorSchema, text)
export const parseGaps = (text: string): readonly Gap[] =>
  z.array(gapSchema).parse(JSON.parse(text))
