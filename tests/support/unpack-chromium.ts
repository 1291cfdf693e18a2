import { unpackChromium } from './browser.ts'

/** Vitest's global set-up of the browser project: two files at once must not unpack twice. */
export const setup = unpackChromium
