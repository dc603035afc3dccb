import { Temporal } from 'temporal-polyfill'
import type { Cell, FigureTable, YearFigures } from '../../src/analysis/figures.ts'
import { bandsOf, METHOD } from '../../src/analysis/method.ts'
import { pactFloor } from '../../src/rules/pact-floor.ts'
import { rulesAt } from '../../src/rules/rule.ts'
import { RULES } from '../../src/rules/rules-data.ts'
import { DOCUMENTS_MADE, type PlainConsultation, type PlainContract, type World } from './world.ts'

/**
 * The figures of a year by a plain, slow program that knows no database: one loop for each cell of each table. It
 * shares nothing with the questions in src/analysis/indicators but the bands and the cap of the method.
 */
export function plainFigures(world: World, year: number): YearFigures {
  const contracts = contractsOf(world, year)
  const holders = contracts.flatMap((contract) => holdersOf(world, contract, year))
  const consultations = world.consultations
    .filter(({ published }) => parisDay(published).startsWith(`${year}-`))
    .filter(({ status }) => status !== 'planned')
    .filter(({ buyer }) => councilsOf(year).includes(buyer))
    .map((each) => consultationOf(world, each))
  const counted = contracts.filter(({ excluded }) => excluded === null)
  const competed = counted.filter(({ procedure }) => procedure !== 'without-competition')
  const held = holders.filter(({ excluded }) => excluded === null)
  const census = held.filter(({ amount }) => amount !== null && amount >= 90_000)
  const failed = consultations.filter(({ status }) =>
    ['withdrawn', 'abandoned', 'unsuccessful'].includes(status),
  )
  const hasSize = (each: Holder) => each.size !== null
  const cross = (sme: boolean, local: boolean) => (each: Holder) =>
    isSme(each) === sme && each.local === local
  const hasBids = (each: Contract) => each.bids !== null && each.bids >= 1
  const fits = (bids: number | null, of: number | null) =>
    of !== null && of >= 1 && bids !== null && bids >= 0 && bids <= of
  const always = () => true
  const amounts = ['category', 'buyer'] as const
  return {
    year,
    method: 2,
    indicators: [
      indicator('part-des-pme', held, {
        by: ['category', 'buyer', 'band', 'procedure', 'division'],
        known: hasSize,
        counted: isSme,
        euros: true,
        medians: amounts,
      }),
      indicator('part-des-micro-entreprises', held, {
        by: ['category', 'buyer', 'band', 'procedure'],
        known: hasSize,
        counted: ({ size }) => size === 'micro',
        euros: true,
        medians: amounts,
      }),
      indicator('part-des-pme-au-dela-du-seuil-national', census, {
        by: ['category', 'buyer'],
        known: hasSize,
        counted: isSme,
        euros: true,
      }),
      indicator('pme-et-entreprises-du-territoire', held, {
        by: [],
        known: (each) => each.size !== null && each.local !== null,
        counted: cross(true, true),
        euros: true,
        parts: {
          breakdown: 'cross',
          within: ['category', 'band', 'division'],
          groups: {
            'sme-aude': cross(true, true),
            'sme-elsewhere': cross(true, false),
            'other-aude': cross(false, true),
            'other-elsewhere': cross(false, false),
          },
        },
      }),
      indicator('part-du-territoire', held, {
        by: ['category', 'buyer', 'band'],
        known: ({ local }) => local !== null,
        counted: ({ local }) => local === true,
        euros: true,
        medians: amounts,
      }),
      indicator('part-de-la-region', held, {
        by: ['category', 'buyer'],
        known: ({ regional }) => regional !== null,
        counted: ({ regional }) => regional === true,
        euros: true,
      }),
      ...firms(held),
      indicator('offres-recues', competed, {
        by: ['category', 'buyer', 'band', 'procedure'],
        known: hasBids,
        spread: ({ bids }) => bids,
      }),
      indicator('offre-unique', competed, {
        by: ['category', 'buyer', 'band', 'procedure'],
        known: hasBids,
        counted: ({ bids }) => bids === 1,
      }),
      indicator('offres-des-pme', competed, {
        by: ['category', 'buyer'],
        known: ({ bids, smeBids }) => fits(smeBids, bids),
        counted: always,
        weights: [({ smeBids }) => smeBids, ({ bids }) => bids],
      }),
      indicator('offres-irregulieres', competed, {
        by: ['category', 'buyer'],
        known: ({ bids, irregularBids }) => fits(irregularBids, bids),
        counted: always,
        weights: [({ irregularBids }) => irregularBids, ({ bids }) => bids],
      }),
      indicator('clauses-sociales', counted, {
        by: ['category', 'buyer', 'band'],
        known: ({ social }) => social !== null,
        counted: ({ social }) => social === true,
      }),
      indicator('clauses-environnementales', counted, {
        by: ['category', 'buyer', 'band'],
        known: ({ environmental }) => environmental !== null,
        counted: ({ environmental }) => environmental === true,
      }),
      indicator('avances', counted, {
        by: ['category', 'buyer'],
        known: ({ advance }) => advance !== null,
        counted: ({ advance }) => advance === true,
        spread: ({ advance, advanceRate }) =>
          advance && advanceRate !== null ? Math.round(advanceRate * 1000) / 10 : null,
      }),
      indicator('sous-traitance', counted, {
        by: ['category', 'buyer'],
        known: ({ subcontracting }) => subcontracting !== null,
        counted: ({ subcontracting }) => subcontracting === true,
      }),
      indicator('part-allotie', consultations, {
        by: ['category', 'buyer', 'band', 'procedure'],
        known: ({ divided }) => divided !== null,
        counted: ({ divided }) => divided === true,
      }),
      indicator(
        'lots-par-marche',
        consultations.filter(({ divided }) => divided === true),
        {
          by: ['category', 'buyer'],
          known: ({ lotCount }) => lotCount !== null,
          spread: ({ lotCount }) => lotCount,
        },
      ),
      indicator(
        'motifs-de-non-allotissement',
        consultations.filter(({ divided }) => divided === false),
        {
          by: [],
          known: ({ ground }) => ground !== null,
          counted: always,
          parts: {
            breakdown: 'ground',
            within: [],
            groups: {
              'no-distinct-services': ({ ground }) => ground === 'no-distinct-services',
              'cannot-coordinate': () => false,
              'restricts-competition': () => false,
              'harder-or-dearer': ({ ground }) => ground === 'harder-or-dearer',
            },
          },
        },
      ),
      indicator('delai-de-reponse', consultations, {
        by: ['category', 'buyer', 'band', 'procedure'],
        known: ({ days }) => days !== null,
        spread: ({ days }) => days,
      }),
      indicator(
        'delai-sous-le-plancher',
        consultations.filter(({ procedure }) =>
          [null, 'below-threshold', 'adapted'].includes(procedure),
        ),
        {
          by: ['category', 'buyer', 'band', 'procedure'],
          known: ({ days, floor }) => days !== null && floor !== null,
          counted: ({ days, floor }) => (days ?? 0) < (floor ?? 0),
        },
      ),
      indicator('procedures-sans-suite', consultations, {
        by: ['category', 'buyer', 'band', 'procedure'],
        known: always,
        counted: (each) => failed.includes(each),
        parts: {
          breakdown: 'kind',
          within: [],
          groups: {
            withdrawn: ({ status }) => status === 'withdrawn',
            abandoned: ({ status }) => status === 'abandoned',
            unsuccessful: ({ status }) => status === 'unsuccessful',
          },
        },
      }),
      indicator('motifs-donnes', failed, {
        by: ['buyer'],
        known: always,
        counted: ({ reason }) => (reason ?? '').trim() !== '',
      }),
      indicator('lots-infructueux', consultations, {
        by: ['category', 'buyer', 'band', 'procedure'],
        known: ({ lotsTold }) => lotsTold > 0,
        counted: always,
        weights: [({ lotsUnsuccessful }) => lotsUnsuccessful, ({ lotsTold }) => lotsTold],
      }),
      indicator(
        'relances',
        failed.filter(({ status }) => status !== 'withdrawn'),
        { by: ['category', 'buyer'], known: always, counted: ({ renewed }) => renewed },
      ),
      indicator('delai-de-paiement', consultations, {
        by: ['category', 'buyer'],
        known: ({ paymentDays }) => paymentDays !== null,
        spread: ({ paymentDays }) => paymentDays,
      }),
      indicator('pieces-demandees', consultations, {
        by: ['category', 'buyer', 'procedure'],
        known: ({ pieces }) => pieces !== null,
        spread: ({ pieces }) => pieces,
      }),
      indicator('petits-marches-publies', consultations, {
        by: ['category', 'buyer'],
        known: ({ procedure, min, max }) =>
          procedure === 'below-threshold' || min !== null || max !== null,
        counted: ({ procedure, min, max }) =>
          procedure === 'below-threshold' ||
          (max !== null && (max < 40_000 || (max === 40_000 && (min ?? 0) < 40_000))),
      }),
      indicator('rectificatifs', consultations, {
        by: ['category', 'buyer', 'procedure'],
        known: always,
        counted: ({ corrections }) => corrections.length > 0,
      }),
      indicator(
        'dates-deplacees',
        consultations.filter(({ corrections }) => corrections.length > 0),
        {
          by: ['category', 'buyer', 'procedure'],
          known: always,
          counted: ({ corrections }) => corrections.includes('moves-deadline'),
        },
      ),
      indicator('resultats-connus', consultations, {
        by: ['category', 'buyer', 'procedure'],
        known: always,
        counted: ({ status }) => status !== 'active',
      }),
      indicator('montants-connus', counted, {
        by: ['category', 'buyer'],
        known: always,
        counted: ({ amount }) => amount !== null,
      }),
      indicator('tailles-connues', held, {
        by: ['category', 'buyer'],
        known: always,
        counted: hasSize,
        euros: true,
      }),
      indicator('lieux-connus', held, {
        by: ['category', 'buyer'],
        known: always,
        counted: ({ local }) => local !== null,
        euros: true,
      }),
      indicator('offres-connues', counted, {
        by: ['category', 'buyer'],
        known: always,
        counted: hasBids,
      }),
      indicator('petits-contrats', counted, {
        by: ['category', 'buyer'],
        known: ({ amount }) => amount !== null,
        counted: ({ amount }) => amount !== null && amount < 40_000,
      }),
      indicator('publication-des-donnees', counted, {
        by: ['buyer'],
        known: ({ publicationDays }) => publicationDays !== null,
        counted: ({ publicationDays }) => publicationDays !== null && publicationDays <= 61,
        spread: ({ publicationDays }) => publicationDays,
      }),
      indicator('contrats-ecartes', contracts, {
        by: ['buyer'],
        known: always,
        counted: ({ excluded }) => excluded !== null,
        parts: {
          breakdown: 'ground',
          within: [],
          groups: {
            nature: ({ excluded }) => excluded === 'nature',
            'call-off': ({ excluded }) => excluded === 'call-off',
            year: ({ excluded }) => excluded === 'year',
            buyer: ({ excluded }) => excluded === 'buyer',
            'not-ours': () => false,
            'other-year': () => false,
          },
        },
      }),
      ...sessionFigures(world, year),
      indicator(
        'usage-du-modele',
        consultations.filter((each) => isForModel(world, each)),
        {
          by: ['buyer'],
          known: ({ min, max }) =>
            max !== null && (max < 90_000 || (max === 90_000 && (min ?? 0) < 90_000)),
          counted: ({ modelOf }) => modelOf !== null,
        },
      ),
      modelUses(world, year),
      ...mediations(world, year),
    ],
  }
}

