import fc from 'fast-check'
import { agents } from '../../src/auth/schema.ts'
import type { Procedure } from '../../src/consultations/facts.ts'
import { consultations, lots, notices } from '../../src/consultations/schema.ts'
import { contracts, contractSuppliers } from '../../src/contracts/schema.ts'
import type { Tx } from '../../src/db/db.ts'
import { insertRows } from '../../src/db/insert-rows.ts'
import { establishments, firms } from '../../src/firms/schema.ts'
import { buyers, partners } from '../../src/partners/schema.ts'
import { drafts, keptReasons } from '../../src/posting/schema.ts'
import { requests } from '../../src/requests/schema.ts'
import { seedRules } from '../../src/rules/load-rules.ts'
import { templateUses, templateVersions } from '../../src/templates/schema.ts'
import { type SessionFigures, sessions, trainings } from '../../src/trainings/schema.ts'

/** All that the figures of a year rest on, as plain values. */
export interface World {
  firms: {
    siren: string
    size: 'micro' | 'sme' | 'mid-size' | 'large' | null
    seat: string | null
  }[]
  establishments: { siret: string; departement: string | null; region: string | null }[]
  contracts: PlainContract[]
  consultations: PlainConsultation[]
  sessions: { state: 'held' | 'cancelled'; figures: SessionFigures }[]
  mediations: PlainRequest[]
  /** First day on which a version of the shared model is in force; null: none is. */
  modelFrom: string | null
  /** Beside those of consultations. */
  modelUses: PlainUse[]
}

export interface PlainRequest {
  kind: 'mediation' | 'question'
  asked: string
  /** Null: it is open. */
  ended: string | null
  outcome: 'agreement' | 'partial' | 'none' | 'withdrawn'
}

export interface PlainUse {
  at: string
  kind: 'documents' | 'declaration'
  isPartner: boolean
  isConfirmed: boolean
}

export interface PlainContract {
  key: string
  buyer: string | null
  /** SIRET as read, where the buyer is in no directory; null: unreadable. */
  buyerNumber: string | null
  counted: boolean
  year: number | null
  nature: 'contract' | 'framework' | 'call-off' | 'works-concession'
  category: 'works' | 'supplies' | 'services' | null
  procedure: 'adapted' | 'open' | 'without-competition' | null
  amount: number | null
  notifiedOn: string | null
  publishedOn: string | null
  bids: number | null
  smeBids: number | null
  irregularBids: number | null
  advance: boolean | null
  advanceRate: number | null
  subcontracting: boolean | null
  social: boolean | null
  environmental: boolean | null
  consultation: number | null
  lotNumber: string | null
  suppliers: {
    siret: string | null
    siren: string | null
    sizeSaid: 'micro' | 'sme' | 'mid-size' | 'large' | null
  }[]
}

export interface PlainConsultation {
  key: number
  buyer: string | null
  status: 'planned' | 'active' | 'withdrawn' | 'abandoned' | 'unsuccessful' | 'awarded'
  category: 'works' | 'supplies' | 'services' | null
  procedure: Procedure | null
  published: string
  deadline: string | null
  min: number | null
  max: number | null
  compulsoryVisit: boolean | null
  divided: boolean | null
  ground: 'no-distinct-services' | 'harder-or-dearer' | null
  lotCount: number | null
  lots: { number: string | null; outcome: 'awarded' | 'unsuccessful' | 'abandoned' | null }[]
  reason: string | null
  renews: number | null
  corrections: ('moves-deadline' | 'finds-deadline' | 'other')[]
  pieces: number | null
  paymentDays: number | null
  /** What documents were made of with the shared model: itself, its draft, one that was joined into it. */
  modelOf: 'itself' | 'draft' | 'joined' | null
}

/**
 * Two councils that sign in 2026, one that joins in 2027, one that leaves in 2026, a chamber that signs without being
 * counted, and a buyer that is no partner.
 */
