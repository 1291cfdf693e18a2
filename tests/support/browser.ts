import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { z } from 'zod'

const require = createRequire(import.meta.url)
const versionOf = (name: string): string => {
  // The package hides its package.json from `require`; its entry point stands in build/.
  let folder = dirname(require.resolve(name))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  const text = readFileSync(join(folder, 'package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

/** Where the unpacked browser stands: one folder a version, whole as soon as it holds `ready`. */
export const chromiumHome = (): string =>
  resolve('node_modules', '.cache', `chromium-${versionOf('@sparticuz/chromium')}`)

/**
 * Unpacks Chromium and its libraries once, beside its final place, then renames it: two first runs at
 * once cannot see half a browser. The Lambda variable brings libnss3 and friends, which a bare machine lacks.
 */
export const unpackChromium = async (): Promise<void> => {
  const home = chromiumHome()
  if (existsSync(join(home, 'ready'))) return
  mkdirSync(dirname(home), { recursive: true })
  const part = mkdtempSync(`${home}-part-`)
  const before = { ...process.env }
  Object.assign(process.env, { TMPDIR: part, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' })
  try {
    const packed = await import('@sparticuz/chromium')
    await packed.default.executablePath()
  } finally {
    for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
  writeFileSync(
    join(part, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${home}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${home}/fonts-cache</cachedir></fontconfig>`,
  )
  mkdirSync(join(part, 'ready'))
  try {
    renameSync(part, home)
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    // Another first run was quicker and its browser is whole: that one is used.
    if (!existsSync(join(home, 'ready'))) throw error
  }
}

/** A headless Chromium of the pinned version, with its own libraries and fonts. */
export const launchBrowser = async (): Promise<Browser> => {
  await unpackChromium()
  const home = chromiumHome()
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
    env: {
      ...Object.fromEntries(
        Object.entries(process.env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
      ),
      LD_LIBRARY_PATH: join(home, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
    },
  })
}
