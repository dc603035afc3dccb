import { expect, test } from 'vitest'
import { inSentence } from '../../views/words/names.ts'

test.each([
  ['Ville de Narbonne', 'la Ville de Narbonne'],
  ['Département de l’Aude', 'le Département de l’Aude'],
  ['Carcassonne Agglo', 'Carcassonne Agglo'],
  ['Le Grand Narbonne', 'Le Grand Narbonne'],
])('%s is %s inside a sentence', (name, told) => {
  expect(inSentence(name)).toBe(told)
})
