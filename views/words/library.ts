import type { LibraryFilter } from '../../src/library/filter.ts'
import { KIND_WORDS, THEME_WORDS } from '../../src/library/filter.ts'
import type { LibraryProblem } from '../../src/library/problem.ts'
import type { ItemKind, Theme } from '../../src/library/schema.ts'
import type { AddressWords } from '../http/unknown-filter-page.tsx'
import type { FormError } from '../shared/form.tsx'
import { pactProblemSentence } from './pact-problems.ts'

/** What an item of the library is called. */
export const ITEM_KIND_LABELS: Record<ItemKind, string> = {
  leaflet: 'Dépliant',
  charter: 'Charte',
  guide: 'Guide',
  slides: 'Présentation',
  template: 'Modèle',
  practice: 'Bonne pratique',
  study: 'Étude',
  other: 'Autre document',
}

/** What it helps with. */
export const THEME_LABELS: Record<Theme, string> = {
  answering: 'Répondre à une consultation',
  grouping: 'Se grouper',
  writing: 'Rédiger une consultation',
  lots: 'Lots',
  'time-to-answer': 'Délais de réponse',
  'small-contracts': 'Petits marchés',
  payment: 'Paiement et avances',
  'social-environment': 'Clauses sociales et environnementales',
  'follow-up': 'Suivi des marchés',
  pact: 'Pacte',
}

/** The words of the library's addresses. */
export const LIBRARY_WORDS: AddressWords = {
  q: { label: 'Mots' },
  nature: { label: 'Nature', values: labelled(KIND_WORDS, ITEM_KIND_LABELS) },
  theme: { label: 'Thème', values: labelled(THEME_WORDS, THEME_LABELS) },
  partenaire: { label: 'Partenaire' },
}

/** « Guide, Lots, « paiement », CCI de l’Aude »: what a filter asks; empty where nothing. */
export function describeLibrary({ q, kind, theme, partner }: LibraryFilter): string {
  return [
    kind === null ? '' : ITEM_KIND_LABELS[kind],
    theme === null ? '' : THEME_LABELS[theme],
    q === null ? '' : `« ${q} »`,
    partner?.name ?? '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}

/** What was just done at a partner's desk, by the word in the address. */
export const LIBRARY_DONE = {
  publie: 'C’est publié.',
  version: 'La nouvelle version est publiée ; les précédentes restent lisibles.',
  modifie: 'Les changements sont enregistrés.',
  retire: 'C’est retiré. L’adresse reste et dit pourquoi.',
  deplace: 'L’ordre est changé.',
  repris: 'C’est noté : votre organisme apparaît sur la page de la pratique.',
  laisse: 'C’est noté : votre organisme n’apparaît plus sur la page de la pratique.',
}

/** The problems of a form, each at its field. */
export function libraryErrors(problems: LibraryProblem[]): FormError[] {
  return problems.map(({ field, code, ...problem }) => ({
    name: field,
    text:
      code === 'personal' || code === 'only-version'
        ? OWN_SENTENCES[code]
        : pactProblemSentence({ ...problem, field, code }),
  }))
}

const OWN_SENTENCES = {
  personal:
    'Donnez une fonction et un organisme : ni adresse électronique ni numéro, cette page est publique.',
  'only-version': 'C’est la seule version : retirez le document entier.',
}

function labelled<K extends string>(
  words: Record<K, string>,
  labels: Record<K, string>,
): Record<string, string> {
  return Object.fromEntries((Object.keys(words) as K[]).map((key) => [words[key], labels[key]]))
}
