import { AppError } from '#queries/errors.ts'

/** Reads a whole number of the command line. Throws `invalid_request` naming the option. */
export const wholeNumber =
  (option: string, low: number, high: number) =>
  (text: string): number => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isInteger(value) && value >= low && value <= high) return value
    throw new AppError(
      'invalid_request',
      `${option} takes a whole number from ${low} to ${high}.`,
      {
        where: `${option} ${text.slice(0, 40)}`,
      },
    )
  }