type Dimension = 'category' | 'buyer' | 'band' | 'procedure' | 'division'

interface Grouped {
  category: string | null
  buyer: string | null
  band: string | null
  procedure: string | null
  division: string | null
}

interface Contract extends Grouped {
  contract: PlainContract
  excluded: string | null
  amount: number | null
  bids: number | null
  smeBids: number | null
  irregularBids: number | null
  advance: boolean | null
  advanceRate: number | null
  subcontracting: boolean | null
  social: boolean | null
  environmental: boolean | null
  publicationDays: number | null
}

interface Holder extends Grouped {
  excluded: string | null
  lead: boolean
  amount: number | null
  size: string | null
  local: boolean | null
  regional: boolean | null
  siren: string | null
  newcomer: boolean | null
}

interface Asked<T> {
  by: Dimension[]
  known: (row: T) => boolean
  counted?: (row: T) => boolean
  weights?: [(row: T) => number | null, (row: T) => number | null]
  spread?: (row: T) => number | null
  euros?: boolean
  medians?: readonly Dimension[]
  parts?: {
    breakdown: 'cross' | 'ground' | 'kind'
    within: ('category' | 'band' | 'division')[]
    groups: Record<string, (row: T) => boolean>
  }
}

function isSme({ size }: { size: string | null }): boolean {
  return size === 'micro' || size === 'sme'
}

