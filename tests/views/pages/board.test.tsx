import { describe, expect, test } from 'vitest'
import type { Board, ListedConsultation } from '../../../src/consultations/shown.ts'
import { BoardPage } from '../../../views/consultations/board-page.tsx'
import { ConsultationCard } from '../../../views/consultations/card.tsx'
import { renderPage } from '../../../views/layout/render-page.ts'
import { pageText } from '../../support/page-text.ts'
import {
  moment,
  noLabels,
  NOW,
  sampleBoard,
  sampleFrame,
  sampleListed,
} from '../../support/samples.ts'

const few = (count: number) => ({ count, more: false })

describe('a card', () => {
  test('says deadline, object, matching lot, buyer and place, amount and procedure, visit', () => {
    expect(card({})).toBe(
      'À remettre avant le mardi 15 décembre à 12 h 00 dans 24 jours ' +
        'Rénovation thermique de l’école Jean-Jaurès Nouveau ' +
        'Lot 6 – Électricité, courants forts et faibles (12 lots) ' +
        'Ville de Narbonne · travaux à Narbonne ' +
        '40 000 à 90 000 € HT (lot) · procédure adaptée ' +
        'Visite obligatoire le jeudi 3 décembre',
    )
  })

  test('names two matching lots at most and counts the others', () => {
    const matchingLots = ['1', '2', '3', '4', '5'].map((number) => ({ number, title: 'Peinture' }))
    expect(card({ matchingLots })).toContain(
      'Lot 1 – Peinture · Lot 2 – Peinture et 3 autres lots (12 lots)',
    )
  })

  test('counts in hours and says so on the last day', () => {
    const text = card({ deadline: moment('2026-11-22T12:00'), tag: 'last-day', isNew: false })
    expect(text).toContain('dans 17 heures')
    expect(text).toContain('Dernier jour')
  })

  test('shows the unknown as unknown', () => {
    const text = card({
      amount: null,
      deadline: null,
      place: { label: 'Narbonne', kind: 'commune', basis: 'buyer' },
      tradeBasis: null,
      unknowns: ['trade', 'place'],
    })
    expect(text).toContain('Date limite non communiquée')
    expect(text).toContain('lieu non précisé (territoire de l’acheteur)')
    expect(text).toContain('montant non communiqué')
    expect(text).toContain('métier non déterminé')
  })

  test('says how a trade was found when it was not chosen', () => {
    expect(card({ tradeBasis: 'words' })).toContain('métier déduit de l’objet')
    expect(card({ tradeBasis: 'building-works' })).toContain('lots à vérifier dans le dossier')
  })

  test('warns that a doubtful deadline must be checked, and that a reserved contract is reserved', () => {
    const text = card({
      deadline: moment('2026-12-15T12:00', 'sources-disagree'),
      reserved: 'integration',
    })
    expect(text).toContain('à vérifier sur le profil d’acheteur')
    expect(text).toContain('Réservé : insertion')
  })

  test('speaks of a candidacy where that is what is awaited', () => {
    expect(card({ deadlineStage: 'candidacy' })).toMatch(/^Candidature avant le mardi/)
  })

  test.each([
    ['ended', 'Remise des offres terminée'],
    ['withdrawn', 'Avis annulé'],
    ['abandoned', 'Déclarée sans suite'],
    ['unsuccessful', 'Infructueuse'],
    ['awarded', 'Attribuée'],
    ['planned', 'À venir'],
  ] as const)('of a consultation that is %s asks for no bid', (state, words) => {
    const text = card({ state, isNew: false })
    expect(text).toContain(words)
    expect(text).not.toContain('À remettre')
  })

  test('shows hostile words as words', () => {
    const html = <ConsultationCard consultation={hostile} now={NOW} />
    expect(html.toString()).not.toContain('<script')
    expect(html.toString()).toContain('&lt;script&gt;')
  })
})

