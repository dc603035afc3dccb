import type { Moment } from '../../src/consultations/facts.ts'
import type { FeedConsultation, FeedNotice } from '../../src/consultations/shown.ts'

export const NOW = new Date('2026-11-21T08:00:00Z')

/** A moment in winter Paris, one hour ahead of UTC: `winter('2026-12-15T12:00')`. */
export function winter(wall: string, doubt?: Moment['doubt']): Moment {
  const instant = new Date(`${wall}:00+01:00`).toISOString().replace('.000', '')
  return doubt ? { instant, wall, doubt } : { instant, wall }
}

/** The school of Narbonne (users.md 4): twelve lots, of which the sixth is the reader's. */
export function school(changes: Partial<FeedConsultation> = {}): FeedConsultation {
  return {
    id: 42,
    reference: '2026-0042',
    path: '/consultations/2026-0042-renovation-thermique',
    ocid: 'ocds-guichet-2026-0042',
    demonstration: false,
    title: "Rénovation thermique de l'école Jean-Jaurès",
    state: 'open',
    facts: {
      object: "Rénovation thermique de l'école Jean-Jaurès",
      category: 'works',
      procedure: 'adapted',
      place: { kind: 'commune', name: 'Narbonne', code: '11262' },
      lotCount: 12,
      deadline: winter('2026-12-15T12:00'),
      siteVisit: {
        obligation: 'compulsory',
        dates: [winter('2026-12-03T14:00')],
        booking: '04 00 00 00 00',
      },
      duration: '5 mois',
      expectedStart: '2027-03',
      criteria: [
        { name: 'Prix', weight: 60 },
        { name: 'Valeur technique', weight: 40 },
      ],
      qualifications: ['Qualifelec ou équivalent'],
      response: {
        kind: 'platform',
        address: 'https://marchespublics.aude.fr/consultation/1',
        signature: null,
      },
      contact: { name: 'service de la commande publique', phone: '04 00 00 00 00', email: null },
      boampId: '26-00000',
    },
    lots: [
      { number: '5', title: 'Menuiseries' },
      { number: '6', title: 'Électricité', amount: { min: 40_000, max: 90_000 } },
      { number: '7', title: 'Chauffage' },
    ],
    matchingLots: ['6'],
    placeLabel: 'Narbonne',
    buyerName: 'Ville de Narbonne',
    buyerSiret: '21110262700010',
    tradeLabels: ['Électricité, éclairage, solaire, courants faibles'],
    deadline: winter('2026-12-15T12:00'),
    deadlineStage: 'tender',
    daysGiven: 25,
    publishedAt: new Date('2026-11-20T07:00:00Z'),
    source: {
      name: 'BOAMP',
      url: 'https://www.boamp.fr/avis/26-00000',
      readAt: new Date('2026-11-20T09:00:00Z'),
    },
    sequence: 0,
    deadlineMoved: false,
    updatedAt: new Date('2026-11-20T09:00:00Z'),
    ...changes,
  }
}

/** The school's first notice, unless said otherwise. */
export function notice(
  changes: Partial<FeedNotice> = {},
  consultation: Partial<FeedConsultation> = {},
): FeedNotice {
  return {
    id: 7,
    kind: 'tender',
    publishedAt: new Date('2026-11-20T07:00:00Z'),
    recordedAt: new Date('2026-11-20T09:00:00Z'),
    changes: [],
    reason: null,
    superseded: false,
    consultation: school(consultation),
    ...changes,
  }
}
