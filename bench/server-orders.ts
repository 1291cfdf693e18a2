import { z } from 'zod'

/** What a bench asks of the server's process beside HTTP. */
export const orderSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('hunt'), question: z.unknown() }),
  z.object({ do: z.literal('page'), events: z.number() }),
  z.object({ do: z.literal('import'), source: z.string(), path: z.string(), name: z.string() }),
  z.object({ do: z.literal('imported'), job: z.string() }),
  z.object({ do: z.literal('watch') }),
  z.object({ do: z.literal('watched') }),
  z.object({ do: z.literal('close') }),
])
export type Order = z.infer<typeof orderSchema>

const delaySchema = z.object({ p50: z.number(), p99: z.number(), max: z.number() })

/** What it answers; each order its own member. */
export const orderedSchema = z.object({
  address: z.string().optional(),
  hunt: z.string().optional(),
  job: z.string().optional(),
  state: z.string().optional(),
  delay: delaySchema.optional(),
})
export type Ordered = z.infer<typeof orderedSchema>
