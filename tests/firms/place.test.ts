import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { placeOf } from '../../src/firms/place.ts'

const OFFICIAL = createRequire(import.meta.url).resolve(
  '@etalab/decoupage-administratif/data/departements.json',
)

describe('the place of an establishment', () => {
  it('is in the département and the region that the official list says, whichever it is', () => {
    const official: { code: string; region: string; zone: string }[] = JSON.parse(
      readFileSync(OFFICIAL, 'utf8'),
    )
    const inRegions = official.filter(({ zone }) => zone !== 'com')
    expect(inRegions.length).toBeGreaterThan(100)
    for (const { code, region } of inRegions) {
      const commune = `${code}001`.slice(0, code.length === 3 ? 3 : 2).padEnd(5, '1')
      expect(placeOf(commune)).toEqual({ commune, departement: code, region })
    }
  })

  it('is in a département and no region overseas where there is none', () => {
    expect(placeOf('98818')).toEqual({ commune: '98818', departement: '988', region: null })
  })

  it.each([
    null,
    undefined,
    '',
    '11',
    '1126',
    '112622',
    '2C004',
    '00001',
    '99100',
    '[ND]',
    'NARBO',
  ])('is unknown for %j', (commune) => {
    expect(placeOf(commune)).toEqual({ commune: null, departement: null, region: null })
  })
})
