/**
 * Writes the catalog file out of an ATT&CK Enterprise STIX bundle, by hand, when a new version is taken:
 * `node src/catalog/generate.ts BUNDLE.json[.gz] 18.1`. The version is given because STIX 2.0 bundles name none.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { catalogFileSchema } from './schema.ts'
import { catalogFromStix } from './stix.ts'

const [bundlePath, version] = process.argv.slice(2)
if (bundlePath === undefined || version === undefined) {
  process.stderr.write('usage: node src/catalog/generate.ts BUNDLE.json[.gz] ATTACK_VERSION\n')
  process.exit(2)
}

const raw = readFileSync(bundlePath)
const text = (bundlePath.endsWith('.gz') ? gunzipSync(raw) : raw).toString('utf8')
const file = catalogFileSchema.parse(catalogFromStix(JSON.parse(text), version))

// One technique a line: the file stays small, and a new version shows as a diff that can be read.
const { techniques, ...head } = file
const lines = [
  `${JSON.stringify(head).slice(0, -1)},"techniques":[`,
  techniques.map((technique) => JSON.stringify(technique)).join(',\n'),
  ']}',
]
const target = new URL(`./data/enterprise-${version}.json`, import.meta.url)
writeFileSync(target, `${lines.join('\n')}\n`)
process.stdout.write(`${techniques.length} techniques of ATT&CK Enterprise ${version} written\n`)
