import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

/** Licences whose works may be part of one under AGPL-3.0. */
const GOES_WITH_AGPL = [
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-0-Clause',
  'BSD-2-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Unlicense',
]

/** Packages that name their licence in a file only, and what it says. */
const IN_A_FILE: Record<string, string> = { 'node_modules/png-js': 'MIT' }

const [, run = '', rest = ''] = readFileSync('docs/dependencies.md', 'utf8').split(/^## .*$/m)

test.each([
  ['of the program', run, manifest.dependencies],
  ['of its tests', rest, manifest.devDependencies],
])('docs/dependencies.md has each package %s, with its licence, no other', (_, text, named) => {
  const lines = [...text.matchAll(/^\| `(?<name>[^`]+)` +\|(?<cells>.*)\|$/gm)]
  const told = lines.map(({ groups: { name = '', cells = '' } = {} }) => ({
    name,
    licence: cells.split('|')[2]?.trim(),
  }))
  expect(told).toEqual(
    Object.keys(named)
      .toSorted()
      .map((name) => ({ name, licence: licenceOf(name) })),
  )
})

test('all that runs is under a licence that goes with AGPL-3.0', () => {
  const lock: { packages: Record<string, { license?: string; dev?: boolean }> } = JSON.parse(
    readFileSync('package-lock.json', 'utf8'),
  )
  const refused = Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .filter(([path, { license = IN_A_FILE[path] ?? '' }]) =>
      license.split(' AND ').some((each) => !GOES_WITH_AGPL.includes(each)),
    )
  expect(refused).toEqual([])
})

function licenceOf(name: string): string {
  return JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).license
}
