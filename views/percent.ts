/** A percent of a drawing's width as an attribute holds it: two digits are a tenth of a pixel. */
export const pc = (x: number): string => `${Math.round(x * 100) / 100}%`
