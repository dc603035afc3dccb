import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ACTION_FAMILIES, actionLabel } from '../../views/words/audit.ts'

const ROOT = new URL('../../', import.meta.url).pathname

/** The words by which the program's writes are told in the audit log, wherever a file tells of some. */
function actionsIn(file: string): string[] {
  const text = readFileSync(ROOT + file, 'utf8')
  return [
    ...text.matchAll(/\baction:\s*(?:[^'\n]*\?\s*)?((?:'[a-z][a-z.-]+'(?:\s*:\s*)?)+)/g),
  ].flatMap(([, words = '']) =>
    [...words.matchAll(/'([a-z-]+\.[a-z.-]+)'/g)].map(([, word = '']) => word),
  )
}

const ACTIONS = [...new Set(globSync('src/**/*.{ts,tsx}', { cwd: ROOT }).flatMap(actionsIn))]

it('the journal has French words for everything that it tells', () => {
  expect(ACTIONS.length).toBeGreaterThan(30)
  expect(ACTIONS.filter((action) => actionLabel(action) === action).toSorted()).toEqual([])
})

it('the journal can be narrowed to every kind of thing that it tells', () => {
  const families = new Set(ACTION_FAMILIES.map(({ value }) => value))
  const told = new Set(ACTIONS.map((action) => action.replace(/\..*/, '')))
  expect([...told].filter((family) => !families.has(family)).toSorted()).toEqual([])
})
