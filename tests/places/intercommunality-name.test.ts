import { expect, test } from 'vitest'
import {
  intercommunalityKey,
  shortIntercommunalityName,
} from '../../src/places/intercommunality-name.ts'

test.each([
  ['CC du Limouxin', 'CC Limouxin'],
  ['CC de la Montagne Noire', 'CC Montagne Noire'],
  ['CA Le Grand Narbonne', 'Grand Narbonne'],
  ['CA Carcassonne Agglo', 'Carcassonne Agglo'],
  ['CU Perpignan Méditerranée Métropole', 'Perpignan Méditerranée Métropole'],
  ['CA de Béziers-Méditerranée', 'CA Béziers-Méditerranée'],
  ["CA de l'Albigeois (C2A)", 'CA Albigeois'],
  [
    'CC Région Lézignanaise, Corbières et Minervois',
    'CC Région Lézignanaise, Corbières et Minervois',
  ],
  ['Toulouse Métropole', 'Toulouse Métropole'],
])('%s is shown as %s', (official, short) => {
  expect(shortIntercommunalityName(official)).toBe(short)
})

test.each([
  ['CC du Limouxin', ['Communauté de Communes du Limouxin', 'CC Limouxin', 'C.C. du Limouxin']],
  [
    'CC Pyrénées audoises',
    ['Cté de Cnes Pyrénées Audoises', 'Communauté de communes des Pyrénées audoises'],
  ],
  [
    'CA Le Grand Narbonne',
    [
      'Grand Narbonne',
      'Le Grand Narbonne',
      "Communauté d'agglomération du Grand Narbonne",
      "Le Grand Narbonne Communauté d'Agglomération",
    ],
  ],
])('%s is recognised however it is typed', (official, spellings) => {
  for (const spelling of spellings)
    expect(intercommunalityKey(spelling)).toBe(intercommunalityKey(official))
})

test('a land is not the intercommunality of the same name', () => {
  expect(intercommunalityKey('Montagne Noire')).not.toBe(
    intercommunalityKey('CC de la Montagne Noire'),
  )
})