/** The councils of these tests that count in a year: see world.ts. */
function councilsOf(year: number): (string | null)[] {
  return year >= 2027 ? ['ville', 'conseil', 'agglo'] : ['ville', 'conseil', 'parti']
}

function contractsOf(world: World, year: number): Contract[] {
  return world.contracts
    .filter((each) => each.counted && (each.year === year || each.year === null))
    .filter(
      ({ buyer, buyerNumber }) =>
        councilsOf(year).includes(buyer) || (buyer === null && buyerNumber === null),
    )
    .map((each) => {
      const consultation = world.consultations.find(({ key }) => key === each.consultation)
      const isLot = each.lotNumber !== null || consultation?.divided === true
      const days = publicationDays(each)
      return {
        ...each,
        contract: each,
        excluded: exclusionOf(each),
        band: bandOf(each.amount, each.amount),
        division: isLot ? 'lots' : consultation?.divided === false ? 'single' : null,
        publicationDays: days !== null && days >= 0 ? days : null,
      }
    })
}

function exclusionOf({ buyer, year, nature }: PlainContract): string | null {
  if (buyer === null) return 'buyer'
  if (year === null) return 'year'
  if (nature === 'call-off') return 'call-off'
  return ['contract', 'framework', 'defence', 'partnership'].includes(nature) ? null : 'nature'
}

