import type { LinkCause, LinkPath } from './rule.ts'

export const path = (
  id: string,
  steps: readonly string[],
  cause: LinkCause,
  title: string,
  reason: string,
): LinkPath => ({ id, title, reason, steps, cause })

/** The same walk, begun by unique id and begun by pid. */
export const byIdOrPid = (
  id: string,
  rest: readonly string[],
  cause: LinkCause,
  title: string,
  reason: string,
): readonly LinkPath[] => [
  path(id, ['process', ...rest], cause, title, reason),
  path(`${id}-by-pid`, ['pid', ...rest], cause, title, reason),
]
