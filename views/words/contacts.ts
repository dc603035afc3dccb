import type { Checkable } from '../../src/contacts/to-check.ts'
import type { BodyKind, Problem, RuleTarget, SchemeTheme } from '../../src/contacts/schema.ts'
import {
  BODY_KIND_WORDS,
  PROBLEM_WORDS,
  TARGET_WORDS,
  THEME_WORDS,
} from '../../src/contacts/words.ts'
import type { AddressWords } from '../http/unknown-filter-page.tsx'
import { numberText } from '../format.ts'

/** What a firm needs, in its own words. */
export const PROBLEM_LABELS: Record<Problem, string> = {
  question: 'Une question sur une consultation ou un marché',
  orientation: 'Savoir par où commencer',
  payment: 'Un paiement en retard',
  mediation: 'Un blocage avec un acheteur',
  innovation: 'Proposer une solution innovante',
  financing: 'Trouver un financement ou une aide',
  difficulty: 'Une entreprise en difficulté',
}

export const BODY_KIND_LABELS: Record<BodyKind, string> = {
  'state-service': 'Service de l’État',
  'national-body': 'Organisme national',
  council: 'Collectivité',
  chamber: 'Chambre',
  'professional-body': 'Organisation professionnelle',
  'public-body': 'Organisme public',
  instance: 'Instance',
}

export const THEME_LABELS: Record<SchemeTheme, string> = {
  advance: 'Avances',
  aid: 'Aides',
  innovation: 'Innovation',
  financing: 'Paiement et financement',
  difficulty: 'Entreprises en difficulté',
}

export const TARGET_LABELS: Record<Exclude<RuleTarget, 'body'>, string> = {
  'buyer-correspondent': 'le correspondant PME de l’acheteur',
  chambers: 'les chambres du territoire',
  'professional-bodies': 'les organisations professionnelles',
}

export const CHECKABLE_LABELS: Record<Checkable['kind'], string> = {
  correspondent: 'Correspondant PME',
  practice: 'Comment nous achetons',
  body: 'Organisme',
  contact: 'Interlocuteur',
  scheme: 'Fiche d’aide',
}

/** What was just done at the desk, by the word of the address. */
export const CONTACTS_DONE = {
  enregistre: 'C’est enregistré, et visible du public.',
  verifie: 'C’est noté : fiche vérifiée aujourd’hui.',
  retire: 'La fiche est retirée. Sa page dit pourquoi.',
}

/** What cards to keep say beside the facts. */
export const CARD_NOTES = {
  correspondent: 'Correspondant PME',
  demonstration: 'Fiche de démonstration : personne et coordonnées inventées.',
}

/** « moins de 400 salariés », « 400 salariés et plus »; empty where any number does. */
export function headCountText(from: number | null, below: number | null): string {
  if (from !== null && below !== null)
    return `de ${numberText(from)} à ${numberText(below - 1)} salariés`
  if (from !== null) return `${numberText(from)} salariés et plus`
  return below === null ? '' : `moins de ${numberText(below)} salariés`
}

/** The words of the addresses of contacts, with the labels of their values. */
export const CONTACT_WORDS: AddressWords = {
  probleme: { label: 'De quoi s’agit-il ?', values: labelled(PROBLEM_WORDS, PROBLEM_LABELS) },
  lieu: { label: 'Lieu' },
  metier: { label: 'Métier' },
  acheteur: { label: 'Acheteur' },
  effectif: { label: 'Nombre de salariés' },
  theme: { label: 'Thème', values: labelled(THEME_WORDS, THEME_LABELS) },
}

/** The choices of a form whose values are the words of addresses. */
export const PROBLEM_OPTIONS = optionsOf(PROBLEM_WORDS, PROBLEM_LABELS)
export const THEME_OPTIONS = optionsOf(THEME_WORDS, THEME_LABELS)
export const BODY_KIND_OPTIONS = optionsOf(BODY_KIND_WORDS, BODY_KIND_LABELS)
export const TARGET_OPTIONS = optionsOf(TARGET_WORDS, TARGET_LABELS)

function optionsOf<T extends string>(words: Record<T, string>, labels: Record<T, string>) {
  return (Object.keys(words) as T[]).map((each) => ({ value: words[each], label: labels[each] }))
}

function labelled<T extends string>(words: Record<T, string>, labels: Record<T, string>) {
  return Object.fromEntries(
    (Object.keys(words) as T[]).map((each) => [words[each], labels[each]] as const),
  )
}
