import type { Tx } from '../../db/db.ts'
import { readDecp } from '../../contracts/decp/read.ts'
import { recordBoardContracts } from '../../contracts/record-board.ts'
import { recordContracts } from '../../contracts/record-contracts.ts'
import type { FirmSize } from '../../firms/schema.ts'
import { saveEstablishments, saveFirms } from '../../firms/save.ts'
import { plainAnswer } from '../../sources/french/plain-answer.ts'

/**
 * Tells what the Aude's buyers have let since the first of January two years ago, as a file of essential data that is
 * imported, with the firms that hold it: all of it invented, and the same for the same day. Then makes contracts of the
 * board's awards.
 */
export async function tellContracts(tx: Tx, now: Date): Promise<void> {
  await saveFirms(
    tx,
    FIRMS.map(({ siren, siret, name, size }) => ({
      siren,
      name,
      nameless: false,
      size,
      sizeYear: size === null ? null : now.getUTCFullYear() - 2,
      seat: siret,
    })),
    { source: 'sirene', at: now },
  )
  await saveEstablishments(
    tx,
    FIRMS.map(({ siret, place }) => ({ siret, ...place })),
    { source: 'sirene', at: now },
  )
  const file = new TextEncoder().encode(JSON.stringify({ marches: { marche: inventAll(now) } }))
  const today = now.toISOString().slice(0, 10)
  const outcome = await recordContracts(
    tx,
    {
      name: 'demonstration.json',
      sourceId: null,
      reading: readDecp(whole(file), today),
      fingerprint: () => ({ sha256: '0'.repeat(64), bytes: file.length }),
    },
    { now, all: true, demonstration: true, keep: true },
  )
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.ending))
  await recordBoardContracts(tx, { since: null, now, plainAnswer })
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const DAY_MS = 86_400_000
/** Procedures a month, all buyers together. */
const PER_MONTH = 14

/** Contracts as the schema of essential data wants them, in the order of their days. */
function inventAll(now: Date): object[] {
  const first = Date.UTC(now.getUTCFullYear() - 2, 0, 1)
  const days = Math.floor((now.getTime() - first) / DAY_MS) - 20
  const random = randomFrom(11)
  const count = Math.round((days / 30.4) * PER_MONTH)
  return Array.from({ length: count }, (_, at) => Math.floor(((at + random()) / count) * days))
    .flatMap((day, at) => inventProcedure(random, workingDay(first + day * DAY_MS), at))
    .map((contract, at) => (at % 97 === 96 ? { ...contract, montant: 1e15 } : contract))
}

/** Nothing is notified on a Saturday or a Sunday. */
function workingDay(time: number): Date {
  const day = new Date(time)
  const weekday = day.getUTCDay()
  const late = weekday === 6 ? 2 : weekday === 0 ? 1 : 0
  return new Date(time + late * DAY_MS)
}

/** One procedure: a contract, or one for each of its lots. */
function inventProcedure(random: () => number, day: Date, at: number): Record<string, unknown>[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  const buyer = pick(BUYERS)
  const need = pick(NEEDS)
  const whole = Math.round((need.amount * 10 ** (random() * 1.6 - 0.6)) / 100) * 100
  const lots = need.lots.length > 0 && random() < 0.45 ? need.lots.slice(0, between(2, 6)) : [null]
  const notified = day.toISOString().slice(0, 10)
  const published = new Date(day.getTime() + between(8, 55) * DAY_MS).toISOString().slice(0, 10)
  const object = `${need.object} – ${pick(need.places)}`
  return lots.map((lot) => {
    const amount = lot === null ? whole : Math.round((whole / lots.length) * (0.5 + random()))
    // The larger the contract, the larger the firms that win it.
    const large = random() < Math.min(0.6, amount / 1_500_000)
    const firms = FIRMS.filter(
      (firm) => firm.trades.includes(need.category) && firm.large === large,
    )
    const lead = pick(firms)
    const group = amount > 90_000 && random() < 0.15 ? [lead, pick(firms)] : [lead]
    const advance = amount > 50_000 && random() < 0.7
    const months = between(2, 36)
    return {
      id: `${notified.slice(0, 4)}-${String(at + 1).padStart(4, '0')}`,
      acheteur: { id: buyer },
      nature: 'Marché',
      objet: lot === null ? object : `${object}, lot ${need.lots.indexOf(lot) + 1} : ${lot}`,
      codeCPV: need.cpv,
      techniques: { technique: [need.framework ? 'Accord-cadre' : 'Sans objet'] },
      modalitesExecution: {
        modaliteExecution: [need.framework ? 'Bons de commande' : 'Sans objet'],
      },
      ccag: need.category === 'works' ? 'Travaux' : 'Fournitures courantes et services',
      typesPrix: { typePrix: [months > 12 ? 'Définitif révisable' : 'Définitif ferme'] },
      formePrix: need.framework ? 'Unitaire' : 'Forfaitaire',
      procedure:
        amount > 215_000 && need.category !== 'works'
          ? "Appel d'offres ouvert"
          : amount < 40_000 && random() < 0.3
            ? 'Marché passé sans publicité ni mise en concurrence préalable'
            : 'Procédure adaptée',
      lieuExecution: { code: '11', typeCode: 'Code département' },
      dureeMois: months,
      dateNotification: notified,
      datePublicationDonnees: published,
      montant: amount,
      ...(random() < 0.9 ? { offresRecues: 1 + Math.floor(random() * random() * 9) } : {}),
      attributionAvance: advance,
      ...(advance ? { tauxAvance: pick([0.05, 0.1, 0.3]) } : {}),
      typeGroupementOperateurs: group.length > 1 ? 'Solidaire' : 'Pas de groupement',
      sousTraitanceDeclaree: need.category === 'works' && random() < 0.2,
      marcheInnovant: false,
      titulaires: [...new Set(group)].map(({ siret }) => ({
        titulaire: { id: siret, typeIdentifiant: 'SIRET' },
      })),
      considerationsSociales: {
        considerationSociale: [random() < 0.25 ? 'Clause sociale' : 'Pas de considération sociale'],
      },
      considerationsEnvironnementales: {
        considerationEnvironnementale: [
          random() < 0.45 ? 'Clause environnementale' : 'Pas de considération environnementale',
        ],
      },
      ...(random() < 0.08
        ? {
            modifications: [
              {
                modification: {
                  id: 1,
                  montant: Math.round(amount * (1.03 + random() / 8)),
                  dateNotificationModification: published,
                  datePublicationDonneesModification: published,
                },
              },
            ],
          }
        : {}),
    }
  })
}

