/** A consultation as the documentation shows it: a small contract of works. */
export const CONSULTATION_EXAMPLE = {
  title: 'Réfection de la cour de l’école Jean-Jaurès',
  reference: 'MAPA-2026-014',
  category: 'works',
  procedure: 'below-threshold',
  cpv: ['45233251'],
  place: { name: 'Narbonne', code: '11262' },
  amount: { min: 40000, max: 90000 },
  divided: false,
  checks: {
    singleLot: {
      ground: 'no-distinct-services',
      reason: 'Un seul ouvrage, une seule équipe de terrassement.',
    },
  },
  deadline: '2027-01-15T12:00',
  siteVisit: {
    obligation: 'advised',
    dates: ['2026-12-17T14:00'],
    booking: '04 68 00 00 00',
  },
  criteria: [
    { name: 'Prix', weight: 60 },
    { name: 'Valeur technique', weight: 40 },
  ],
  response: {
    kind: 'platform',
    address: 'https://marches.example/consultations/14',
    signature: false,
  },
  contact: { name: 'Service de la commande publique', email: 'marches@narbonne.example' },
}

export const CANCELLATION_EXAMPLE = {
  kind: 'abandoned',
  ground: 'Le projet est redéfini',
}

export const AWARD_EXAMPLE = {
  awards: [
    {
      winners: [
        { name: 'SARL Exemple', siret: '73282932000074', commune: 'Carcassonne', size: 'sme' },
      ],
      amount: 68400.5,
      bids: 4,
      irregularBids: 1,
      smeBids: 3,
      notifiedOn: '2027-02-20',
    },
  ],
}

export const BATCH_EXAMPLE = {
  operations: [
    { operation: 'put', externalId: 'MAPA-2026-014', consultation: CONSULTATION_EXAMPLE },
    { operation: 'cancel', externalId: 'MAPA-2026-009', cancellation: CANCELLATION_EXAMPLE },
  ],
}

export const OCDS_EXAMPLE = {
  uri: 'https://editeur.example/ocds/2026-11-20.json',
  version: '1.1',
  publishedDate: '2026-11-20T08:00:00Z',
  releases: [
    {
      ocid: 'ocds-exemple-2026-014',
      id: '2026-014-tender',
      date: '2026-11-20T08:00:00Z',
      tag: ['tender'],
      initiationType: 'tender',
      tender: {
        id: 'MAPA-2026-014',
        title: 'Réfection de la cour de l’école Jean-Jaurès',
        mainProcurementCategory: 'works',
        procurementMethodDetails: 'Procédure adaptée',
        value: { amount: 140000, currency: 'EUR' },
        tenderPeriod: { startDate: '2026-11-20T08:00:00Z', endDate: '2027-01-15T12:00:00+01:00' },
        lots: [
          { id: '1', title: 'Terrassement' },
          { id: '2', title: 'Plantations' },
        ],
      },
    },
  ],
}
