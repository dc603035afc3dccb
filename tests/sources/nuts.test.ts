import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { departementOfNumber, departementOfNuts } from '../../src/sources/nuts.ts'

const AUDE = { kind: 'departement', name: 'Aude', code: '11' }

it('the Aude is known by its code of today, that before 2018, and its number', () => {
  expect(departementOfNuts('FRJ11')).toEqual(AUDE)
  expect(departementOfNuts('FR811 ')).toEqual(AUDE)
  expect(departementOfNumber('11')).toEqual(AUDE)
  expect(departementOfNumber('2a')).toMatchObject({ name: 'Corse-du-Sud' })
})

it('regions, countries and what is no code are no département', () => {
  for (const code of ['FRJ1', 'FRJ', 'FR', 'LU000', '']) expect(departementOfNuts(code)).toBeNull()
})

const file = new URL('../../../shared/data/codes/nuts3_fr.csv', import.meta.url)

describe.skipIf(!existsSync(file))('the list of codes beside the checkout', () => {
  it('has the names told here, each with a number of its own', () => {
    const rows = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .filter(([code]) => code !== 'FRZZZ')
    const places = rows.map(([code = '']) => departementOfNuts(code))
    expect(places.map((place) => place?.name)).toEqual(rows.map(([, name]) => name))
    expect(new Set(places.map((place) => place?.code)).size).toBe(101)
  })
})
