import type { MediationResult } from '../../src/analysis/schema.ts'
import type { Theme } from '../../src/requests/choices.ts'
import type {
  MediationStep,
  Outcome,
  RequestEventKind,
  RequestKind,
  RequestState,
} from '../../src/requests/schema.ts'
import type { Delay } from '../../src/requests/figures.ts'
import { numberText } from '../format.ts'

/** How firms are invited to ask: the marks stay with their words. */
export const ASK_TITLE = 'Une question\u00A0? Un blocage\u00A0?'

/** The page where they choose what they ask for. */
export const CHOOSE_TITLE = 'Poser une question, saisir le correspondant PME'

/** Kinds in addresses and forms. */
export const KIND_WORDS: Record<RequestKind, string> = {
  question: 'question',
  orientation: 'orientation',
  mediation: 'mediation',
  innovation: 'innovation',
  difficulty: 'difficulte',
}

export const KIND_LABELS: Record<RequestKind, string> = {
  question: 'Question',
  orientation: 'Orientation',
  mediation: 'Médiation avec un acheteur',
  innovation: 'Solution innovante',
  difficulty: 'Entreprise en difficulté',
}

/** What each kind is for, to who chooses among them. */
export const KIND_HINTS: Record<RequestKind, string> = {
  question:
    'Sur une consultation, un marché, une règle\u00A0: le correspondant PME de l’acheteur répond.',
  orientation: 'Vous ne savez pas à qui vous adresser, ou par où commencer.',
  mediation:
    'Un désaccord avec un acheteur (paiement, exécution, pénalités, rejet…)\u00A0: le correspondant PME l’entend et cherche un accord.',
  innovation: 'Vous proposez à un acheteur une solution qu’il n’a pas demandée.',
  difficulty:
    'Trésorerie, dettes, emplois menacés\u00A0: une demande confidentielle, lue par des personnes désignées seulement.',
}

/** Titles of the form; « saisir » is said of a mediation only. */
export const KIND_TITLES: Record<RequestKind, string> = {
  question: 'Poser une question',
  orientation: 'Être orienté',
  mediation: 'Saisir le correspondant PME',
  innovation: 'Proposer une solution innovante',
  difficulty: 'Entreprise en difficulté\u00A0: être aidé',
}

export const THEME_LABELS: Record<Theme, string> = {
  find: 'Trouver des consultations',
  answer: 'Répondre à une consultation',
  pieces: 'Pièces et capacités demandées',
  lots: 'Allotissement, groupement d’entreprises',
  deadline: 'Délai de réponse',
  rejection: 'Offre rejetée, procédure abandonnée',
  payment: 'Paiement, avance, révision des prix',
  performance: 'Exécution, avenant, réception',
  penalties: 'Pénalités, résiliation',
  subcontracting: 'Sous-traitance',
  innovation: 'Innovation',
  other: 'Autre sujet',
}

export const STATE_LABELS: Record<RequestState, string> = {
  received: 'Reçue',
  acknowledged: 'Prise en charge',
  answered: 'Réponse donnée',
  closed: 'Close',
}

export const STEP_LABELS: Record<MediationStep, string> = {
  asked: 'Médiation demandée',
  'buyer-heard': 'Acheteur entendu',
  proposal: 'Proposition faite',
}

export const OUTCOME_LABELS: Record<Outcome, string> = {
  agreement: 'Accord',
  partial: 'Accord partiel',
  none: 'Pas d’accord',
  withdrawn: 'Retirée ou abandonnée par l’entreprise',
  answered: 'Réponse donnée',
  oriented: 'Orientée vers un autre organisme',
  solution: 'Solution trouvée',
  'no-follow-up': 'Sans suite',
}

/** How far mediations are, or how they ended, as the yearly analysis counts them. */
export const MEDIATION_RESULT_LABELS: Record<MediationResult, string> = {
  agreement: OUTCOME_LABELS.agreement,
  partial: OUTCOME_LABELS.partial,
  none: OUTCOME_LABELS.none,
  withdrawn: 'Retirée ou abandonnée',
  open: 'En cours',
}

/** Of a firm in difficulty, some outcomes are said otherwise. */
export function outcomeLabel(outcome: Outcome, kind: RequestKind): string {
  if (kind !== 'difficulty') return OUTCOME_LABELS[outcome]
  if (outcome === 'partial') return 'Solution partielle'
  return outcome === 'none' ? 'Pas de solution trouvée' : OUTCOME_LABELS[outcome]
}

export const EVENT_LABELS: Record<RequestEventKind, string> = {
  received: 'Demande reçue',
  routed: 'Confiée à',
  acknowledged: 'Accusé de réception par',
  answered: 'Réponse de',
  'relay-asked': 'Relais proposé par',
  'relay-accepted': 'Relais accepté par l’entreprise',
  'relay-refused': 'Relais refusé par l’entreprise',
  'name-allowed': 'L’entreprise accepte que son nom soit donné à l’acheteur',
  'buyer-heard': 'Acheteur entendu par',
  proposal: 'Proposition faite par',
  closed: 'Close',
  reopened: 'Rouverte par l’entreprise',
  erased: 'Effacée à la demande de l’entreprise',
}

/** « 3 jours », « moins d’un jour »: a median, told only where there are enough of them. */
export function delayText({ count, medianDays }: Delay, enough: number): string {
  if (medianDays === null || count < enough)
    return `non publié : ${count === 0 ? 'aucun cas' : `moins de ${enough} cas`}`
  if (medianDays < 1) return 'moins d’un jour'
  const days = Math.round(medianDays * 10) / 10
  return `${numberText(days)} ${days < 2 ? 'jour' : 'jours'}`
}

/** A theme's label; the word itself where it is none that is offered now. */
export function themeLabel(theme: string): string {
  return Object.entries(THEME_LABELS).find(([word]) => word === theme)?.[1] ?? theme
}
