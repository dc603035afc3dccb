import { describe, expect, test } from 'vitest'
import { parseFilter } from '../../../src/consultations/filter.ts'
import { FluxPage } from '../../../views/consultations/subscription-page.tsx'
import { renderPage } from '../../../views/layout/render-page.ts'
import { UnknownFilterPage } from '../../../views/http/unknown-filter-page.tsx'
import { sourceErrorSentence } from '../../../views/words/source-errors.ts'
import { pageText } from '../../support/page-text.ts'
import { noLabels, sampleFacets, sampleFrame } from '../../support/samples.ts'

describe('the feed builder', () => {
  test('leaves the deadline and the sort out of the address, and says so', () => {
    const html = renderPage(
      <FluxPage
        frame={sampleFrame}
        filter={{ trade: 'electricite', closingWithin: 14, sort: 'publication' }}
        labels={noLabels}
        facets={sampleFacets}
        preview={[]}
      />,
    )
    expect(html).toContain('value="https://guichet.example/consultations.rss?metier=electricite"')
    expect(pageText(html)).toContain(
      'L’abonnement ne retient pas l’échéance : vous recevrez chaque consultation dès sa parution.',
    )
  })
})

describe('a question that cannot be asked', () => {
  test('is answered with the values that can, as links', () => {
    const html = wrong('type=trucs')
    expect(pageText(html)).toContain('Type : « trucs » n’est pas une valeur possible')
    expect(html).toContain('<a href="/?type=travaux">Travaux</a>')
  })

  test('with an unknown word is answered with the words there are', () => {
    expect(pageText(wrong('couleur=rouge'))).toContain('Critère inconnu : « couleur »')
  })

  test('says that a word does not belong where it stands', () => {
    const problems = [{ word: 'lots', given: '', allowed: [{ value: 'metier' }] }]
    const page = <UnknownFilterPage frame={sampleFrame} problems={problems} page="/attributions" />
    expect(pageText(renderPage(page))).toContain('Le critère « Lots » ne se demande pas ici')
  })
})

describe('the trouble of a source', () => {
  test('is told in plain words', () => {
    expect(sourceErrorSentence('html', null)).toBe(
      'Le site a répondu par une page ordinaire au lieu d’un flux.',
    )
    expect(sourceErrorSentence('http-status', '503')).toBe(
      'Le site a répondu par une erreur (code 503).',
    )
    expect(sourceErrorSentence('malformed', '12:7')).toBe(
      'Le document reçu est abîmé et n’a pas pu être lu (ligne 12, colonne 7).',
    )
    expect(sourceErrorSentence('new-trouble', null)).toBe('La lecture a échoué (new-trouble).')
  })
})

function wrong(query: string): string {
  const read = parseFilter(new URLSearchParams(query))
  return renderPage(
    <UnknownFilterPage frame={sampleFrame} problems={read.ok ? [] : read.problems} page="/" />,
  )
}
