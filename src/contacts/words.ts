import type { BodyKind, Problem, RuleTarget, SchemeTheme } from './schema.ts'

/** The words of addresses, forms and files for what a firm needs help with, in the order in which they are offered. */
export const PROBLEM_WORDS: Record<Problem, string> = {
  question: 'question',
  orientation: 'orientation',
  payment: 'paiement',
  mediation: 'mediation',
  innovation: 'innovation',
  financing: 'financement',
  difficulty: 'difficulte',
}

export const BODY_KIND_WORDS: Record<BodyKind, string> = {
  'state-service': 'service-de-l-etat',
  'national-body': 'organisme-national',
  council: 'collectivite',
  chamber: 'chambre',
  'professional-body': 'organisation-professionnelle',
  'public-body': 'organisme-public',
  instance: 'instance',
}

export const THEME_WORDS: Record<SchemeTheme, string> = {
  advance: 'avance',
  aid: 'aide',
  innovation: 'innovation',
  financing: 'financement',
  difficulty: 'difficulte',
}

/** Where rules lead that lead to no one body; any other word is the body's. */
export const TARGET_WORDS: Record<Exclude<RuleTarget, 'body'>, string> = {
  'buyer-correspondent': 'correspondant-de-l-acheteur',
  chambers: 'chambres',
  'professional-bodies': 'organisations-professionnelles',
}

/** What a word means; undefined where it is none of them. */
export function meaningOf<T extends string>(
  words: Partial<Record<T, string>>,
  word: string,
): T | undefined {
  return (Object.keys(words) as T[]).find((each) => words[each] === word)
}
