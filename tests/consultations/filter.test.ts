import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  canonicalQuery,
  forPage,
  forSubscription,
  parseFilter,
} from '../../src/consultations/filter.ts'

function filterOf(query: string) {
  const parsed = parseFilter(new URLSearchParams(query))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.filter
}

describe('the words of an address', () => {
  test('are read in French and written back sorted, defaults left out', () => {
    const query =
      'type=travaux&metier=electricite&lieu=narbonne&rayon=30&montant-max=90000&etat=en-cours&tri=echeance&q='
    expect(canonicalQuery(forPage(filterOf(query)))).toBe(
      '?lieu=narbonne&metier=electricite&montant-max=90000&type=travaux',
    )
  })

  test('are canonical once: writing and reading again changes nothing', () => {
    const word = fc.constantFrom(
      'type=travaux',
      'metier=electricite',
      'lieu=narbonne',
      'rayon=50',
      'montant-min=40000',
      'etat=toutes',
      'lots=allotie',
      'reserve=non',
      'q=école à Narbonne',
      'paru=7',
      'precis=oui',
      'avis=resultats',
      'vue=consultations',
      'echeance=14',
      'visite=aucune',
      'procedure=adaptee',
      'partenaires=oui',
    )
    fc.assert(
      fc.property(fc.uniqueArray(word), (words) => {
        const once = canonicalQuery(filterOf(words.join('&')))
        expect(canonicalQuery(filterOf(once.slice(1)))).toBe(once)
      }),
    )
  })

  test('that are unknown, repeated or wrong are reported with those that would do', () => {
    const parsed = parseFilter(new URLSearchParams('type=chantier&couleur=bleu&etat=a&etat=b'))
    if (parsed.ok) throw new Error('accepted')
    expect(parsed.problems.map((problem) => problem.word)).toEqual([
      'type',
      'couleur',
      'etat',
      'etat',
    ])
    expect(parsed.problems[0]?.allowed).toEqual([
      { value: 'travaux' },
      { value: 'fournitures' },
      { value: 'services' },
    ])
  })

  test('never throw, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseFilter(new URLSearchParams(text))
      }),
    )
  })

  test('lose deadline and sort in a subscription, and nothing else', () => {
    expect(
      canonicalQuery(forSubscription(filterOf('echeance=14&tri=parution&metier=nettoyage'))),
    ).toBe('?metier=nettoyage')
  })
})