function publicationDays({ notifiedOn, publishedOn }: PlainContract): number | null {
  return notifiedOn === null || publishedOn === null
    ? null
    : (Date.parse(publishedOn) - Date.parse(notifiedOn)) / 86_400_000
}

function holdersOf(world: World, row: Contract, year: number): Holder[] {
  const { contract } = row
  const nobody = { siret: null, siren: null, sizeSaid: null }
  const suppliers = contract.suppliers.length === 0 ? [nobody] : contract.suppliers
  return suppliers.map(({ siret, siren, sizeSaid }, position) => {
    const firm = world.firms.find((each) => each.siren === siren)
    const own = world.establishments.find((each) => each.siret === siret)
    const seat = world.establishments.find((each) => each.siret === firm?.seat)
    const place = own?.departement ? own : seat?.departement ? seat : null
    return {
      ...row,
      lead: position === 0,
      size: firm?.size ?? sizeSaid,
      local: place === null ? null : place.departement === '11',
      regional: place?.region ? place.region === '76' : null,
      siren,
      newcomer: isNew(world, siren, year),
    }
  })
}

/** Null unless each of the three years before has a contract of a council. */
function isNew(world: World, siren: string | null, year: number): boolean | null {
  const before = world.contracts.filter(
    (each) => each.counted && each.year !== null && councilsOf(year).includes(each.buyer),
  )
  const known = [1, 2, 3].every((ago) => before.some((each) => each.year === year - ago))
  if (!known || siren === null) return null
  return !before.some(
    (each) =>
      each.year !== null &&
      each.year < year &&
      each.year >= year - 3 &&
      ['contract', 'framework', 'defence', 'partnership'].includes(each.nature) &&
      each.suppliers.some((supplier) => supplier.siren === siren),
  )
}

/** The band that both ends are in; the upper one is out of it where the two differ. */
function bandOf(min: number | null, max: number | null): string | null {
  if (min === null && max === null) return null
  const low = min ?? 0
  const found = bandsOf(METHOD).find(({ from, below }) => {
    const end = below ?? Infinity
    const high = max ?? Infinity
    if (low === high) return low >= from && low < end
    return low >= from && low < end && high <= end
  })
  return found?.key ?? null
}