const BUYERS = [
  { slug: 'ville', kind: 'commune', since: '2026-03-02', until: null },
  { slug: 'conseil', kind: 'departement', since: '2026-06-30', until: null },
  { slug: 'agglo', kind: 'intercommunality', since: '2027-01-01', until: null },
  { slug: 'parti', kind: 'commune', since: '2026-01-10', until: '2026-02-01' },
  { slug: 'chambre', kind: 'chamber', since: '2026-03-02', until: null },
  { slug: 'autre', kind: null, since: null, until: null },
] as const

const SLUGS = BUYERS.map(({ slug }) => slug)
const SIRENS = [
  '100000001',
  '100000002',
  '100000003',
  '100000004',
  '100000005',
  '100000006',
  '100000007',
]
const SIRETS = SIRENS.flatMap((siren) => [`${siren}00011`, `${siren}00029`])
const SIZES = ['micro', 'sme', 'mid-size', 'large', null] as const
/** Ties, ends of bands, one euro, and amounts above the cap. */
const AMOUNTS = [
  null,
  1,
  39_999.99,
  40_000,
  40_000,
  89_999.99,
  90_000,
  200_000,
  999_999.99,
  1_000_000,
  5_000_000,
  20_000_000,
  20_000_000.01,
  100_000_000_000,
]

const maybe = fc.constantFrom(true, false, null)
const category = fc.constantFrom('works' as const, 'supplies' as const, 'services' as const, null)

/** Days of a year, its last hours in Paris and the first ones of the next among them. */
function instantIn(years: number[]) {
  return fc
    .tuple(
      fc.constantFrom(...years),
      fc.integer({ min: 0, max: 365 }),
      fc.constantFrom(0, 9, 22, 23),
    )
    .map(([year, day, hour]) => new Date(Date.UTC(year, 0, 1 + day, hour, 30)).toISOString())
}

function contractIn(index: number): fc.Arbitrary<PlainContract> {
  return fc
    .record({
      buyer: fc.constantFrom(...SLUGS, 'ville', 'conseil', null),
      buyerNumber: fc.constantFrom('13000000000015', null),
      counted: fc.constantFrom(true, true, true, false),
      year: fc.constantFrom(2026, 2026, 2026, 2026, 2027, 2025, 2024, 2023, 2022, null),
      nature: fc.constantFrom(
        'contract' as const,
        'contract' as const,
        'framework' as const,
        'call-off' as const,
        'works-concession' as const,
      ),
      category,
      procedure: fc.constantFrom(
        'adapted' as const,
        'open' as const,
        'without-competition' as const,
        null,
      ),
      amount: fc.constantFrom(...AMOUNTS),
      bids: fc.constantFrom(null, 0, 1, 1, 2, 3, 7, 40),
      smeBids: fc.constantFrom(null, 0, 1, 2, 9),
      irregularBids: fc.constantFrom(null, 0, 1, 9),
      advance: maybe,
      advanceRate: fc.constantFrom(null, 0.05, 0.1, 0.075, 0.3, 1),
      subcontracting: maybe,
      social: maybe,
      environmental: maybe,
      consultation: fc.constantFrom(0, 1, null),
      lotNumber: fc.constantFrom(null, null, '1'),
      publishedAfter: fc.constantFrom(null, -3, 0, 10, 61, 62, 200),
      suppliers: fc.uniqueArray(
        fc.record({
          siret: fc.constantFrom(...SIRETS, null),
          sizeSaid: fc.constantFrom(...SIZES),
        }),
        { maxLength: 3, selector: ({ siret }) => siret },
      ),
    })
    .map(({ publishedAfter, ...contract }) => {
      const notifiedOn = contract.year === null ? null : `${contract.year}-05-17`
      return {
        ...contract,
        key: `clé ${index}`,
        buyerNumber: contract.buyer === null ? contract.buyerNumber : '21110069800011',
        notifiedOn,
        publishedOn:
          notifiedOn === null || publishedAfter === null
            ? null
            : new Date(Date.parse(notifiedOn) + publishedAfter * 86_400_000)
                .toISOString()
                .slice(0, 10),
        suppliers: contract.suppliers.map((supplier) => ({
          ...supplier,
          siren: supplier.siret?.slice(0, 9) ?? null,
        })),
      }
    })
}

