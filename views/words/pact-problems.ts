import type { PactProblem, PactProblemCode } from '../../src/pact/problem.ts'
import type { FormError } from '../shared/form.tsx'

/** What is wrong, and what to do. */
export function pactProblemSentence({ code, value }: PactProblem): string {
  const sentence = SENTENCES[code]
  return value === undefined ? sentence : `${sentence.replace(/\.$/, '')} : ${value}.`
}

/** The problems of a form, each at its field. */
export function pactErrors(problems: PactProblem[]): FormError[] {
  return problems.map((problem) => ({ name: problem.field, text: pactProblemSentence(problem) }))
}

const SENTENCES: Record<PactProblemCode, string> = {
  missing: 'Ce champ est à remplir.',
  'too-long': 'Ce texte est trop long.',
  date: 'Cette date n’existe pas ou n’est pas complète : écrivez par exemple 15, décembre, 2026.',
  hour: 'Cette heure n’existe pas : écrivez par exemple 9 h 30.',
  number: 'Un nombre est attendu, par exemple 12,5.',
  'whole-number': 'Un nombre entier est attendu, de 1 à 99.',
  choice: 'Choisissez une valeur de la liste.',
  email: 'Cette adresse électronique n’est pas complète.',
  url: 'Une adresse qui commence par https:// ou http:// est attendue.',
  siret: 'Ce SIRET n’est pas juste : 14 chiffres sont attendus.',
  'dates-reversed': 'La fin vient avant le début.',
  future: 'Cette date est dans l’avenir : seul ce qui a eu lieu compte.',
  past: 'Cette réunion est passée.',
  'same-partner': 'Cet organisme a déjà un rôle ici : choisissez-en un autre.',
  'not-shared':
    'Le portage est partagé : une collectivité d’un côté, une chambre ou une organisation professionnelle de l’autre.',
  'unknown-axis': 'Cet axe n’existe pas.',
  'unknown-group': 'Ce groupe de travail n’existe pas.',
  'unknown-partner': 'Cet organisme n’est pas connu : importez-le d’abord parmi les partenaires.',
  'unknown-status':
    'Cet état n’existe pas : à lancer, lancée, réalisée en partie, réalisée ou abandonnée.',
  'unknown-column': 'Cette colonne n’existe pas pour ces lignes.',
  'unknown-nature':
    'Cette nature de ligne n’existe pas : « pact import --help » donne celles qui existent.',
  'unknown-action': 'Cette action n’existe pas, ou sa ligne est refusée.',
  'unknown-meeting': 'Cette réunion n’existe pas, ou sa ligne est refusée.',
  'unknown-meeting-state': 'Cet état n’existe pas : prévue, tenue ou annulée.',
  'unknown-training': 'Cette formation n’existe pas, ou sa ligne est refusée.',
  unchangeable: 'Un import ne change plus cela : faites-le dans l’espace des partenaires.',
  unreadable: 'Ce fichier ne peut pas être lu.',
  'empty-file': 'Ce fichier ne contient aucune ligne.',
  nowhere: 'Donnez une salle, un lien pour suivre à distance, ou les deux.',
  'not-yours': 'Seuls le pilote, le copilote et l’administration peuvent faire cela.',
  'not-a-signatory': 'Cet organisme n’était pas signataire cette année-là.',
  'not-a-council': 'Seule une collectivité ou un établissement public met une action en œuvre.',
  'already-sits': 'Cet organisme siège déjà dans le groupe.',
  'rhythm-half': 'Donnez un nombre de réunions et une période, ou aucun des deux.',
  'evidence-missing':
    'Ajoutez d’abord un justificatif daté : au-delà de « lancée », il est obligatoire.',
  'councils-without-evidence':
    'Chaque collectivité qui a décidé l’action doit avoir son justificatif. Il manque celui de.',
  'reason-missing': 'Dites pourquoi, en une phrase : le motif est public.',
  'same-status': 'L’action est déjà dans cet état.',
  'still-needed': 'Ce justificatif fonde l’état actuel : changez d’abord l’état.',
  'already-done': 'C’est déjà fait.',
  'deliverable-missing':
    'Une étape ne se clôt qu’avec son livrable : donnez un lien ou un fichier.',
  'earlier-step-open': 'L’étape précédente est encore ouverte.',
  'already-closed': 'C’est déjà clos.',
  'indicator-missing': 'L’action n’a pas d’indicateur : ajoutez-le d’abord.',
  cancelled: 'Cette réunion est annulée.',
  'not-held': 'Cette réunion n’a pas encore commencé.',
  'no-minutes': 'Il n’y a pas encore de compte rendu validé.',
  'no-draft': 'Ce projet est déjà arrêté : il ne se commente plus.',
  'already-action': 'Cette décision est déjà devenue une action.',
  'no-due-date': 'Cette action n’a pas d’échéance.',
  'told-today': 'Le pilote a déjà été relancé aujourd’hui.',
  'repeated-id': 'Cet identifiant figure deux fois dans le fichier.',
  stale:
    'Quelqu’un d’autre a enregistré avant vous : les deux versions sont montrées ci-dessous, et rien n’a été perdu.',
}
