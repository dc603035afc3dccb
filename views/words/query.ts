import { AMOUNT_CUTS, canonicalQuery, type Filter } from '../../src/consultations/filter.ts'
import type { FilterLabels } from '../../src/consultations/shown.ts'
import { euros, numberText } from '../format.ts'
import { CATEGORY_LABELS } from './categories.ts'
import { NOTICE_GROUP_LABELS } from './notices.ts'
import { PROCEDURE_GROUP_LABELS } from './procedures.ts'
import { STATE_LABELS } from './states.ts'

/** A word of the address and what may be said with it; no values: free text or the name of something. */
interface QueryWord {
  field: keyof Filter
  label: string
  values?: Record<string, string>
}

/** The words of users.md 5.5, in the order of the form. */
export const QUERY_WORDS: Record<string, QueryWord> = {
  q: { field: 'q', label: 'Mots' },
  metier: { field: 'trade', label: 'Métier' },
  lieu: { field: 'place', label: 'Lieu' },
  rayon: {
    field: 'radius',
    label: 'Rayon',
    values: { 10: '10 km', 20: '20 km', 30: '30 km', 50: '50 km' },
  },
  type: {
    field: 'category',
    label: 'Type',
    values: {
      travaux: CATEGORY_LABELS.works,
      fournitures: CATEGORY_LABELS.supplies,
      services: CATEGORY_LABELS.services,
    },
  },
  'montant-min': { field: 'amountMin', label: 'Montant minimal', values: amounts('À partir de') },
  'montant-max': { field: 'amountMax', label: 'Montant maximal', values: amounts('Jusqu’à') },
  echeance: {
    field: 'closingWithin',
    label: 'Échéance',
    values: { 7: 'Sous 7 jours', 14: 'Sous 14 jours', 30: 'Sous 30 jours' },
  },
  acheteur: { field: 'buyer', label: 'Acheteur' },
  partenaires: {
    field: 'partnersOnly',
    label: 'Acheteurs',
    values: { oui: 'Partenaires du pacte seulement' },
  },
  procedure: {
    field: 'procedure',
    label: 'Procédure',
    values: {
      'petit-marche': PROCEDURE_GROUP_LABELS['below-threshold'],
      adaptee: PROCEDURE_GROUP_LABELS.adapted,
      formalisee: PROCEDURE_GROUP_LABELS.formal,
      concession: PROCEDURE_GROUP_LABELS.concession,
    },
  },
  lots: {
    field: 'lots',
    label: 'Lots',
    values: { allotie: 'Marché alloti', 'non-allotie': 'Marché non alloti' },
  },
  visite: {
    field: 'withoutVisit',
    label: 'Visite',
    values: { aucune: 'Sans visite obligatoire' },
  },
  reserve: {
    field: 'reserved',
    label: 'Marchés réservés',
    values: { non: 'Sans les marchés réservés', oui: 'Marchés réservés seulement' },
  },
  paru: {
    field: 'publishedWithin',
    label: 'Parution',
    values: { 7: 'Depuis 7 jours', 30: 'Depuis 30 jours' },
  },
  etat: {
    field: 'state',
    label: 'État',
    values: {
      'en-cours': STATE_LABELS.open,
      'a-venir': STATE_LABELS.planned,
      terminee: STATE_LABELS.ended,
      attribuee: STATE_LABELS.awarded,
      'sans-suite': STATE_LABELS.abandoned,
      infructueuse: STATE_LABELS.unsuccessful,
      annulee: STATE_LABELS.withdrawn,
      toutes: STATE_LABELS.all,
    },
  },
  precis: {
    field: 'knownOnly',
    label: 'Non précisés',
    values: { oui: 'Masquer les non précisés' },
  },
  tri: {
    field: 'sort',
    label: 'Tri',
    values: { echeance: 'Par date limite', parution: 'Par date de parution' },
  },
  avis: {
    field: 'notices',
    label: 'Avis',
    values: {
      nouveautes: NOTICE_GROUP_LABELS.new,
      rectificatifs: NOTICE_GROUP_LABELS.corrections,
      resultats: NOTICE_GROUP_LABELS.results,
    },
  },
  vue: {
    field: 'view',
    label: 'Entrées',
    values: { consultations: 'Une entrée par consultation' },
  },
  contenu: {
    field: 'contents',
    label: 'Agenda',
    values: { echeances: 'Dates limites sans les visites' },
  },
}

/** One thing that is asked, in words. */
export interface Asked {
  field: keyof Filter
  /** « Électricité », « à 30 km de Narbonne », « jusqu’à 90 000 € » */
  text: string
}

/** What a filter asks, in words, in the order of the form; the sort is no question and left out. */
export function describeFilter(filter: Filter, labels: FilterLabels): Asked[] {
  const asked = askedWords(filter)
  return Object.entries(QUERY_WORDS).flatMap(([word, { field, values }]) => {
    const value = asked.get(word)
    if (value === null || field === 'sort' || field === 'radius') return []
    return [{ field, text: valueText(word, value, filter, labels) ?? values?.[value] ?? value }]
  })
}

/** The words of the address that ask this filter, with their values. */
export function askedWords(filter: Filter): URLSearchParams {
  return new URLSearchParams(canonicalQuery(filter))
}

/** The same question without one of its parts; a radius goes with its place. */
export function withoutField(filter: Filter, field: keyof Filter): Filter {
  const rest = { ...filter }
  delete rest[field]
  if (field === 'place') delete rest.radius
  return rest
}

function valueText(word: string, value: string, filter: Filter, labels: FilterLabels) {
  if (word === 'q') return `« ${value} »`
  if (word === 'metier') return labels.trade
  if (word === 'acheteur') return labels.buyer
  if (word === 'montant-min') return `à partir de ${euros(Number(value))}`
  if (word === 'montant-max') return `jusqu’à ${euros(Number(value))}`
  if (word === 'lieu')
    return `${labels.place ?? value}${filter.radius ? ` et ${numberText(filter.radius)} km autour` : ''}`
  return null
}

function amounts(beginning: string): Record<string, string> {
  return Object.fromEntries(AMOUNT_CUTS.map((cut) => [cut, `${beginning} ${euros(cut)}`]))
}
