import type { YearRefusal, YearRefusalCode } from '../../src/analysis/years/problem.ts'
import type { PactProblem } from '../../src/pact/problem.ts'
import { longDate, plural } from '../format.ts'
import type { FormError } from '../shared/form.tsx'
import { pactProblemSentence } from './pact-problems.ts'

/** What is wrong with what was sent about the analysis, each at its field. */
export function analysisErrors(problems: (YearRefusal | PactProblem)[]): FormError[] {
  return problems.map((problem) => ({ name: problem.field, text: yearRefusalSentence(problem) }))
}

/** Why something is refused, and what to do. */
export function yearRefusalSentence(problem: YearRefusal | PactProblem): string {
  return isRefusal(problem) ? SENTENCES[problem.code](problem) : pactProblemSentence(problem)
}

function isRefusal(problem: YearRefusal | PactProblem): problem is YearRefusal {
  return Object.hasOwn(SENTENCES, problem.code)
}

const day = ({ day }: YearRefusal) => (day === undefined ? 'cette date' : longDate(day))
const names = ({ names = [] }: YearRefusal) => names.join(', ')

const SENTENCES: Record<YearRefusalCode, (refusal: YearRefusal) => string> = {
  missing: () => 'Ce champ est à remplir.',
  stale: () =>
    'Quelqu’un d’autre a enregistré avant vous : ce qui est maintenant enregistré est montré ci-dessous, et rien n’a été perdu.',
  'not-next': () =>
    'L’analyse avance d’une étape à la fois et ne revient pas en arrière : elle n’en est pas là.',
  'not-now': () => 'À cette étape de l’analyse, ce n’est pas, ou plus, possible.',
  'freeze-too-early': (refusal) =>
    `Les données se gèlent à partir du ${day(refusal)} : les données essentielles paraissent jusqu’à deux mois après la notification. Avancez d’abord cette date, en disant pourquoi.`,
  'checks-open': (refusal) =>
    `Les acheteurs vérifient leurs marchés jusqu’au ${day(refusal)} inclus. N’ont pas encore confirmé : ${names(refusal)}.`,
  'checks-closed': (refusal) =>
    refusal.day === undefined
      ? 'Les marchés de cette année ne sont pas à vérifier maintenant.'
      : `La vérification s’est terminée le ${day(refusal)} : vos marchés sont tels que vous les avez laissés.`,
  'comments-open': (refusal) =>
    `Les signataires commentent le projet jusqu’au ${day(refusal)} inclus.`,
  'comments-closed': (refusal) =>
    refusal.day === undefined
      ? 'Le projet n’est pas encore soumis aux commentaires.'
      : `Les commentaires étaient reçus jusqu’au ${day(refusal)}.`,
  'comments-unanswered': ({ count = 0 }) =>
    `Répondez d’abord aux commentaires : ${plural(count, 'attend', 'attendent')} une réponse.`,
  'findings-missing': () => 'Écrivez d’abord les trois constats.',
  'recommendations-missing': () =>
    'Dites d’abord ce qui change l’an prochain : au moins une recommandation, liée à une action du pacte.',
  'signatures-missing': (refusal) =>
    `N’ont pas encore signé : ${names(refusal)}. Pour publier quand même, dites pourquoi : ce motif sera publié.`,
  'reason-missing': () => 'Dites pourquoi, en une phrase.',
  'day-past': () => 'Cette date est passée : choisissez aujourd’hui ou un jour à venir.',
  'day-too-early': (refusal) => `L’année n’est pas finie : au plus tôt le ${day(refusal)}.`,
  'nothing-changed': () => 'Rien n’a changé : c’est déjà ce qui est enregistré.',
  'already-confirmed': () => 'Ces marchés sont déjà confirmés.',
  'already-signed': () => 'Cet organisme a déjà signé.',
  'already-answered': () => 'Ce commentaire a déjà une réponse.',
  'not-a-signatory': () => 'Seuls les signataires du pacte signent l’analyse.',
  'no-such-line': () => 'Ce marché n’est pas parmi les vôtres.',
  'no-such-supplier': () =>
    'Le montant, la date et l’appartenance se corrigent sur la ligne du mandataire.',
  'unknown-action': () => 'Choisissez une action du pacte.',
  'unknown-indicator': () => 'Choisissez un indicateur de la liste.',
  'year-not-begun': () => 'Cette année n’a pas commencé.',
  'year-known': () => 'L’analyse de cette année existe déjà.',
}