function consultationIn(key: number): fc.Arbitrary<PlainConsultation> {
  return fc
    .record({
      buyer: fc.constantFrom(...SLUGS, 'ville', 'conseil', null),
      status: fc.constantFrom(
        'planned' as const,
        'active' as const,
        'withdrawn' as const,
        'abandoned' as const,
        'unsuccessful' as const,
        'awarded' as const,
      ),
      category,
      procedure: fc.constantFrom(
        'below-threshold' as const,
        'adapted' as const,
        'adapted' as const,
        'open' as const,
        null,
      ),
      published: instantIn([2025, 2026, 2026, 2026]),
      given: fc.constantFrom(null, -5, 0, 0.2, 9, 10, 14, 15, 21, 22, 28, 35, 60),
      ends: fc
        .tuple(
          fc.constantFrom(null, 0, 39_999, 40_000, 90_000, 1_000_000),
          fc.constantFrom(null, 40_000, 90_000, 200_000, 1_000_000, 6_000_000),
        )
        .map(([min, max]) => (min !== null && max !== null && min > max ? [max, min] : [min, max])),
      compulsoryVisit: maybe,
      divided: maybe,
      ground: fc.constantFrom('no-distinct-services' as const, 'harder-or-dearer' as const, null),
      lotCount: fc.constantFrom(null, 2, 5),
      lots: fc.array(
        fc.record({
          number: fc.constantFrom('1', null),
          outcome: fc.constantFrom(
            'awarded' as const,
            'unsuccessful' as const,
            'abandoned' as const,
            null,
          ),
        }),
        { maxLength: 4 },
      ),
      reason: fc.constantFrom(null, '', ' ', 'besoin disparu'),
      renews: key === 0 ? fc.constant(null) : fc.constantFrom(null, key - 1),
      corrections: fc.array(
        fc.constantFrom('moves-deadline' as const, 'finds-deadline' as const, 'other' as const),
        { maxLength: 2 },
      ),
      pieces: fc.constantFrom(null, 0, 3, 8),
      paymentDays: fc.constantFrom(null, 30, 50),
      modelOf: fc.constantFrom(null, null, 'itself' as const, 'draft' as const, 'joined' as const),
    })
    .map(({ given, ends: [min = null, max = null], ...consultation }) => ({
      ...consultation,
      key,
      min,
      max,
      deadline:
        given === null
          ? null
          : new Date(Date.parse(consultation.published) + given * 86_400_000).toISOString(),
    }))
}

const sessionFigures: fc.Arbitrary<SessionFigures> = fc.record({
  registered: fc.nat(20),
  present: fc.constantFrom(null, 0, 7),
  firms: fc.nat(9),
  trades: fc.constant({}),
  newcomers: fc.nat(5),
  hot: fc.constant([0, 0, 0, 0] as [number, number, number, number]),
  ready: fc.constant(0),
  cold: fc.nat(4),
  since: fc.record({ people: fc.nat(4), answers: fc.nat(4), won: fc.nat(2) }),
})

const plainRequest: fc.Arbitrary<PlainRequest> = fc
  .record({
    kind: fc.constantFrom('mediation' as const, 'mediation' as const, 'question' as const),
    asked: instantIn([2025, 2026, 2026, 2026]),
    lasted: fc.constantFrom(null, null, 0, 0.2, 3, 3, 17.6, 40),
    outcome: fc.constantFrom(
      'agreement' as const,
      'partial' as const,
      'none' as const,
      'withdrawn' as const,
    ),
  })
  .map(({ lasted, ...request }) => ({
    ...request,
    ended:
      lasted === null
        ? null
        : new Date(Date.parse(request.asked) + lasted * 86_400_000).toISOString(),
  }))