/** SIRET of councils, some of which the directory knows by their names only. */
const BUYERS = [
  '22110001900019',
  '22110001900019',
  '22110001900019',
  '21110069800011',
  '21110069800011',
  '21110262900014',
  '21110262900014',
  '20003571500016',
  '20003571500016',
  '24110059300011',
  '24110059300011',
  '27110003400013',
  '20000123800019',
]

interface Need {
  object: string
  category: Trade
  cpv: string
  /** Euros, about the middle of what such a contract costs. */
  amount: number
  places: string[]
  lots: string[]
  framework?: boolean
}

type Trade = 'works' | 'supplies' | 'services'

const BUILDING_LOTS = [
  'gros œuvre',
  'charpente et couverture',
  'menuiseries',
  'plâtrerie et peinture',
  'électricité',
  'chauffage et plomberie',
]
const SCHOOLS = ['école Jean-Jaurès', 'groupe scolaire des Oliviers', 'collège du canal', 'crèche']
const STREETS = ['avenue du Minervois', 'quartier de la gare', 'route de Limoux', 'centre ancien']

const NEEDS: Need[] = [
  {
    object: 'Rénovation énergétique',
    category: 'works',
    cpv: '45454000',
    amount: 320_000,
    places: SCHOOLS,
    lots: BUILDING_LOTS,
  },
  {
    object: 'Réfection de la toiture',
    category: 'works',
    cpv: '45261000',
    amount: 85_000,
    places: SCHOOLS,
    lots: [],
  },
  {
    object: 'Extension et mise en accessibilité',
    category: 'works',
    cpv: '45210000',
    amount: 450_000,
    places: ['mairie annexe', 'médiathèque', 'gymnase', 'maison de santé'],
    lots: BUILDING_LOTS,
  },
  {
    object: 'Réfection de voirie',
    category: 'works',
    cpv: '45233140',
    amount: 180_000,
    places: STREETS,
    lots: ['terrassement et réseaux', 'revêtements', 'espaces verts'],
  },
  {
    object: 'Renouvellement des réseaux d’eau potable',
    category: 'works',
    cpv: '45231300',
    amount: 390_000,
    places: STREETS,
    lots: [],
  },
  {
    object: 'Travaux d’éclairage public',
    category: 'works',
    cpv: '45316110',
    amount: 70_000,
    places: STREETS,
    lots: [],
  },
  {
    object: 'Fourniture de denrées',
    category: 'supplies',
    cpv: '15000000',
    amount: 60_000,
    places: ['restauration scolaire', 'cuisine centrale'],
    lots: ['fruits et légumes', 'viandes', 'produits laitiers', 'épicerie'],
    framework: true,
  },
  {
    object: 'Acquisition de véhicules',
    category: 'supplies',
    cpv: '34100000',
    amount: 110_000,
    places: ['services techniques', 'parc automobile'],
    lots: ['véhicules légers', 'utilitaires'],
  },
  {
    object: 'Fourniture de mobilier',
    category: 'supplies',
    cpv: '39100000',
    amount: 28_000,
    places: SCHOOLS,
    lots: [],
  },
  {
    object: 'Fourniture de matériel informatique',
    category: 'supplies',
    cpv: '30200000',
    amount: 75_000,
    places: ['services administratifs', 'écoles'],
    lots: [],
    framework: true,
  },
  {
    object: 'Entretien des espaces verts',
    category: 'services',
    cpv: '77310000',
    amount: 65_000,
    places: ['secteur nord', 'secteur sud', 'zones d’activités'],
    lots: ['tonte', 'élagage'],
    framework: true,
  },
  {
    object: 'Nettoyage des locaux',
    category: 'services',
    cpv: '90910000',
    amount: 120_000,
    places: ['bâtiments administratifs', 'écoles'],
    lots: [],
  },
  {
    object: 'Maîtrise d’œuvre',
    category: 'services',
    cpv: '71200000',
    amount: 48_000,
    places: ['halle aux sports', 'pôle culturel', 'digue de l’Aude'],
    lots: [],
  },
  {
    object: 'Assurances',
    category: 'services',
    cpv: '66510000',
    amount: 95_000,
    places: ['dommages aux biens et responsabilités'],
    lots: ['dommages aux biens', 'responsabilité civile', 'flotte automobile'],
  },
  {
    object: 'Transport scolaire',
    category: 'services',
    cpv: '60130000',
    amount: 210_000,
    places: ['secteur des Corbières', 'secteur du Lauragais'],
    lots: [],
  },
]

