import { formatNumber } from '../format.ts'

export interface TabItem {
  readonly href: string
  readonly label: string
  /** A number beside the word. */
  readonly n?: number
  readonly current?: boolean
}

/** Plain links; the current one is `aria-current`. */
export const Tabs = ({
  label,
  items,
  class: extra,
}: {
  label: string
  items: readonly TabItem[]
  class?: string
}) => (
  <nav class={extra ? `tabs ${extra}` : 'tabs'} aria-label={label}>
    {items.map((item) => (
      <a href={item.href} {...(item.current ? { 'aria-current': 'page' as const } : {})}>
        {item.label}
        {item.n === undefined ? null : <span class="n">{formatNumber(item.n)}</span>}
      </a>
    ))}
  </nav>
)