const plainUse: fc.Arbitrary<PlainUse> = fc.record({
  at: instantIn([2025, 2026, 2026]),
  kind: fc.constantFrom('documents' as const, 'declaration' as const),
  isPartner: fc.boolean(),
  isConfirmed: fc.boolean(),
})

/** Small worlds full of ties, gaps and dirt. */
export const worlds: fc.Arbitrary<World> = fc.tuple(fc.nat(45), fc.nat(14)).chain(([many, few]) =>
  fc.record({
    firms: fc.tuple(
      ...SIRENS.slice(1).map((siren) =>
        fc.record({
          siren: fc.constant(siren),
          size: fc.constantFrom(...SIZES),
          seat: fc.constantFrom(`${siren}00011`, null),
        }),
      ),
    ),
    establishments: fc.tuple(
      ...SIRETS.slice(3).map((siret) =>
        fc
          .constantFrom(['11', '76'], ['34', '76'], ['75', '11'], ['987', null], [null, null])
          .map(([departement = null, region = null]) => ({ siret, departement, region })),
      ),
    ),
    contracts: fc.tuple(...Array.from({ length: many }, (_, index) => contractIn(index))),
    consultations: fc.tuple(...Array.from({ length: few + 2 }, (_, key) => consultationIn(key))),
    sessions: fc.array(
      fc.record({
        state: fc.constantFrom('held' as const, 'cancelled' as const),
        figures: sessionFigures,
      }),
      { maxLength: 4 },
    ),
    mediations: fc.array(plainRequest, { maxLength: 14 }),
    modelFrom: fc.constantFrom('2025-10-01', '2025-10-01', '2026-06-15', null),
    modelUses: fc.array(plainUse, { maxLength: 5 }),
  }),
)

/** Writes a world into an empty database. */
export async function storeWorld(tx: Tx, world: World): Promise<void> {
  const now = new Date('2027-04-01T08:00:00Z')
  await seedRules(tx)
  await storeBuyers(tx)
  const source = { source: 'sirene' as const, readAt: now }
  await insertRows(
    tx,
    firms,
    world.firms.map((firm) => ({ ...firm, ...source })),
  )
  await insertRows(
    tx,
    establishments,
    world.establishments.map((each) => ({ ...each, siren: each.siret.slice(0, 9), ...source })),
  )
  await storeConsultations(tx, world, now)
  await insertRows(
    tx,
    contracts,
    world.contracts.map(({ counted, buyer, buyerNumber, consultation, ...contract }, index) => ({
      ...contract,
      id: index + 1,
      number: `${index}`,
      buyerId: idOf(buyer),
      buyerSiret: buyerNumber,
      consultationId: consultation === null ? null : consultation + 1,
      currentAmount: contract.amount,
      modifications: 0,
      demonstration: false,
      withdrawnAt: counted ? null : now,
      changedAt: now,
    })),
  )
  await insertRows(
    tx,
    contractSuppliers,
    world.contracts.flatMap(({ suppliers }, index) =>
      suppliers.map((supplier, position) => ({ contractId: index + 1, position, ...supplier })),
    ),
  )
  await storeSessions(tx, world, now)
  await storeMediations(tx, world)
  await storeModel(tx, world, now)
}

/** When documents of consultations are made: uses count in the year of this day, whatever theirs is. */
export const DOCUMENTS_MADE = '2026-12-31T22:59:59Z'

function idOf(slug: string | null): number | null {
  return slug === null ? null : BUYERS.findIndex((each) => each.slug === slug) + 1
}

async function storeBuyers(tx: Tx): Promise<void> {
  const signed = BUYERS.flatMap((each, index) =>
    each.kind === null ? [] : [{ ...each, kind: each.kind, id: index + 1 }],
  )
  await insertRows(
    tx,
    partners,
    signed.map(({ id, slug, kind, since, until }) => ({
      id,
      slug,
      kind,
      siret: `2111006980${1000 + id}`,
      name: slug,
      shortName: slug,
      signatorySince: since,
      signatoryUntil: until,
      territoryKind: 'departement' as const,
      territoryCode: '11',
    })),
  )
  await insertRows(
    tx,
    buyers,
    BUYERS.map(({ slug, kind }, index) => ({
      id: index + 1,
      slug,
      name: `Buyer ${slug}`,
      nameKey: slug,
      partnerId: kind === null ? null : index + 1,
    })),
  )
}

