import type { LotOutcome, Winner } from '../../consultations/facts.ts'
import type { Commune } from './invent.ts'
import type { Words } from './works.ts'

const FIRMS = 4_000

/** A contract awarded for about this amount to an invented firm, whose number begins with three zeros as no firm's does. */
export function inventAward(
  random: () => number,
  near: { amount: number; commune: Commune; notifiedOn: string },
): LotOutcome {
  const bids = 1 + Math.floor(random() * 8)
  return {
    kind: 'awarded',
    winners: [inventFirm(Math.floor(FIRMS * random() ** 2), near.commune)],
    amount: Math.round(near.amount * (0.7 + random() * 0.5)),
    bids,
    irregularBids: 0,
    smeBids: Math.max(0, bids - Math.floor(random() * 3)),
    notifiedOn: near.notifiedOn,
    ground: null,
  }
}

function inventFirm(number: number, { name }: Commune): Winner {
  const nth = (words: Words, at: number) => words[at % words.length] ?? words[0]
  const families = Math.floor(number / FORMS.length)
  const trades = Math.floor(families / FAMILIES.length)
  return {
    name: `${nth(FORMS, number)} ${nth(FAMILIES, families)} ${nth(FIELDS, trades)}`,
    siret: `000${String(number).padStart(6, '0')}00010`,
    commune: name,
    size: number % 10 < 4 ? 'micro' : number % 10 < 9 ? 'sme' : 'mid-size',
  }
}

const FORMS: Words = ['SARL', 'SAS', 'EURL', 'Établissements', 'Ateliers']
const FAMILIES: Words = [
  'Bonnafous',
  'Cabrol',
  'Dejean',
  'Escudié',
  'Fabre',
  'Gleizes',
  'Hérail',
  'Izard',
  'Jalabert',
  'Lacombe',
  'Marty',
  'Nègre',
  'Ourliac',
  'Pagès',
  'Rouquette',
  'Sicre',
  'Tournier',
  'Vidal',
  'Azéma',
  'Barthès',
  'Calvet',
  'Durand',
  'Espinasse',
  'Fourcade',
  'Galy',
  'Laffont',
  'Maury',
  'Olive',
  'Pech',
  'Resplandy',
]
const FIELDS: Words = [
  'Bâtiment',
  'Travaux publics',
  'Paysage',
  'Services',
  'Énergies',
  'Habitat',
  'Distribution',
  'Ingénierie',
  'Environnement',
  'Transports',
  'Occitanie',
  'Corbières',
  'Minervois',
  'Lauragais',
  'Narbonnais',
  'Et fils',
  'Frères',
  'Associés',
  'Rénovation',
  'Réseaux',
  'Nettoyage',
  'Numérique',
  'Mobilier',
  'Restauration',
  'Conseil',
  'Forêts',
  'Hydraulique',
]
