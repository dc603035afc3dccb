import { describe, expect, test } from 'vitest'
import { nameKey } from '../../src/places/name-key.ts'

describe('the key that names are compared by', () => {
  test.each([
    ['Lézignan-Corbières', 'lezignan corbieres'],
    ['LEZIGNAN CORBIERES', 'lezignan corbieres'],
    ["Département de l'Aude", 'departement de l aude'],
    ['Département de l’Aude', 'departement de l aude'],
    ['St-Hilaire', 'saint hilaire'],
    ['Ste Eulalie', 'sainte eulalie'],
    ['Stes-Maries', 'saintes maries'],
    ['Saint-Hilaire', 'saint hilaire'],
    ['Sainte-Eulalie', 'sainte eulalie'],
    ['Est Audois, stade', 'est audois stade'],
    ['Cœur de ville', 'coeur de ville'],
    ['  C.C.  du\u00A0Limouxin (11) ', 'c c du limouxin 11'],
    ['E\u0301lectricite\u0301', 'electricite'],
    ['…', ''],
  ])('%s is compared as « %s »', (written, key) => {
    expect(nameKey(written)).toBe(key)
  })

  test('a key is its own key', () => {
    const key = nameKey('Cté de Cnes St-Aub. œuvre n° 2')
    expect(nameKey(key)).toBe(key)
  })
})
