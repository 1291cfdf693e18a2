#!/usr/bin/env node
// The bin of a package without a build step: tsx must be told where this package's tsconfig is.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)
const platform = { win32: 'win' }[process.platform] ?? process.platform
const bundled = join(
  root,
  'node_modules',
  `node-${platform}-${process.arch}`,
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)
const node = existsSync(bundled) ? bundled : process.execPath
const child = spawnSync(
  node,
  ['--import', require.resolve('tsx'), join(root, 'src', 'main.ts'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
  },
)
process.exitCode = child.status ?? 1
