import type { ProcessTreeView, TreeNode } from '../models/events.ts'
import { formatNumber } from '../format.ts'
import { cutText, plainText } from '../safe-text.ts'
import { Glyph } from './glyph.tsx'

/** The arguments of a command line whose program is named beside it. */
const argumentsOf = (node: TreeNode): string => {
  const line = node.commandLine.replace(/^\s*("[^"]*"|\S+)\s*/, '')
  const { text, cut } = cutText(line, 160)
  return cut ? `${text}…` : text
}

const Node = ({ node }: { node: TreeNode }) => (
  <li class={node.hits.length > 0 ? 'pt-hit' : ''}>
    <span class={node.isSelected ? 'pt pt-sel' : 'pt'}>
      <Glyph kind="process" />
      {node.href === null ? (
        <code class="ev">{plainText(node.name)}</code>
      ) : (
        <a href={node.href}>
          <code class="ev">{plainText(node.name)}</code>
        </a>
      )}
      <span class="dim">{plainText(node.detail)}</span>
      {argumentsOf(node) === '' ? null : <span class="ev mid">{plainText(argumentsOf(node))}</span>}
      {node.hits.map((n) => (
        <span class="badge hit">hit {n}</span>
      ))}
    </span>
    {node.children.length === 0 ? null : (
      <ul>
        {node.children.map((child) => (
          <Node node={child} />
        ))}
      </ul>
    )}
  </li>
)

/** Processes by ancestry, a tree an asset; hits are marked, a name leads to the event that made it. */
export const ProcessTree = ({
  view,
  withAssets,
}: {
  view: ProcessTreeView
  withAssets: boolean
}) => {
  if (view.empty !== null) return <p class="mid">{view.empty}</p>
  return (
    <>
      {view.roots.map((root) => (
        <>
          {withAssets ? <h3 class="pt-asset">{plainText(root.asset)}</h3> : null}
          <ul class="process-tree">
            {root.nodes.map((node) => (
              <Node node={node} />
            ))}
          </ul>
        </>
      ))}
      {view.shown < view.total ? (
        <p class="hint">
          {formatNumber(view.shown)} of {formatNumber(view.total)} processes are shown.
        </p>
      ) : null}
    </>
  )
}
