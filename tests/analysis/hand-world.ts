import type { PlainConsultation, PlainContract, World } from './world.ts'

const CONTRACT: PlainContract = {
  key: '',
  buyer: 'ville',
  buyerNumber: '21110069800011',
  counted: true,
  year: 2026,
  nature: 'contract',
  category: 'works',
  procedure: 'adapted',
  amount: null,
  notifiedOn: '2026-05-17',
  publishedOn: null,
  bids: null,
  smeBids: null,
  irregularBids: null,
  advance: null,
  advanceRate: null,
  subcontracting: null,
  social: null,
  environmental: null,
  consultation: null,
  lotNumber: null,
  suppliers: [],
}

const CONSULTATION: PlainConsultation = {
  key: 0,
  buyer: 'ville',
  status: 'active',
  category: 'works',
  procedure: 'adapted',
  published: '2026-11-20T23:30:00Z',
  deadline: '2026-12-11T11:00:00Z',
  min: 100_000,
  max: 200_000,
  compulsoryVisit: false,
  divided: null,
  ground: null,
  lotCount: null,
  lots: [],
  reason: null,
  renews: null,
  corrections: [],
  pieces: null,
  paymentDays: null,
  modelOf: null,
}

function held(siren: string, sizeSaid: 'sme' | 'large' | null = null) {
  return { siret: `${siren}00011`, siren, sizeSaid }
}

/** A small world whose figures can be reckoned by hand. */
export const HAND_WORLD: World = {
  firms: [
    // A subsidiary: the register knows of its group.
    { siren: '100000001', size: 'large', seat: '10000000100011' },
    { siren: '100000002', size: 'micro', seat: '10000000200011' },
  ],
  establishments: [
    { siret: '10000000100011', departement: '75', region: '11' },
    { siret: '10000000200011', departement: '11', region: '76' },
  ],
  contracts: [
    // A group of two: the amount is its lead's.
    {
      ...CONTRACT,
      key: 'a',
      amount: 100_000,
      suppliers: [held('100000002'), held('100000001', 'sme')],
    },
    { ...CONTRACT, key: 'b', amount: 50_000_000, suppliers: [held('100000001', 'sme')] },
    // In no register: what the buyer says counts, and nobody knows the place.
    { ...CONTRACT, key: 'c', amount: 30_000, bids: 1, suppliers: [held('100000003', 'sme')] },
    { ...CONTRACT, key: 'd', amount: 30_000, bids: 4, suppliers: [held('100000004')] },
    // Left out: a call-off, a concession, one without a date, one taken back.
    { ...CONTRACT, key: 'e', nature: 'call-off', suppliers: [held('100000002')] },
    { ...CONTRACT, key: 'f', nature: 'works-concession', suppliers: [held('100000002')] },
    { ...CONTRACT, key: 'g', year: null, notifiedOn: null },
    { ...CONTRACT, key: 'h', counted: false, amount: 9 },
  ],
  consultations: [
    // Seen in Paris on 21 November: 20 days to 11 December, one under the floor.
    CONSULTATION,
    // A compulsory visit adds 7 days to 21: 28 days are enough.
    { ...CONSULTATION, key: 1, compulsoryVisit: true, deadline: '2026-12-19T11:00:00Z' },
    // No deadline.
    { ...CONSULTATION, key: 2, deadline: null, status: 'unsuccessful', reason: 'aucune offre' },
  ],
  sessions: [],
  mediations: [],
  modelFrom: null,
  modelUses: [],
}