async function storeConsultations(tx: Tx, world: World, now: Date): Promise<void> {
  await insertRows(
    tx,
    consultations,
    world.consultations.map((each) => ({
      id: each.key + 1,
      reference: `2026-${each.key}`,
      ocid: `ocds-test-${each.key}`,
      slug: 'objet',
      title: 'Objet',
      buyerId: idOf(each.buyer),
      status: each.status,
      category: each.category,
      procedure: each.procedure,
      publishedAt: new Date(each.published),
      deadlineAt: each.deadline === null ? null : new Date(each.deadline),
      closesAt: now,
      divided: each.divided,
      compulsoryVisit: each.compulsoryVisit,
      signatory: true,
      demonstration: false,
      facts: {
        ...(each.min === null && each.max === null
          ? {}
          : { amount: { min: each.min, max: each.max } }),
        ...(each.lotCount === null ? {} : { lotCount: each.lotCount }),
        ...(each.reason === null ? {} : { statusReason: each.reason }),
        ...(each.pieces === null
          ? {}
          : { requiredDocuments: Array.from({ length: each.pieces }, () => 'pièce') }),
        ...(each.paymentDays === null ? {} : { paymentDelayDays: each.paymentDays }),
      },
      provenance: {},
      lastChangeAt: now,
      lastNoticeKind: 'tender' as const,
      renewsId: each.renews === null ? null : each.renews + 1,
      searchText: '',
    })),
  )
  await insertRows(
    tx,
    lots,
    world.consultations.flatMap((each) =>
      each.lots.map((lot, position) => ({
        consultationId: each.key + 1,
        position,
        ...lot,
        title: 'Lot',
        trades: [],
        allBuildingTrades: false,
        placeOfBuyer: false,
      })),
    ),
  )
  const at = { publishedAt: now, recordedAt: now, feedAt: now, inDefaultFeed: true }
  const changes = {
    'moves-deadline': { field: 'deadline' as const, before: '2026-05-01', after: '2026-05-08' },
    'finds-deadline': { field: 'deadline' as const, before: null, after: '2026-05-08' },
    other: { field: 'object' as const, before: 'a', after: 'b' },
  }
  await insertRows(
    tx,
    notices,
    world.consultations
      .flatMap(({ key, corrections }) => corrections.map((kind) => ({ key, kind })))
      .map(({ key, kind }, index) => ({
        id: index + 1,
        consultationId: key + 1,
        kind: index % 2 === 0 ? ('correction' as const) : ('extension' as const),
        ...at,
        changes: [changes.other, changes[kind]],
      })),
  )
  await insertRows(
    tx,
    keptReasons,
    world.consultations.flatMap(({ key, ground }) =>
      ground === null
        ? []
        : [
            {
              id: key + 1,
              consultationId: key + 1,
              partnerId: 1,
              finding: 'single-lot',
              ground,
              words: 'parce que',
              keptBy: 'agent',
              keptAt: now,
            },
          ],
    ),
  )
}

async function storeSessions(tx: Tx, world: World, now: Date): Promise<void> {
  const words = {
    need: '',
    programme: '',
    aims: '',
    audience: '',
    prerequisites: '',
    length: '',
    trainers: '',
    cost: '',
    price: '',
    access: '',
  }
  await insertRows(tx, trainings, [
    {
      id: 1,
      slug: 'repondre',
      organiserId: 1,
      title: 'Répondre',
      stage: 'design',
      ...words,
      createdAt: now,
      movedAt: now,
    },
  ])
  await insertRows(
    tx,
    sessions,
    world.sessions.map(({ state, figures }, index) => ({
      id: index + 1,
      trainingId: 1,
      startsWall: '2026-10-02T09:00',
      startsAt: now,
      endsWall: '2026-10-02T12:00',
      endsAt: now,
      place: '',
      minimum: 1,
      seats: 20,
      state,
      createdAt: now,
      movedAt: now,
      figures,
    })),
  )
}