function consultationOf(world: World, each: PlainConsultation) {
  const published = Temporal.PlainDate.from(parisDay(each.published))
  const deadline = each.deadline === null ? null : Temporal.PlainDate.from(parisDay(each.deadline))
  const isPast = each.deadline !== null && Date.parse(each.deadline) < Date.parse(each.published)
  const days =
    deadline === null || isPast ? null : published.until(deadline, { largestUnit: 'days' }).days
  const outcomes = each.lots.flatMap(({ outcome }) => outcome ?? [])
  const isOver = ['withdrawn', 'abandoned', 'unsuccessful', 'awarded'].includes(each.status)
  const numbered = each.lots.filter(({ number }) => number !== null).length
  return {
    ...each,
    division: null,
    band: bandOf(each.min, each.max),
    days,
    floor:
      days === null || deadline === null
        ? null
        : (pactFloor(
            {
              procedure: each.procedure,
              amount: { min: each.min, max: each.max },
              visit: each.compulsoryVisit === true ? { obligation: 'compulsory' } : null,
            },
            published,
            deadline,
            rulesAt(RULES, published.toString()),
          )?.days ?? null),
    ground: each.divided === false ? each.ground : null,
    lotCount: numbered > 0 ? numbered : each.lotCount,
    lotsTold: outcomes.length > 0 ? outcomes.length : isOver ? 1 : 0,
    lotsUnsuccessful:
      outcomes.length > 0
        ? outcomes.filter((outcome) => outcome === 'unsuccessful').length
        : each.status === 'unsuccessful'
          ? 1
          : 0,
    renewed: world.consultations.some(({ renews }) => renews === each.key),
  }
}

function parisDay(instant: string): string {
  return new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' })
}

function indicator<T extends Grouped & { amount?: number | null; lead?: boolean }>(
  slug: string,
  rows: T[],
  asked: Asked<T>,
): { slug: string; tables: FigureTable[] } {
  const { by, parts, medians = [] } = asked
  const table = (dimension: Dimension | null): FigureTable => ({
    breakdown: dimension ?? 'all',
    within: null,
    cells: groupsIn(rows, dimension).map((group) =>
      cell(
        rows.filter((row) => dimension === null || row[dimension] === group),
        { dimension, group },
        asked,
        dimension === null ? asked.medians !== undefined : medians.includes(dimension),
      ),
    ),
  })
  const order: Dimension[] = ['category', 'buyer', 'band', 'procedure', 'division']
  const wholes = [null, ...order.filter((each) => by.includes(each))].map(table)
  if (!parts) return { slug, tables: wholes }
  const shares = [null, ...parts.within].flatMap((dimension) =>
    groupsIn(rows, dimension).map((group): FigureTable => {
      const here = rows.filter((row) => dimension === null || row[dimension] === group)
      return {
        breakdown: parts.breakdown,
        within: dimension === null ? null : { breakdown: dimension, group },
        cells: Object.entries(parts.groups).map(([part, counted]) => ({
          ...cell(here, { dimension: null, group: null }, { ...asked, counted }, false),
          group: part,
        })),
      }
    }),
  )
  return { slug, tables: [...wholes, ...shares] }
}

/** Groups that occur, by their codes, « non précisé » last; everything together is one group. */
function groupsIn<T extends Grouped>(rows: T[], dimension: Dimension | null): (string | null)[] {
  if (dimension === null) return [null]
  const groups = new Set(rows.map((row) => row[dimension]))
  const named = [...groups]
    .flatMap((group) => group ?? [])
    .toSorted()
    .toSorted((one, other) => (dimension === 'band' ? parseInt(one, 10) - parseInt(other, 10) : 0))
  return groups.has(null) ? [...named, null] : named
}

