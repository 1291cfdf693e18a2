import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lintGuides } from '#queries/behaviors/lint.ts'
import {
  type FileFault,
  type GuideFile,
  parseTechniqueGuide,
  placeText,
} from '#queries/behaviors/parse.ts'
import type { Behavior, TechniqueGuide } from '#queries/behaviors/schema.ts'
import { AppError } from '#queries/errors.ts'
import { openCatalog } from './catalog.ts'

/** A documented behavior with the technique it belongs to. */
export interface DocumentedBehavior {
  readonly technique: string
  readonly behavior: Behavior
}

export interface Guides {
  /** In technique order. */
  readonly all: readonly TechniqueGuide[]
  /** Undefined for a technique without a guide: it can still be hunted with a captured behavior. */
  guide(techniqueId: string): TechniqueGuide | undefined
  behavior(id: string): DocumentedBehavior | undefined
}

const shippedFolder = fileURLToPath(new URL('../../queries/behaviors/', import.meta.url))
let shipped: Guides | undefined

/**
 * The guides that ship, read once; or those of another folder. Throws `invalid_request` with every fault
 * of every file, each as `file:line:column`, and with every lint error.
 */
export const loadGuides = (folder?: string): Guides =>
  folder === undefined
    ? (shipped ??= guidesOf(readGuideFiles(shippedFolder)))
    : guidesOf(readGuideFiles(folder))

/** Every `.yaml` file of a folder, parsed; the files that cannot be read give their faults. */
export const readGuideFiles = (
  folder: string = shippedFolder,
): { readonly files: readonly GuideFile[]; readonly faults: readonly FileFault[] } => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  const parsed = names
    .toSorted()
    .map((name) => parseTechniqueGuide(readFileSync(`${folder}/${name}`, 'utf8'), name))
  return {
    files: parsed.flatMap((result) => (result.ok ? [result.file] : [])),
    faults: parsed.flatMap((result) => (result.ok ? [] : result.faults)),
  }
}

const guidesOf = ({ files, faults }: ReturnType<typeof readGuideFiles>): Guides => {
  const catalog = openCatalog()
  const findings = lintGuides(files, (id) => catalog.technique(id) !== undefined)
  const wrong = [
    ...faults.map((fault) => ({
      field: placeText(fault),
      message: fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`,
    })),
    ...findings
      .filter((finding) => finding.severity === 'error')
      .map((finding) => ({
        field: placeText(finding),
        message: `${finding.rule}: ${finding.message}`,
      })),
  ]
  if (wrong.length > 0) {
    throw new AppError('invalid_request', 'Technique guides cannot be read.', {
      faults: wrong,
      next: 'Mend each place; docs/behaviors.md describes the format.',
    })
  }
  const guides = files.map((file) => file.guide)
  const byTechnique = new Map(guides.map((guide) => [guide.technique, guide]))
  const byId = new Map(
    guides.flatMap((guide) =>
      guide.behaviors.map((behavior) => [behavior.id, { technique: guide.technique, behavior }]),
    ),
  )
  return {
    all: guides,
    guide: (techniqueId) => byTechnique.get(techniqueId.trim().toUpperCase()),
    behavior: (id) => byId.get(id),
  }
}
