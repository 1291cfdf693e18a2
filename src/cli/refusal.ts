import type { CommanderError } from 'commander'
import { AppError } from '#queries/errors.ts'

/**
 * A refusal of the option parser as an error like any other; null where it has printed its help instead,
 * because no command was given.
 */
export const refusalOf = (error: CommanderError): AppError | null => {
  if (error.code === 'commander.help') return null
  const text = error.message.replace(/^error: /, '')
  // The parser's guess stands in brackets on the last line; what a caller typed may hold line breaks too.
  const guess = /\n\((Did you mean .{1,200}\?)\)$/.exec(text)
  const said = text.slice(0, guess?.index ?? text.length).slice(0, 300)
  return new AppError('invalid_request', sentence(said), {
    next: guess?.[1] ?? 'See attacktrace --help, or --help of the command.',
  })
}

export const noCommand = (): AppError =>
  new AppError('invalid_request', 'No command was given.', { next: 'See attacktrace --help.' })

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
