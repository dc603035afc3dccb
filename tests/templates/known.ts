import type { TemplateFacts } from '../../src/templates/template-facts.ts'
import { BLOCK_KEYS, type TemplateTexts } from '../../src/templates/blocks.ts'
import { checked } from '../../views/office/blank.ts'
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

/** A consultation of which nearly everything is known, with much of it. */
export const MUCH: TemplateFacts = {
  ...KNOWN,
  facts: {
    ...KNOWN.facts,
    description: 'Dépose de la couverture.\nReprise de la charpente, repose en tuiles neuves.',
    buyers: [
      { name: 'Ville de Narbonne', siret: '21110262900014', coordinator: true },
      { name: 'Communauté d’agglomération du Grand Narbonne', siret: null, coordinator: false },
    ],
    lots: Array.from({ length: 14 }, (_, index) => ({
      number: String(index + 1),
      title: `Lot dont le nom est assez long pour tenir sur deux lignes, partie ${index + 1}`,
    })),
    criteria: ['Prix', 'Valeur technique', 'Délai du chantier', 'Gestion des déchets'].map(
      (name) => ({ name, weight: 25 }),
    ),
    requiredDocuments: [
      ...Array.from(
        { length: 14 },
        (_, index) => `Pièce particulière demandée par le maître d’œuvre, numéro ${index + 1}`,
      ),
      'Attestation Urssaf',
      'Extrait Kbis',
    ],
    qualifications: ['Qualibat 3111 ou équivalent'],
    minimumTurnover: 80_000,
    samples: 'une tuile canal vieillie',
    variants: 'required',
    reserved: 'integration',
    contractForm: 'framework-orders',
    socialClauses: 'Au moins 70 heures d’insertion.',
    environmentalClauses: 'Tri des déchets en cinq flux.',
    advance: '10 %, sans garantie',
    grouping: 'Un groupement conjoint est accepté',
    expectedStart: 'vacances de février 2027',
    documentsUrl: 'https://marches.example/consultations/2026-T-014/dossier-de-consultation',
  },
}

/** As the steering committee adopted it: nothing is left to be checked. */
export const VERSION = {
  number: 2,
  adoptedOn: '2026-10-05',
  ...FIRST_VERSION,
  texts: Object.fromEntries(
    BLOCK_KEYS.map((key) => [key, checked(FIRST_VERSION.texts[key])]),
  ) as TemplateTexts,
}