function cell<T extends { amount?: number | null; lead?: boolean }>(
  rows: T[],
  { dimension, group }: { dimension: Dimension | null; group: string | null },
  { known, counted, weights, spread, euros }: Asked<T>,
  withMedians: boolean,
): Cell {
  const told = rows.filter(known)
  const hits = counted ? told.filter(counted) : []
  const values = spread ? told.flatMap((row) => spread(row) ?? []).toSorted((a, b) => a - b) : []
  return {
    group,
    unknown: dimension !== null && group === null,
    n: rows.length,
    missing: rows.length - told.length,
    numerator: counted
      ? weights
        ? sum(hits.map((row) => weights[0](row) ?? 0))
        : hits.length
      : null,
    denominator: counted
      ? weights
        ? sum(told.map((row) => weights[1](row) ?? 0))
        : told.length
      : null,
    euros: euros ? eurosOf(hits, told, withMedians) : null,
    spread: spread
      ? {
          median: atShare(values, 5),
          p10: atShare(values, 1),
          p90: atShare(values, 9),
        }
      : null,
  }
}

function eurosOf<T extends { amount?: number | null; lead?: boolean }>(
  hits: T[],
  told: T[],
  withMedians: boolean,
): Cell['euros'] {
  const priced = (rows: T[]) => rows.flatMap((row) => (row.lead ? (row.amount ?? []) : []))
  const capped = (rows: T[]) => priced(rows).map((amount) => Math.min(amount, 20_000_000))
  const middle = (rows: T[]) =>
    withMedians
      ? atShare(
          capped(rows).toSorted((a, b) => a - b),
          5,
        )
      : null
  return {
    numerator: inCents(capped(hits)),
    denominator: inCents(capped(told)),
    known: priced(told).length,
    medianNumerator: middle(hits),
    medianDenominator: middle(told),
    capped: priced(told).filter((amount) => amount > 20_000_000).length,
  }
}

/** The least value that so many tenths of them do not exceed. */
function atShare(sorted: number[], tenths: number): number | null {
  return sorted.find((_, index) => (index + 1) * 10 >= sorted.length * tenths) ?? null
}

/** Sums of cents are exact. */
function inCents(amounts: number[]): number {
  return sum(amounts.map((amount) => Math.round(amount * 100))) / 100
}

function sum(values: number[]): number {
  return values.reduce((all, value) => all + value, 0)
}

function firms(held: Holder[]): { slug: string; tables: FigureTable[] }[] {
  const figures = (cellFor: (rows: Holder[], group: string | null) => Cell): FigureTable[] => [
    { breakdown: 'all', within: null, cells: [cellFor(held, null)] },
    {
      breakdown: 'buyer',
      within: null,
      cells: groupsIn(held, 'buyer').map((buyer) =>
        cellFor(
          held.filter((row) => row.buyer === buyer),
          buyer,
        ),
      ),
    },
  ]
  const base = (rows: Holder[], group: string | null) => ({
    group,
    unknown: false,
    n: rows.length,
    missing: rows.filter(({ siren }) => siren === null).length,
    euros: null,
    spread: null,
  })
  const named = (rows: Holder[]) => rows.filter(({ siren }) => siren !== null)
  const sirens = (rows: Holder[]) => [...new Set(named(rows).map(({ siren }) => siren))]
  const distinct = (rows: Holder[], group: string | null): Cell => ({
    ...base(rows, group),
    numerator: sirens(rows).length,
    denominator: named(rows).length,
  })
  const first = (rows: Holder[], group: string | null): Cell => {
    const ranked = sirens(rows)
      .map((siren) => {
        const own = rows.filter((row) => row.siren === siren)
        return { siren: siren ?? '', own, euros: eurosOf(own, own, false)?.numerator ?? 0 }
      })
      .toSorted(
        (one, other) =>
          other.euros - one.euros ||
          other.own.length - one.own.length ||
          (one.siren < other.siren ? -1 : 1),
      )
      .slice(0, 5)
      .flatMap(({ own }) => own)
    return {
      ...base(rows, group),
      numerator: ranked.length,
      denominator: named(rows).length,
      euros: eurosOf(ranked, named(rows), false),
    }
  }
  const fresh = (rows: Holder[], group: string | null): Cell => {
    const all = sirens(rows).map(
      (siren) => rows.find((row) => row.siren === siren)?.newcomer ?? null,
    )
    const untold = rows.length - named(rows).length
    return {
      ...base(rows, group),
      n: all.length + untold,
      missing: all.filter((each) => each === null).length + untold,
      numerator: all.filter((each) => each === true).length,
      denominator: all.filter((each) => each !== null).length,
    }
  }
  return [
    { slug: 'entreprises-distinctes', tables: figures(distinct) },
    { slug: 'part-des-premieres-entreprises', tables: figures(first) },
    { slug: 'nouvelles-entreprises', tables: figures(fresh) },
  ]
}

