import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { invent } from '../../src/commands/generate/invent.ts'
import { randomFrom } from '../../src/commands/generate/random.ts'
import { AUDE } from './aude.ts'

/** How many contracts, or about how many bytes of them; `clean` leaves out the dirt of real files. */
export interface InventedFile {
  contracts?: number
  bytes?: number
  /** Number of the first contract; absent: 1. Each number is always the same contract. */
  first?: number
  clean?: boolean
}

/** A DECP 2.0 file of invented contracts, the concessions last, in pieces of some 64 kB: any size in bounded memory. */
export async function* inventContractsFile({
  contracts = Number.POSITIVE_INFINITY,
  bytes = Number.POSITIVE_INFINITY,
  first = 1,
  clean = false,
}: InventedFile): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const concessions: number[] = []
  let piece = '{"marches":{"marche":['
  let written = 0
  let separator = ''
  for (let number = first; number < first + contracts && written < bytes; number += 1) {
    if (isConcession(number)) {
      concessions.push(number)
      continue
    }
    piece += separator + JSON.stringify(inventContract(number, clean))
    separator = ','
    if (piece.length < PIECE) continue
    const encoded = encoder.encode(piece)
    written += encoded.length
    piece = ''
    yield encoded
  }
  piece += '],"contrat-concession":['
  separator = ''
  for (const number of concessions) {
    piece += separator + JSON.stringify(inventConcession(number))
    separator = ','
    if (piece.length < PIECE) continue
    yield encoder.encode(piece)
    piece = ''
  }
  yield encoder.encode(`${piece}]}}`)
}

/** The contract of this number as the schema wants it, or, one in sixteen unless `clean`, with dirt of real files. */
export function inventContract(number: number, clean: boolean): Record<string, unknown> {
  const random = randomFrom(number)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  const { object, category, cpv, commune } = invent(AUDE, number)
  const notified = dayOf(between(0, DAYS - 1))
  const amount = Math.round(10 ** (3.6 + 3 * random() * random() + random()) * 100) / 100
  const isFramework = random() < 0.2
  const advance = amount > 50_000 && random() < 0.7
  const group = random() < 0.12 ? between(2, 3) : 1
  const suppliers = Array.from({ length: group }, () => supplier(random))
  const months = between(1, 48)
  const contract: Record<string, unknown> = {
    id: `${notified.slice(0, 4)}${pick(['M', 'MP', 'S', ''])}${String(number).padStart(8, '0')}`,
    acheteur: { id: inventSiret(BUYERS + Math.floor(random() * random() * 400), 1) },
    nature: 'Marché',
    objet: `${object}${category === 'works' ? `, lot n° ${between(1, 12)}` : ''}`,
    codeCPV: cpv,
    techniques: { technique: [isFramework ? 'Accord-cadre' : 'Sans objet'] },
    modalitesExecution: { modaliteExecution: [isFramework ? 'Bons de commande' : 'Sans objet'] },
    marcheInnovant: random() < 0.02,
    ccag: category === 'works' ? 'Travaux' : 'Fournitures courantes et services',
    offresRecues: 1 + Math.floor(random() * random() * 9),
    attributionAvance: advance,
    ...(advance ? { tauxAvance: pick([0.05, 0.1, 0.2, 0.3]) } : {}),
    typeGroupementOperateurs: group === 1 ? 'Pas de groupement' : pick(['Conjoint', 'Solidaire']),
    procedure: amount > 215_000 && random() < 0.8 ? "Appel d'offres ouvert" : pick(PROCEDURES),
    lieuExecution: { code: commune.code, typeCode: 'Code commune' },
    dureeMois: months,
    dateNotification: notified,
    datePublicationDonnees: later(notified, between(5, 70)),
    montant: amount,
    typesPrix: { typePrix: [pick(['Définitif ferme', 'Définitif révisable'])] },
    formePrix: pick(['Unitaire', 'Forfaitaire', 'Mixte']),
    sousTraitanceDeclaree: random() < 0.1,
    titulaires: suppliers.map((titulaire) => ({ titulaire })),
    considerationsSociales: {
      considerationSociale: [random() < 0.3 ? 'Clause sociale' : 'Pas de considération sociale'],
    },
    considerationsEnvironnementales: {
      considerationEnvironnementale: [
        random() < 0.5 ? 'Clause environnementale' : 'Pas de considération environnementale',
      ],
    },
  }
  if (random() < 0.1)
    contract['modifications'] = Array.from({ length: between(1, 3) }, (_, at) => ({
      modification: {
        id: at + 1,
        montant: Math.round(amount * (1.05 + at / 20) * 100) / 100,
        dureeMois: months + at,
        dateNotificationModification: later(notified, 100 * (at + 1)),
        datePublicationDonneesModification: later(notified, 100 * (at + 1) + 20),
      },
    }))
  if (contract['sousTraitanceDeclaree'] === true)
    contract['actesSousTraitance'] = [
      {
        acteSousTraitance: {
          id: 1,
          sousTraitant: supplier(random),
          dureeMois: Math.max(1, months - 1),
          dateNotification: later(notified, 30),
          datePublicationDonnees: later(notified, 60),
          montant: Math.round(amount * 20) / 100 + 1,
          variationPrix: 'Ferme',
        },
      },
    ]
  return clean || number % 16 !== 0 ? contract : { ...contract, ...pick(DIRT)(contract) }
}

