import type { ErrorOrigin } from '#queries/errors.ts'

/** Whose an error or a gap is, the same words everywhere. */
export const originLabel: Readonly<Record<ErrorOrigin, string>> = {
  input: 'Your input',
  source: 'The source',
  workbench: 'AttackTrace',
}