describe('the board', () => {
  test('is a whole document in French with a feed of its own filter', () => {
    const html = board({ filter: { trade: 'electricite', closingWithin: 14, sort: 'publication' } })
    expect(html).toMatch(/^<!doctype html>\n<html lang="fr">/)
    expect(html).toContain('href="/consultations.rss?metier=electricite"')
    expect(html).not.toContain('consultations.rss?echeance')
  })

  test('says how many are open, of how many buyers, and when it was last read', () => {
    expect(pageText(board({}))).toContain(
      '42 consultations en cours de 17 acheteurs – mis à jour le samedi 21 novembre 2026 à 18 h 12',
    )
  })

  test('counts what is not known to match apart, with a way to hide it', () => {
    const html = board({ filter: { trade: 'nettoyage' }, total: few(12), unknowns: few(3) })
    expect(pageText(html)).toContain('9 consultations + 3 non précisées (masquer)')
    expect(html).toContain('href="/?metier=nettoyage&amp;precis=oui"')
  })

  test('never counts further than it has to', () => {
    const html = board({ total: { count: 10_000, more: true } })
    expect(pageText(html)).toContain('plus de 10 000 consultations')
  })

  test('lists what is asked, each with a link that no longer asks it', () => {
    const html = board(
      { filter: { category: 'works', place: 'narbonne', radius: 50 } },
      { trade: null, place: 'Narbonne', buyer: null },
    )
    expect(pageText(html)).toContain('Retirer : Narbonne et 50 km autour')
    expect(html).toContain('href="/?type=travaux"')
    expect(html).toContain('href="/?lieu=narbonne&amp;rayon=50"')
  })

  test('with nothing left names each filter to drop and what that gives', () => {
    const html = board({
      filter: { category: 'works', place: 'narbonne' },
      items: [],
      total: few(0),
      without: [{ word: 'category', count: few(8) }],
    })
    expect(pageText(html)).toContain('Sans le critère Travaux : 8 consultations')
    expect(html).toContain('href="/?lieu=narbonne"')
    expect(pageText(html)).toContain('S’abonner quand même')
  })

  test('says what will appear before the first consultation', () => {
    const html = board({ items: [], total: few(0), openCount: few(0), updatedAt: null })
    expect(pageText(html)).toContain('Ici paraîtront les consultations')
    expect(pageText(html)).toContain('aucune source lue pour l’instant')
  })

  test('proposes the trade that the words name, unless it is asked already', () => {
    const proposedTrade = { slug: 'electricite', label: 'Électricité' }
    const html = board({ filter: { q: 'électricien' }, proposedTrade })
    expect(pageText(html)).toContain('Voir le métier Électricité ?')
    expect(html).toContain('href="/?metier=electricite"')
    const asked = board({ filter: { q: 'électricien', trade: 'electricite' }, proposedTrade })
    expect(pageText(asked)).not.toContain('Voir le métier')
  })

  test('says which source has been silent and since when', () => {
    const since = new Date('2026-11-20T15:00:00Z')
    const html = board({ silentSources: [{ name: 'marches.example', since }] })
    expect(pageText(html)).toContain(
      'La source marches.example n’a pas répondu depuis le vendredi 20 novembre 2026 à 16 h 00',
    )
  })

  test('keeps choices that give nothing and adds up the formal procedures', () => {
    const text = pageText(board({}))
    expect(text).toContain('Gros œuvre (0)')
    expect(text).toContain('Fournitures (0)')
    expect(text).toContain('Procédure formalisée (7)')
  })

  test('goes on by key, with the filter kept', () => {
    const html = board({ filter: { category: 'works' }, next: 'k2', previous: 'k0' })
    expect(html).toContain('href="/?apres=k2&amp;type=travaux"')
    expect(html).toContain('href="/?avant=k0&amp;type=travaux"')
  })

  test('keeps in the form an amount that is no preset', () => {
    expect(board({ filter: { amountMax: 123_000 } })).toContain('value="123000" selected')
  })
})

const hostile = sampleListed({ title: '<script>alert(1)</script>', path: '/consultations/x' })

function card(changes: Partial<ListedConsultation>): string {
  const html = <ConsultationCard consultation={sampleListed(changes)} now={NOW} />
  return pageText(html.toString()).trim()
}

function board(changes: Partial<Board>, labels = noLabels): string {
  return renderPage(
    <BoardPage
      frame={sampleFrame}
      board={sampleBoard(changes)}
      labels={labels}
      cursor={null}
      now={NOW}
    />,
  )
}