/** The number of an establishment whose key is right, from a number of up to eight digits and an order from 1. */
export function inventSiret(firm: number, order: number): string {
  return keyed(keyed(String(firm).padStart(8, '0')) + String(order).padStart(4, '0'))
}

const PIECE = 60_000
const FIRST_DAY = Date.UTC(2019, 0, 1)
const DAY_MS = 86_400_000
/** Seven years. */
const DAYS = 2557
const BUYERS = 21_110_000

const PROCEDURES = [
  'Procédure adaptée',
  'Procédure adaptée',
  'Procédure adaptée',
  "Appel d'offres ouvert",
  'Marché passé sans publicité ni mise en concurrence préalable',
  'Procédure avec négociation',
]

/** What real files hold, as changes to a contract. */
const DIRT: ((contract: Record<string, unknown>) => Record<string, unknown>)[] = [
  () => ({ montant: 1.0e17 }),
  () => ({ montant: 0 }),
  () => ({ montant: '12 500,50 €' }),
  () => ({ montant: 'NC' }),
  () => ({ dateNotification: '0222-04-29' }),
  () => ({ dateNotification: '5021-02-18' }),
  () => ({ dateNotification: 'September, 16 2021 00:00:00' }),
  ({ dateNotification }) => ({ dateNotification: `${String(dateNotification)}+02:00` }),
  () => ({ codeCPV: '4521' }),
  () => ({ codeCPV: '' }),
  () => ({ offresRecues: 0 }),
  () => ({ tauxAvance: 30 }),
  () => ({ titulaires: [] }),
  ({ titulaires }) => ({ titulaires: [titulaires] }),
  () => ({ titulaires: [{ titulaire: { id: '12345678901234', typeIdentifiant: 'SIRET' } }] }),
  () => ({ titulaires: [{ titulaire: { id: 'DE814864138', typeIdentifiant: 'TVA' } }] }),
  ({ id }) => ({ id: `${String(id)} / lot 2` }),
  () => ({ procedure: 'Autre' }),
  () => ({ lieuExecution: { code: 'NC', typeCode: 'Code commune' } }),
]

function isConcession(number: number): boolean {
  return number % 50 === 0
}

/** A concession of this number, as the schema wants it. */
export function inventConcession(number: number): Record<string, unknown> {
  const random = randomFrom(number)
  const signed = dayOf(Math.floor(random() * DAYS))
  return {
    id: `C${String(number).padStart(9, '0')}`,
    autoriteConcedante: { id: inventSiret(BUYERS + Math.floor(random() * 400), 1) },
    nature: random() < 0.5 ? 'Concession de service' : 'Délégation de service public',
    objet: `Exploitation de la fourrière et du stationnement, zone ${number}`,
    procedure: 'Procédure négociée ouverte',
    dureeMois: 60,
    dateSignature: signed,
    datePublicationDonnees: later(signed, 30),
    dateDebutExecution: later(signed, 60),
    valeurGlobale: Math.round(10 ** (5 + 2 * random())),
    montantSubventionPublique: 0,
    concessionnaires: [{ concessionnaire: supplier(random) }],
    considerationsSociales: { considerationSociale: ['Pas de considération sociale'] },
    considerationsEnvironnementales: {
      considerationEnvironnementale: ['Critère environnemental'],
    },
  }
}

/** A few firms hold many contracts, and most hold few. */
function supplier(random: () => number): { id: string; typeIdentifiant: string } {
  const firm = 30_000_000 + Math.floor(random() * random() * random() * 40_000) * 37
  return { id: inventSiret(firm, 1 + Math.floor(random() * 3)), typeIdentifiant: 'SIRET' }
}

function dayOf(index: number): string {
  return new Date(FIRST_DAY + index * DAY_MS).toISOString().slice(0, 10)
}

function later(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The digits with the Luhn key that makes them right. */
function keyed(digits: string): string {
  let sum = 0
  for (let at = digits.length - 1, doubled = true; at >= 0; at -= 1, doubled = !doubled) {
    const digit = digits.charCodeAt(at) - 48
    sum += doubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
  }
  return digits + ((10 - (sum % 10)) % 10)
}

/** `tsx tests/bench/invented-contracts.ts FILE [--contracts N] [--bytes N] [--clean]` writes such a file. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      contracts: { type: 'string' },
      bytes: { type: 'string' },
      clean: { type: 'boolean', default: false },
    },
  })
  const asked = {
    ...(values.contracts === undefined ? {} : { contracts: Number(values.contracts) }),
    ...(values.bytes === undefined ? {} : { bytes: Number(values.bytes) }),
    clean: values.clean,
  }
  if (positionals[0] === undefined || (values.contracts ?? values.bytes) === undefined)
    throw new Error('a file, and --contracts or --bytes')
  await pipeline(Readable.from(inventContractsFile(asked)), createWriteStream(positionals[0]))
}