/** The sessions of these tests are all of 2026. */
function sessionFigures(
  { sessions }: World,
  year: number,
): { slug: string; tables: FigureTable[] }[] {
  const rows = year === 2026 ? sessions.map((each) => ({ ...each, ...NOWHERE })) : []
  const held = rows.filter(({ state }) => state === 'held')
  const always = () => true
  return [
    indicator('formations-tenues', rows, {
      by: [],
      known: always,
      counted: ({ state }) => state === 'held',
    }),
    indicator('entreprises-formees', held, {
      by: [],
      known: always,
      counted: always,
      weights: [
        ({ figures }) => figures.firms,
        ({ figures }) => figures.present ?? figures.registered,
      ],
    }),
    indicator('nouveaux-venus-en-formation', held, {
      by: [],
      known: always,
      counted: always,
      weights: [
        ({ figures }) => figures.newcomers,
        ({ figures }) => figures.present ?? figures.registered,
      ],
    }),
    indicator('reponses-apres-formation', held, {
      by: [],
      known: ({ figures }) => figures.cold > 0,
      counted: always,
      weights: [({ figures }) => figures.since.people, ({ figures }) => figures.cold],
    }),
  ]
}

/** The rules of these tests give the model a limit of 90 000 € from 2026 on. */
function isForModel(
  { modelFrom }: World,
  { category, procedure, published, min }: PlainConsultation,
): boolean {
  const day = parisDay(published)
  const isAbove = (min ?? 0) >= 90_000
  return (
    category === 'works' &&
    [null, 'below-threshold', 'adapted'].includes(procedure) &&
    day >= '2026-01-01' &&
    modelFrom !== null &&
    day >= modelFrom &&
    !isAbove
  )
}

const NOWHERE = { category: null, buyer: null, band: null, procedure: null, division: null }

function modelUses(world: World, year: number): { slug: string; tables: FigureTable[] } {
  const made = world.consultations
    .filter(({ modelOf }) => modelOf !== null)
    .map(() => ({ at: DOCUMENTS_MADE, isPartner: true }))
  const said = world.modelUses.filter(
    ({ kind, isConfirmed }) => kind === 'documents' || isConfirmed,
  )
  const rows = [...made, ...said]
    .filter(({ at }) => parisDay(at).startsWith(`${year}-`))
    .map((each) => ({ ...each, ...NOWHERE }))
  return indicator('utilisations-du-modele', rows, {
    by: [],
    known: () => true,
    counted: ({ isPartner }) => !isPartner,
  })
}

function mediations(world: World, year: number): { slug: string; tables: FigureTable[] }[] {
  const rows = world.mediations
    .filter(({ kind, asked }) => kind === 'mediation' && parisDay(asked).startsWith(`${year}-`))
    .map((each) => ({ ...each, ...NOWHERE }))
  const settled = rows.filter(({ ended, outcome }) => ended !== null && outcome !== 'withdrawn')
  const endedBy = (outcome: string) => (row: (typeof rows)[number]) =>
    row.ended !== null && row.outcome === outcome
  return [
    indicator('mediations', rows, {
      by: [],
      known: () => true,
      counted: ({ ended }) => ended !== null,
      parts: {
        breakdown: 'kind',
        within: [],
        groups: {
          'mediation-agreement': endedBy('agreement'),
          'mediation-partial': endedBy('partial'),
          'mediation-none': endedBy('none'),
          'mediation-withdrawn': endedBy('withdrawn'),
          'mediation-open': ({ ended }) => ended === null,
        },
      },
    }),
    indicator('delai-des-mediations', settled, {
      by: [],
      known: () => true,
      spread: ({ asked, ended }) =>
        (Date.parse(parisDay(ended ?? asked)) - Date.parse(parisDay(asked))) / 86_400_000,
    }),
  ]
}
