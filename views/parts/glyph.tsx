import type { EventKind } from '#queries/event.ts'

export type GlyphName = EventKind | 'network-in'

/** The word of each kind, as the legend and every table say it. */
export const kindWord: Readonly<Record<EventKind, string>> = {
  process: 'process',
  module: 'module load',
  script: 'script',
  network: 'network',
  logon: 'logon',
  access: 'process access',
  file: 'file',
  registry: 'registry',
  task: 'task or service',
  control: 'log control',
  other: 'other',
}

/** The class that gives a kind its color: on a glyph or on any group of marks. */
const kindClass = (kind: EventKind): string => `k-${kind}`

const kindOfGlyph = (name: GlyphName): EventKind => (name === 'network-in' ? 'network' : name)

/** Shape, color and letter of a kind. Decorative beside its word; with `label` it stands alone. */
export const Glyph = ({
  kind,
  size = 16,
  label = false,
}: {
  kind: GlyphName
  size?: number
  label?: boolean
}) => {
  const word = kind === 'network-in' ? 'network, inbound' : kindWord[kind]
  const role = label ? { role: 'img', 'aria-label': word } : { 'aria-hidden': 'true' as const }
  return (
    <svg
      class={`glyph ${kindClass(kindOfGlyph(kind))}`}
      width={size}
      height={size}
      viewBox="-9.5 -9.5 19 19"
      {...role}
    >
      <use href={`#g-${kind}`} />
    </svg>
  )
}
