import { z } from 'zod'
import { defaultLimits } from '#connectors/local/import/limits.ts'
import { AppError } from '#queries/errors.ts'

const bytes = (max: number) => z.number().int().min(1).max(max)

/** Every setting of the program with its default; the descriptions are its documentation. */
export const configSchema = z.strictObject({
  data: z.string().min(1).default('./data').describe('Folder that holds everything of one hunter.'),
  host: z
    .string()
    .default('127.0.0.1')
    .describe('Address to listen on: 127.0.0.1, localhost or ::1, until there are accounts.'),
  port: z.number().int().min(0).max(65_535).default(8480).describe('Port; 0 takes a free one.'),
  limits: z
    .strictObject({
      formBytes: bytes(64_000_000)
        .default(1_000_000)
        .describe('Longest form that is not an upload.'),
      uploadBytes: bytes(1e13)
        .default(50_000_000_000)
        .describe('Longest upload, all files together.'),
      uploadFiles: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(500)
        .describe('Most files in one upload.'),
      unpackedBytes: bytes(1e13)
        .default(defaultLimits.unpackedBytes)
        .describe('Most bytes one archive may unpack to.'),
      ratio: z
        .number()
        .min(1)
        .max(10_000)
        .default(defaultLimits.ratio)
        .describe('Highest ratio of unpacked to packed.'),
      members: z
        .number()
        .int()
        .min(1)
        .max(1_000_000)
        .default(defaultLimits.members)
        .describe('Most members of an archive.'),
      lineBytes: bytes(512_000_000)
        .default(defaultLimits.lineBytes)
        .describe('Longest line or record.'),
      jsonDepth: z
        .number()
        .int()
        .min(1)
        .max(64)
        .default(defaultLimits.jsonDepth)
        .describe('Deepest JSON document.'),
    })
    .prefault({}),
})

/** All settings, each with a value. */
export type Config = Readonly<z.infer<typeof configSchema>>
/** Settings as they are given: what is absent takes its default. */
export type ConfigInput = z.input<typeof configSchema>
/** What the server refuses to take in (DESIGN §10). */
export type Limits = Config['limits']

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

/** Reads settings. Throws `invalid_request` naming each that is wrong, and for any address but loopback. */
export const readConfig = (input: ConfigInput): Config => {
  const parsed = configSchema.safeParse(input)
  if (!parsed.success) {
    throw new AppError('invalid_request', 'The settings cannot be read.', {
      faults: parsed.error.issues.map((i) => ({ field: i.path.join('.'), message: i.message })),
    })
  }
  if (!loopback.has(parsed.data.host)) {
    throw new AppError(
      'invalid_request',
      'AttackTrace listens on this machine only: it has no accounts yet, and whoever reaches it reads every log in it.',
      { where: `--host ${parsed.data.host}`, next: 'Use 127.0.0.1, localhost or ::1.' },
    )
  }
  return parsed.data
}
