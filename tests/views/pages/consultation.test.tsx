import { describe, expect, test } from 'vitest'
import type { ConsultationPage } from '../../../src/consultations/shown.ts'
import { ConsultationPageView } from '../../../views/consultations/consultation-page.tsx'
import { renderPage } from '../../../views/layout/render-page.ts'
import { pageText } from '../../support/page-text.ts'
import { moment, NOW, sampleFrame, sampleListed, samplePage } from '../../support/samples.ts'

describe('a consultation’s page', () => {
  test('has its parts in the order that firms read them', () => {
    const text = page({})
    const parts = [
      'À remettre avant le',
      'Comment répondre',
      'L’essentiel',
      'Ce qu’il faut préparer',
      'Critères de choix',
      'Contact',
      'Historique',
      'Références et sources',
      'Seuls l’avis et le dossier publiés par l’acheteur font foi.',
    ]
    const places = parts.map((part) => text.indexOf(part))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('says the deadline whole, what is left, since when it is that, what was given, and offers it for the calendar', () => {
    expect(page({})).toContain(
      'mardi 15 décembre 2026 à 12 h 00 heure de Paris · dans 24 jours ' +
        'Date reportée le samedi 21 novembre 2026 à 10 h 00 ; auparavant le mardi 8 décembre 2026 à 12 h 00. ' +
        'Ce qui a changé 25 jours pour répondre',
    )
    expect(html({})).toContain(`href="${samplePage().listed.path}.ics"`)
  })

  test('puts the official address first and names its host', () => {
    expect(page({})).toContain('Consulter et répondre sur marchespublics.aude.fr')
  })

  test('links to no address that is not of the web', () => {
    const response = { kind: 'platform' as const, address: 'javascript:alert(1)', signature: null }
    const result = html({
      facts: { response, documentsUrl: 'data:text/html,x' },
      sources: [],
    })
    expect(result).not.toContain('href="javascript:')
    expect(result).not.toContain('href="data:text')
  })

  test('tells what changed before and after, in words and in marks', () => {
    const result = html({})
    expect(result).toMatch(/auparavant <del>mardi 8 décembre 2026/)
    expect(result).toMatch(/désormais <ins>mardi 15 décembre 2026/)
    expect(page({})).toContain('Lot 6, montant estimé : non communiqué auparavant')
    expect(page({})).toContain('Motif donné : visite supplémentaire')
  })

  test('shows the words that a date was read in', () => {
    expect(page({})).toContain('Date limite de remise des offres : 15/12/2026 à 12h00')
  })

  test('shows the unknown as unknown', () => {
    const text = page({
      facts: {},
      lots: [],
      listed: sampleListed({ place: null, amount: null, lotCount: null, deadline: null }),
      daysGiven: null,
    })
    expect(text).toContain('Date limite non communiquée : voir le dossier')
    expect(text).toContain('montant non communiqué')
    expect(text).toContain('Lots non communiqués : voir le dossier')
    expect(text).toContain('lieu non précisé')
  })

  test('says when a contract has no lots', () => {
    expect(page({ facts: { divided: false }, lots: [] })).toContain(
      'Marché non alloti (marché unique).',
    )
  })

  test('sends a doubtful deadline back to the buyer’s platform', () => {
    const deadline = moment('2026-12-15T12:00', 'sources-disagree')
    expect(page({ listed: sampleListed({ deadline }) })).toContain(
      'à vérifier sur le profil d’acheteur',
    )
  })

  test('names every buyer of a group and its coordinator', () => {
    expect(page({})).toContain('Ville de Narbonne, coordonnateur Grand Narbonne')
  })

  test('keeps three outcomes apart when lots end differently', () => {
    const outcome = {
      winners: [{ name: 'SARL Exemple', siret: null, commune: 'Lézignan-Corbières' }],
      amount: 68_400,
      bids: 4,
      irregularBids: null,
      notifiedOn: '2026-11-02',
      ground: null,
    }
    const none = { ...outcome, winners: [], amount: null, bids: null, notifiedOn: null }
    const text = page({
      listed: sampleListed({ state: 'awarded' }),
      lots: [
        { number: '1', title: 'Voirie', outcome: { ...outcome, kind: 'awarded' } },
        { number: '2', title: 'Réseaux', outcome: { ...outcome, kind: 'awarded' } },
        { number: '3', title: 'Plantations', outcome: { ...none, kind: 'abandoned' } },
      ],
    })
    expect(text).toContain('Lot 1 – Voirie : SARL Exemple (Lézignan-Corbières), 68 400 € HT')
    expect(text).toContain('notifié le 02/11/2026')
    expect(text).toContain('Lot 3 – Plantations : sans suite')
  })

  test('once withdrawn says so, with the reason, and asks for no bid any more', () => {
    const text = page({
      listed: sampleListed({ state: 'withdrawn', tag: 'withdrawn' }),
      facts: { ...samplePage().facts, statusReason: 'erreur de publication' },
    })
    expect(text).toContain('Avis annulé par l’acheteur')
    expect(text).toContain('Motif donné : Erreur de publication')
    expect(text).not.toContain('Consulter et répondre')
    expect(text).not.toContain('Ajouter à mon agenda')
  })

  test('leads to the consultation that starts it again', () => {
    const renewedBy = { path: '/consultations/2026-0050-x', title: 'Rénovation, relance' }
    expect(html({ renewedBy })).toContain('href="/consultations/2026-0050-x"')
  })

  test('shows hostile words as words', () => {
    const result = html({ facts: { object: '<img src=x onerror=alert(1)>' } })
    expect(result).not.toContain('<img')
  })
})

function html(changes: Partial<ConsultationPage>): string {
  return renderPage(
    <ConsultationPageView
      frame={sampleFrame}
      announced={[]}
      page={samplePage(changes)}
      asked={null}
      now={NOW}
    />,
  )
}

function page(changes: Partial<ConsultationPage>): string {
  return pageText(html(changes))
}
