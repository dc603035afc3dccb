import type { TemplateProblem, TemplateProblemCode } from '../../src/templates/problem.ts'
import type { FormError } from '../shared/form.tsx'

const LABELS: Record<string, string> = {
  acheteur: 'Acheteur',
  siret: 'SIRET',
  note: 'Ce qui change',
  glossary: 'Glossaire',
  adoptee: 'Adoptée le',
  'en-vigueur': 'En vigueur le',
  reunion: 'Réunion',
}

const SENTENCES: Record<TemplateProblemCode, (words: string) => string> = {
  missing: () => 'à remplir.',
  'too-long': () => 'trop long.',
  siret: () => 'ce numéro n’existe pas : 14 chiffres, dont le dernier vérifie les autres.',
  'unknown-value': (words) => `le guichet ne sait pas remplir ${words}.`,
  date: () => 'donnez un jour qui existe, comme 05/10/2026.',
  meeting: () => 'choisissez une réunion de la liste.',
  'in-force-before': () => 'une version n’entre pas en vigueur avant d’être adoptée.',
  'not-yet': () => 'une adoption ne peut pas être à venir.',
  'empty-glossary': () => 'gardez au moins un mot.',
  'to-check': () =>
    'la version ne peut pas être adoptée tant que ce texte dit « [à vérifier … ] » : faites vérifier, corrigez, retirez la mention, enregistrez.',
  'glossary-line': (words) => `écrivez « mot : sens » sur chaque ligne ; à reprendre : ${words}.`,
}

/** What is to be put right, as a form says it; `labelOf` names the fields that have no label here. */
export function templateErrors(
  problems: TemplateProblem[],
  labelOf: (field: string) => string | undefined = () => undefined,
): FormError[] {
  return problems.map(({ field, code, words = '' }) => ({
    name: field,
    text: `${labelOf(field) ?? LABELS[field] ?? field} : ${SENTENCES[code](words)}`,
  }))
}
