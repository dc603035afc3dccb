import { expect, test } from 'vitest'
import { readWrittenPlace } from '../../src/places/written-place.ts'

test.each([
  ['Narbonne', 'narbonne', null, null],
  ['11100 Narbonne', 'narbonne', '11100', null],
  ['Narbonne (11100)', 'narbonne', '11100', null],
  ['NARBONNE CEDEX 9', 'narbonne', null, null],
  ['11785 NARBONNE CEDEX', 'narbonne', null, '11'],
  ['Ville de Quillan (11)', 'quillan', null, '11'],
  ['à Bram', 'bram', null, null],
  ["mairie d'Azille", 'azille', null, null],
  ['Commune de La Redorte', 'la redorte', null, null],
  ['Commune du Bosc', 'le bosc', null, null],
  ['11', '', null, '11'],
])('« %s » is taken apart', (text, communeKey, postcode, departement) => {
  expect(readWrittenPlace(text)).toMatchObject({ communeKey, postcode, departement })
})

test.each([
  ["Département de l'Aude", 'aude'],
  ["l'Aude", 'aude'],
  ['Aude (11)', 'aude'],
  ["toute l'Aude", 'aude'],
  ['département du Tarn', 'tarn'],
  ['Pyrénées-Orientales', 'pyrenees orientales'],
])('« %s » names a département', (text, departementKey) => {
  expect(readWrittenPlace(text).departementKey).toBe(departementKey)
})
