import { z } from 'zod'
import type { Lab, LabLine } from '#src/lab/lab.ts'

const documentSchema = z.record(z.string(), z.union([z.string(), z.number()]))
export type LabDocument = z.infer<typeof documentSchema>

/** One line of the lab, read as plain JSON: what a test may know without the program's own readers. */
export interface ReadLine extends LabLine {
  readonly document: LabDocument
}

export const readLine = (line: LabLine): ReadLine => ({
  ...line,
  document: documentSchema.parse(JSON.parse(line.text)),
})

export const readLines = (lab: Lab): readonly ReadLine[] => [...lab.lines()].map(readLine)

/** A member of a line as text; '' where it is absent. */
export const member = (line: ReadLine, name: string): string => String(line.document[name] ?? '')

/** When the record was written, microseconds. */
export const writtenAt = (line: ReadLine): number => Date.parse(member(line, 'TimeCreated')) * 1000
