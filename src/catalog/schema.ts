import { z } from 'zod'

/** A technique's id as ATT&CK writes it: `T1559` or, for a sub-technique, `T1559.001`. */
const techniqueIdSchema = z.string().regex(/^T\d{4}(\.\d{3})?$/, 'not a technique id')

const logSourceSchema = z.strictObject({
  /** ATT&CK's name of the log, for example `WinEventLog:Sysmon`. */
  name: z.string(),
  /** Event ids; empty where ATT&CK names the log but no id. */
  codes: z.array(z.string().regex(/^\d+$/)),
  /** The data component the log source stands for, for example `Process Creation`. */
  component: z.string(),
})

const analyticSchema = z.strictObject({
  id: z.string().regex(/^AN\d+$/),
  platforms: z.array(z.string()),
  logSources: z.array(logSourceSchema),
})

const strategySchema = z.strictObject({
  id: z.string().regex(/^DET\d+$/),
  analytics: z.array(analyticSchema),
})

const techniqueSchema = z.strictObject({
  id: techniqueIdSchema,
  name: z.string().min(1),
  /** Short names, in the order of the matrix: `initial-access`, `execution` … */
  tactics: z.array(z.string()).min(1),
  platforms: z.array(z.string()),
  /** The technique this is a sub-technique of, or null. */
  parent: techniqueIdSchema.nullable(),
  /** Version of the technique's own object in ATT&CK, for example `1.2`. */
  version: z.string(),
  strategies: z.array(strategySchema),
})

const tacticSchema = z.strictObject({
  id: z.string().regex(/^TA\d{4}$/),
  shortName: z.string(),
  name: z.string(),
})

/** The catalog file: facts of one ATT&CK version, none of its prose. */
export const catalogFileSchema = z.strictObject({
  format: z.literal(1),
  /** MITRE's notice, which goes wherever its names go. */
  notice: z.string(),
  domain: z.literal('enterprise'),
  attackVersion: z.string(),
  /** In the order of the matrix. */
  tactics: z.array(tacticSchema).min(1),
  techniques: z.array(techniqueSchema).min(1),
})

export type CatalogFile = z.infer<typeof catalogFileSchema>
/** One active Enterprise technique or sub-technique. */
export type Technique = Readonly<z.infer<typeof techniqueSchema>>
export type Tactic = Readonly<z.infer<typeof tacticSchema>>
/** A log source as an ATT&CK analytic names it. */
export type AttackLogSource = Readonly<z.infer<typeof logSourceSchema>>
