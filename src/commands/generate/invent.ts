import type { Amount, Category, Procedure } from '../../consultations/facts.ts'
import { picker, randomFrom } from './random.ts'
import { inventToponym } from './toponyms.ts'
import { CLOSINGS, DETAILS, OPENINGS, WORKS, type Words } from './works.ts'

/** A believable consultation that nobody ever published. Amounts are euros excluding VAT. */
export interface Invented {
  reference: string
  object: string
  description: string
  buyer: string
  /** Where the work is done. */
  commune: Commune
  category: Category
  procedure: Procedure
  cpv: string
  /** Titles; none where the contract is not divided. */
  lots: string[]
  amount: Amount | null
  visit: 'compulsory' | 'none' | null
  /** Calendar days between publication and deadline. */
  daysGiven: number
  /** Paris time of day of the deadline, `12:00`. */
  hour: string
}

/** A commune and its INSEE code. */
export interface Commune {
  name: string
  code: string
}

/** What consultations are invented from. */
export interface World {
  seed: number
  /** The first ones buy most. */
  communes: readonly [Commune, ...Commune[]]
}

/** The consultation of this number: always the same one in the same world. */
export function invent({ seed, communes }: World, number: number): Invented {
  const random = randomFrom(seed * 1_000_003 + number)
  const pick = picker(random)
  const commune = communes[Math.floor(communes.length * random() ** 2)] ?? communes[0]
  const work = pick(WORKS)
  const amount = pick(AMOUNTS)
  const divided = work.lots.length > 0 && random() < 0.4
  const site = random() < 0.6 ? `, ${pick(SITES)} ${inventToponym(random)},` : ''
  const body = random() < 0.25 ? work.bodies[Math.floor(random() * work.bodies.length)] : undefined
  return {
    reference: `${pick(['TX', 'MP', 'CP', 'DST'])}-${String(number).padStart(6, '0')}`,
    object: `${pick(work.actions)} ${pick(work.places)}${site} ${at(commune.name)}`,
    description: [pick(OPENINGS), work.said, pick(DETAILS), pick(DETAILS), pick(CLOSINGS)].join(
      ' ',
    ),
    buyer: `${body ?? pick(TOWN)} ${of(commune.name)}`,
    commune,
    category: work.category,
    procedure: pick(PROCEDURES),
    cpv: work.cpv,
    lots: divided ? work.lots.slice(0, 2 + Math.floor(random() * (work.lots.length - 1))) : [],
    amount: random() < 0.5 ? { min: amount, max: amount * 2 } : null,
    visit: random() < 0.3 ? 'compulsory' : random() < 0.5 ? 'none' : null,
    daysGiven: 15 + Math.floor(random() * 30),
    hour: pick(['12:00', '12:00', '16:00', '17:00']),
  }
}

const TOWN: Words = ['Commune', 'Ville', 'Mairie']
const SITES: Words = ['secteur', 'lieu-dit', 'hameau de', 'zone de', 'quartier', 'site de']
const PROCEDURES: readonly [Procedure, ...Procedure[]] = [
  'adapted',
  'adapted',
  'adapted',
  'below-threshold',
  'open',
]
const AMOUNTS: readonly [number, ...number[]] = [
  12_000, 25_000, 45_000, 90_000, 160_000, 320_000, 800_000, 2_500_000,
]

/** « de Limoux », « d’Argeliers », « du Somail », « des Martys ». */
function of(name: string): string {
  if (name.startsWith('Le ')) return `du ${name.slice(3)}`
  if (name.startsWith('Les ')) return `des ${name.slice(4)}`
  return /^[aeiouyéèêâî]/i.test(name) ? `d’${name}` : `de ${name}`
}

/** « à Limoux », « au Somail », « aux Martys ». */
function at(name: string): string {
  if (name.startsWith('Le ')) return `au ${name.slice(3)}`
  if (name.startsWith('Les ')) return `aux ${name.slice(4)}`
  return `à ${name}`
}
