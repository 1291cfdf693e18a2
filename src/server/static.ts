import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One file the pages load: its bytes and an address that changes with them. */
export interface Asset {
  readonly address: string
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
}

export interface Assets {
  /** The address of an asset by its plain name. Throws for a name that is none: that is our bug. */
  address(name: string): string
  /** The asset at an address, by the part behind `/assets/`. */
  find(file: string): Asset | undefined
}

const here = fileURLToPath(new URL('../../views/assets/', import.meta.url))
const require = createRequire(import.meta.url)

/** The stylesheet's parts in the order they are joined; later ones win inside a layer. */
const styles = [
  'tokens',
  'base',
  'text',
  'app-bar',
  'panel',
  'controls',
  'states',
  'tables',
  'marks',
  'coverage',
  'chips',
  'hunt',
  'timeline',
  'event-table',
  'event-panel',
  'hunt-page',
  'hunt-phone',
  'page',
  'stepper',
  'scope',
  'technique',
  'sources',
  'home',
  'print',
] as const

/** Our own module scripts. */
const scripts = ['upload.js', 'timeline.js'] as const

const fonts = {
  'inter-latin-wght-normal.woff2': '@fontsource-variable/inter',
  'inter-latin-ext-wght-normal.woff2': '@fontsource-variable/inter',
  'jetbrains-mono-latin-wght-normal.woff2': '@fontsource-variable/jetbrains-mono',
  'jetbrains-mono-latin-ext-wght-normal.woff2': '@fontsource-variable/jetbrains-mono',
  'jetbrains-mono-greek-wght-normal.woff2': '@fontsource-variable/jetbrains-mono',
  'jetbrains-mono-cyrillic-wght-normal.woff2': '@fontsource-variable/jetbrains-mono',
} as const

const fromPackage = (name: string, ...rest: readonly string[]): Buffer =>
  readFileSync(join(dirname(require.resolve(`${name}/package.json`)), ...rest))

const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content)

/** Reads every asset once and names each by its content. */
export const loadAssets = (): Assets => {
  const byName = new Map<string, Asset>()
  const byFile = new Map<string, Asset>()
  const add = (name: string, type: string, content: Uint8Array): void => {
    const body = new Uint8Array(content)
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
    const file = name.replace(/(\.[a-z0-9]+)$/, `.${hash}$1`)
    const asset = { address: `/assets/${file}`, type, body }
    byName.set(name, asset)
    byFile.set(file, asset)
  }
  const address = (name: string): string => {
    const asset = byName.get(name)
    if (!asset) throw new Error(`no asset is called ${name}`)
    return asset.address
  }
  for (const [file, name] of Object.entries(fonts))
    add(file, 'font/woff2', fromPackage(name, 'files', file))
  const css = styles.map((name) => readFileSync(join(here, 'styles', `${name}.css`), 'utf8'))
  const linked = css
    .join('\n')
    .replace(/url\(fonts\/([\w.-]+)\)/g, (_, file: string) => `url(${address(file)})`)
  add('attacktrace.css', 'text/css; charset=utf-8', text(linked))
  add('htmx.js', 'text/javascript; charset=utf-8', fromPackage('htmx.org', 'dist', 'htmx.min.js'))
  for (const name of scripts)
    add(name, 'text/javascript; charset=utf-8', readFileSync(join(here, name)))
  add('icon.svg', 'image/svg+xml', readFileSync(join(here, 'icon.svg')))
  return { address, find: (file) => byFile.get(file) }
}
