import type { TemplateFacts } from '../../src/templates/template-facts.ts'
import { FIRST_VERSION } from '../../views/templates/first-version.ts'

/** A small contract of works of which most is known. */
export const KNOWN: TemplateFacts = {
  buyer: { name: 'Ville de Narbonne', siret: '21110262900014' },
  facts: {
    object: 'Réfection de la toiture de l’école Jean-Jaurès',
    reference: '2026-T-014',
    category: 'works',
    procedure: 'below-threshold',
    place: { kind: 'commune', name: 'Narbonne', code: '11262' },
    amount: { min: 40_000, max: 90_000 },
    deadline: { wall: '2026-12-15T12:00', instant: '2026-12-15T11:00:00Z' },
    siteVisit: {
      obligation: 'compulsory',
      dates: [{ wall: '2026-12-03T14:00', instant: '2026-12-03T13:00:00Z' }],
      booking: '04 68 00 00 00',
    },
    lots: [
      { number: '1', title: 'Couverture, zinguerie' },
      { number: '2', title: 'Électricité' },
    ],
    criteria: [
      { name: 'Prix', weight: 60 },
      { name: 'Valeur technique', weight: 40 },
    ],
    duration: '4 mois',
    response: { kind: 'platform', address: 'https://marches.example/42', signature: false },
    contact: {
      name: 'Service de la commande publique',
      phone: '04 68 00 00 00',
      email: 'marches@narbonne.example',
    },
  },
}

export const VERSION = { number: 2, adoptedOn: '2026-10-05', ...FIRST_VERSION }
