import { z } from 'zod'
import { parseDuration } from '../duration.ts'
import { grades } from '../links/rule.ts'
import { fieldNameSchema } from '../predicate.ts'
import { parameterSchema } from './parameter.ts'
import { templateSchema } from './template.ts'

const line = z.string().trim().min(1).max(400)
const cites = z.array(z.int().positive()).default([])

/** A paragraph in our own words, with the numbers of what it stands on. */
const proseSchema = z.strictObject({ text: z.string().trim().min(1).max(2_000), cites })

const citationSchema = z.strictObject({
  n: z.int().positive(),
  title: line,
  publisher: line,
  year: z.int().min(1990).max(2100).optional(),
  url: z.url({ protocol: /^https$/ }),
})

const code = z.string().regex(/^\d{1,5}$/, 'an event id, in quotes')
const logSourceSchema = z.strictObject({ channel: z.string().min(1).max(200), code })

/** One log source, or several of which any one will do. */
const needSchema = z.strictObject({ anyOf: z.array(logSourceSchema).min(1) })

const durationSchema = z.string().transform((text, context) => {
  const us = parseDuration(text)
  if (us !== undefined) return us
  context.addIssue({ code: 'custom', message: 'a duration such as 30m, 6h, 2d or PT6H' })
  return z.NEVER
})

const windowSchema = z
  .strictObject({ before: durationSchema, after: durationSchema })
  .transform(({ before, after }) => ({ beforeUs: before, afterUs: after }))

const scalar = z.union([z.string(), z.number(), z.boolean()])
const sampleSchema = z.strictObject({
  /** What the sample shows; for a near miss, what makes it one. */
  why: line,
  values: z.record(z.string(), z.union([scalar, z.array(z.string())])).default({}),
  fields: z.record(fieldNameSchema, z.union([scalar, z.array(scalar)])),
})

export const behaviorSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'lower case words joined by - or .'),
  title: line,
  /** One sentence: what is seen. */
  summary: line,
  platform: z.enum(['Windows', 'Linux', 'macOS']),
  cites: z.array(z.int().positive()).min(1, 'a behavior is documented: cite where'),
  logSources: z.strictObject({
    needed: z.array(needSchema).min(1),
    helpful: z.array(logSourceSchema).default([]),
  }),
  parameters: z.array(parameterSchema).default([]),
  predicate: templateSchema,
  /** What of a hit is worth capturing as a clause of this environment. */
  captures: z.array(z.strictObject({ field: fieldNameSchema, why: line })).min(1),
  benign: z.array(line),
  blindSpots: z.array(line),
  /** How far before and after a hit links of each grade reach; a grade left out keeps each rule's own window. */
  windows: z.partialRecord(z.enum(grades), windowSchema).default({}),
  samples: z.strictObject({
    matches: z.array(sampleSchema),
    nearMisses: z.array(sampleSchema),
  }),
})

const captureHintSchema = z.strictObject({ field: fieldNameSchema, hint: line })

/** One file in `queries/behaviors/`: everything written about one technique. `docs/behaviors.md` explains it. */
export const guideSchema = z.strictObject({
  technique: z.string().regex(/^T\d{4}(\.\d{3})?$/, 'a technique id such as T1559.001'),
  what: z.array(proseSchema).min(1).max(4),
  why: z.array(proseSchema).min(1).max(4),
  capture: z.strictObject({
    commandLine: captureHintSchema,
    arguments: captureHintSchema,
    parentProcess: captureHintSchema,
    account: captureHintSchema,
    host: captureHintSchema,
    executionTime: captureHintSchema,
  }),
  windowsEvents: z.array(z.strictObject({ code, channel: line, indicates: line })),
  sysmonEvents: z.array(z.strictObject({ code, name: line, matters: line })),
  /** Our reading of what is published on detecting it; null where nothing is. */
  detection: z.array(proseSchema).min(1).nullable(),
  /** Why no rule that works everywhere is offered. */
  portableRule: z.string().trim().min(1).max(1_000),
  start: z.array(line).min(1).max(8),
  citations: z.array(citationSchema).min(1),
  behaviors: z.array(behaviorSchema).min(1),
})

export type TechniqueGuide = Readonly<z.infer<typeof guideSchema>>
export type Behavior = Readonly<z.infer<typeof behaviorSchema>>
export type BehaviorSample = Readonly<z.infer<typeof sampleSchema>>
/** Channel and event id. */
export type NamedLogSource = Readonly<z.infer<typeof logSourceSchema>>

/** Sysmon writes all its events to this one channel. */
export const sysmonChannel = 'Microsoft-Windows-Sysmon/Operational'
