import {
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type Document,
} from 'yaml'
import type { z } from 'zod'
import { guideSchema, type TechniqueGuide } from './schema.ts'

/** A place in a file, both counted from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One fault of a file, with its place and the path of the value it is about. */
export interface FileFault extends Place {
  readonly path: string
  readonly message: string
}

export const placeText = (place: Place): string => `${place.file}:${place.line}:${place.column}`

/** A guide that was read, and where its parts stand. */
export interface GuideFile {
  readonly file: string
  readonly guide: TechniqueGuide
  /** The place of a value; of the nearest part that exists, where it does not. */
  locate(path: readonly PropertyKey[]): Place
}

export type ParsedGuide =
  | { readonly ok: true; readonly file: GuideFile }
  | { readonly ok: false; readonly faults: readonly FileFault[] }

/** Aliases are few in a guide; more of them is a file made to swell. */
const maxAliasCount = 100

/** Reads one guide's YAML text. `file` is only shown. All faults are reported at once, in the order of the file. */
export const parseTechniqueGuide = (text: string, file: string): ParsedGuide => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  if (document.errors.length > 0) {
    const faults = document.errors.map((e) => ({ ...at(e.pos[0]), path: '', message: e.message }))
    return { ok: false, faults }
  }
  const locate = (path: readonly PropertyKey[]): Place => at(offsetOf(document, path))
  const value = toValue(document)
  if (!value.ok) {
    return { ok: false, faults: [{ ...at(0), path: '', message: value.message }] }
  }
  const parsed = guideSchema.safeParse(value.value)
  if (parsed.success) return { ok: true, file: { file, guide: parsed.data, locate } }
  const faults = parsed.error.issues
    .flatMap(plainIssues)
    .map(({ path, message }) => ({ ...locate(path), path: path.map(String).join('.'), message }))
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
  return { ok: false, faults }
}

const toValue = (
  document: Document,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; message: string } => {
  try {
    const value: unknown = document.toJS({ maxAliasCount })
    return { ok: true, value }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'cannot be read' }
  }
}

type Issue = z.core.$ZodIssue

/** Unknown keys become one fault each, at the key itself. */
const plainIssues = (
  issue: Issue,
): readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...issue.path, key], message: `unknown key "${key}"` }))
    : [{ path: issue.path, message: issue.message }]

/** Walks as far as the path exists. The key is the better place for a map's value that is itself a collection. */
const offsetOf = (document: Document, path: readonly PropertyKey[]): number => {
  let node: unknown = document.contents
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step)
      if (!pair) break
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset
      node = pair.value
      if (isNode(node) && !isCollection(node)) offset = node.range?.[0] ?? offset
    } else if (isCollection(node) && typeof step === 'number') {
      node = node.items[step]
      if (!isNode(node)) break
      offset = node.range?.[0] ?? offset
    } else break
  }
  return offset
}
