import { describe, expect, test } from 'vitest'
import { withoutPassingWords } from '../../../src/sources/french/passing-words.ts'

describe('words that pass', () => {
  test.each([
    ['Travaux de voirie. J-5', 'Travaux de voirie. J-4'],
    ['Il reste 12 jours pour répondre', 'Il reste 1 jour pour répondre'],
    ['Consultée 45 fois', 'Consultée 1046 fois'],
    ['Dossier : 3 téléchargements', 'Dossier : 17 téléchargements'],
    ['Publié il y a 2 heures', 'Publié il y a 3 jours'],
    ['Nombre de vues : 8', 'Nombre de vues : 9'],
  ])('%j and %j say the same', (one, other) => {
    expect(withoutPassingWords(one)).toBe(withoutPassingWords(other))
  })

  test.each([
    'Durée du marché : 12 mois, délai d’exécution 45 jours',
    '12 lots, lot 3 : 40 000 €',
    'Date limite : 15/12/2026 à 12h00',
    'Livraison dans un délai de 5 jours',
    'Validité des offres : 120 jours',
  ])('%j is kept', (text) => {
    expect(withoutPassingWords(text)).toBe(text)
  })
})