interface Firm {
  siren: string
  siret: string
  name: string
  size: FirmSize | null
  /** Whether it wins the large contracts. */
  large: boolean
  trades: Trade[]
  place: { commune: string; departement: string; region: string }
}

const OCCITANIE = '76'
const AUDE: [commune: string, departement: string, region: string][] = [
  ['11069', '11', OCCITANIE],
  ['11262', '11', OCCITANIE],
  ['11206', '11', OCCITANIE],
  ['11076', '11', OCCITANIE],
  ['11203', '11', OCCITANIE],
]
const NEAR: typeof AUDE = [
  ['34032', '34', OCCITANIE],
  ['31555', '31', OCCITANIE],
  ['66136', '66', OCCITANIE],
]
const FAR: typeof AUDE = [
  ['69123', '69', '84'],
  ['75056', '75', '11'],
]

/** Firms that exist nowhere: numbers in 9992 are given to nobody. */
const FIRMS: Firm[] = [
  ...invented(24, 'works', 'Bâtiment', 'micro', AUDE),
  ...invented(18, 'works', 'Travaux', 'sme', AUDE),
  ...invented(10, 'works', 'Construction', 'sme', NEAR),
  ...invented(5, 'works', 'Génie civil', 'mid-size', NEAR),
  ...invented(3, 'works', 'Grands chantiers', 'large', FAR),
  ...invented(8, 'supplies', 'Négoce', 'micro', AUDE),
  ...invented(10, 'supplies', 'Fournitures', 'sme', NEAR),
  ...invented(4, 'supplies', 'Distribution', 'large', FAR),
  ...invented(16, 'services', 'Services', 'micro', AUDE),
  ...invented(12, 'services', 'Études', 'sme', NEAR),
  ...invented(3, 'services', 'Ingénierie', 'mid-size', FAR),
  ...invented(3, 'services', 'Groupe', 'large', FAR),
  // Not every register knows the size of every firm.
  ...invented(4, 'works', 'Artisan', null, AUDE),
  ...invented(3, 'services', 'Conseil', null, NEAR),
].map((firm, at) => ({ ...firm, ...numbersOf(at) }))

function invented(
  count: number,
  trade: Trade,
  kind: string,
  size: FirmSize | null,
  places: typeof AUDE,
): Firm[] {
  return Array.from({ length: count }, (_, at) => {
    const [commune = '', departement = '', region = ''] = places[at % places.length] ?? []
    return {
      siren: '',
      siret: '',
      name: `${kind} Exemple ${at + 1} (démonstration)`,
      size,
      large: size === 'mid-size' || size === 'large',
      trades: [trade],
      place: { commune, departement, region },
    }
  })
}

function numbersOf(at: number): { siren: string; siret: string } {
  const siren = keyed(`9992${String(at).padStart(4, '0')}`)
  return { siren, siret: keyed(`${siren}0001`) }
}

/** With the digit that makes Luhn's sum a multiple of ten. */
function keyed(digits: string): string {
  const sum = [...digits].toReversed().reduce((total, digit, position) => {
    const value = Number(digit) * (position % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

/** Numbers from 0 to 1 that follow from the seed alone: the demonstration is the same for everybody. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