async function storeMediations(tx: Tx, { mediations }: World): Promise<void> {
  await insertRows(
    tx,
    requests,
    mediations.map(({ kind, asked, ended, outcome }, index) => ({
      id: index + 1,
      reference: `S-${index}`,
      kind,
      state: ended === null ? ('acknowledged' as const) : ('closed' as const),
      outcome: ended === null ? null : outcome,
      closedAt: ended === null ? null : new Date(ended),
      consentAt: new Date(asked),
      receivedAt: new Date(asked),
      acknowledgeBy: new Date(asked),
      answerBy: new Date(asked),
      turn: 'partner' as const,
    })),
  )
}

async function storeModel(tx: Tx, world: World, now: Date): Promise<void> {
  await insertRows(tx, templateVersions, [
    {
      number: 901,
      note: '',
      texts: {} as (typeof templateVersions.$inferInsert)['texts'],
      glossary: [],
      adoptedOn: world.modelFrom ?? '2028-01-01',
      inForceOn: world.modelFrom ?? '2028-01-01',
      createdAt: now,
      savedAt: now,
    },
  ])
  const used = world.consultations.filter(({ modelOf }) => modelOf !== null)
  const at = { publishedAt: now, closesAt: now, lastChangeAt: now, facts: {}, provenance: {} }
  await insertRows(
    tx,
    consultations,
    used.flatMap(({ key, modelOf }) =>
      modelOf === 'joined'
        ? [
            {
              ...at,
              id: 1_000 + key,
              reference: `2025-${key}`,
              ocid: `ocds-test-joined-${key}`,
              slug: 'objet',
              title: 'Objet',
              buyerId: 1,
              status: 'active' as const,
              signatory: true,
              demonstration: false,
              lastNoticeKind: 'tender' as const,
              joinedIntoId: key + 1,
              searchText: '',
            },
          ]
        : [],
    ),
  )
  const agentId = '00000000-0000-4000-8000-000000000001'
  await insertRows(tx, agents, [
    { id: agentId, email: 'agent@example.org', name: 'Agent', createdAt: now },
  ])
  await insertRows(
    tx,
    drafts,
    used.flatMap(({ key, modelOf }) =>
      modelOf === 'draft'
        ? [
            {
              id: draftOf(key),
              partnerId: 1,
              agentId,
              form: 'short' as const,
              fields: {},
              prefilled: [],
              createdAt: now,
              savedAt: now,
              consultationId: key + 1,
            },
          ]
        : [],
    ),
  )
  const version = { templateNumber: 901, organisation: null, siret: null }
  await insertRows(tx, templateUses, [
    ...used.map(({ key, modelOf }) => ({
      ...version,
      id: 1_000 + key,
      at: new Date(DOCUMENTS_MADE),
      kind: 'documents' as const,
      partnerId: 1,
      confirmedAt: null,
      draftId: modelOf === 'draft' ? draftOf(key) : null,
      consultationId: modelOf === 'itself' ? key + 1 : modelOf === 'joined' ? 1_000 + key : null,
    })),
    ...world.modelUses.map(({ at: usedAt, kind, isPartner, isConfirmed }, index) => ({
      ...version,
      id: index + 1,
      at: new Date(usedAt),
      kind,
      partnerId: isPartner ? 1 + (index % 5) : null,
      organisation: isPartner ? null : `Commune ${index}`,
      confirmedAt: isConfirmed ? now : null,
      draftId: null,
      consultationId: null,
    })),
  ])
}

function draftOf(key: number): string {
  return `00000000-0000-4000-8000-0000000001${String(key).padStart(2, '0')}`
}
