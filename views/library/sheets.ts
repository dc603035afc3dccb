import { THEMES } from '../../src/library/filter.ts'
import type { ItemKind } from '../../src/library/schema.ts'
import type { Sheet, SheetField } from '../shared/form-sheet.tsx'
import { ITEM_KIND_LABELS, THEME_LABELS } from '../words/library.ts'

interface Back {
  href: string
  label: string
}

const TITLE: SheetField = { kind: 'line', name: 'title', label: 'Titre' }
const THEME: SheetField = {
  kind: 'select',
  name: 'theme',
  label: 'Thème',
  options: THEMES.map((theme) => ({ value: theme, label: THEME_LABELS[theme] })),
}
const NOTE: SheetField = {
  kind: 'line',
  name: 'note',
  label: 'Ce que cette version change',
  hint: 'Une phrase : elle paraît dans la liste des versions et dans le flux.',
}
const DATED: SheetField = {
  kind: 'day',
  name: 'datedOn',
  label: 'Date du document',
  hint: 'Celle qu’il porte',
}

const summary = (hint: string): SheetField => ({
  kind: 'text',
  name: 'summary',
  label: 'Présentation',
  hint,
})

const kindField = (kinds: ItemKind[]): SheetField => ({
  kind: 'select',
  name: 'kind',
  label: 'Nature',
  options: kinds.map((kind) => ({ value: kind, label: ITEM_KIND_LABELS[kind] })),
})

const FILES: SheetField[] = [
  { kind: 'file', name: 'fichier', label: 'Fichier' },
  {
    kind: 'file',
    name: 'fichier-2',
    label: 'Le même document dans un autre format',
    hint: 'Par exemple l’ODT d’un modèle donné aussi en DOCX.',
    optional: true,
  },
  {
    kind: 'file',
    name: 'fichier-3',
    label: 'Le même document dans un troisième format',
    optional: true,
  },
]

const PRACTICE: SheetField[] = [
  { kind: 'heading', label: 'La pratique' },
  { kind: 'text', name: 'problem', label: 'Le problème', hint: 'Avec un chiffre si vous l’avez.' },
  { kind: 'text', name: 'done', label: 'Ce qui a été fait', hint: 'Qui, quand, avec quel effet.' },
  {
    kind: 'text',
    name: 'text',
    label: 'Texte à copier',
    hint: 'La clause, la lettre ou le paragraphe, tel qu’un autre acheteur peut le reprendre.',
  },
  {
    kind: 'text',
    name: 'law',
    label: 'Ce que dit le droit',
    hint: 'L’article, et la contrainte à ne pas oublier.',
    optional: true,
  },
  {
    kind: 'line',
    name: 'contactFunction',
    label: 'Contact : fonction',
    hint: 'Une fonction, pas un nom : « responsable de la commande publique »',
  },
  { kind: 'line', name: 'contactBody', label: 'Contact : organisme' },
]

/** A document with its first files. */
export function documentSheet(back: Back, kinds: ItemKind[]): Sheet {
  return {
    title: 'Publier un document',
    lead: 'Il paraît aussitôt dans la bibliothèque et dans son flux. Une bonne pratique s’écrit dans un formulaire à part.',
    back,
    submit: 'Publier',
    fields: [
      kindField(kinds),
      THEME,
      TITLE,
      summary('Ce que c’est et à qui cela sert, en deux ou trois phrases.'),
      DATED,
      ...FILES,
    ],
  }
}

/** What is said of a document, without a new version. */
export function detailsSheet(back: Back, kinds: ItemKind[]): Sheet {
  return {
    title: 'Modifier la présentation',
    lead: 'Les fichiers ne changent pas : pour cela, publiez une nouvelle version.',
    back,
    submit: 'Enregistrer',
    fields: [kindField(kinds), THEME, TITLE, summary('Ce que c’est et à qui cela sert.')],
  }
}

/** New files of a document. */
export function filesSheet(back: Back): Sheet {
  return {
    title: 'Publier une nouvelle version',
    lead: 'La précédente reste lisible, avec sa date.',
    back,
    submit: 'Publier cette version',
    fields: [NOTE, DATED, ...FILES],
  }
}

/** A practice: its first version, or the next one. */
export function practiceSheet(back: Back, isFirst: boolean): Sheet {
  return {
    title: isFirst ? 'Décrire une bonne pratique' : 'Publier une nouvelle version',
    lead: isFirst
      ? 'Une page, publique : de quoi permettre à un autre acheteur de faire pareil demain.'
      : 'La précédente reste lisible, avec sa date.',
    back,
    submit: isFirst ? 'Publier la pratique' : 'Publier cette version',
    fields: [
      ...(isFirst ? [] : [NOTE]),
      THEME,
      TITLE,
      summary('La pratique en deux phrases.'),
      ...PRACTICE,
    ],
  }
}

/** Why something is taken back. */
export function withdrawalSheet(back: Back, number: number | null): Sheet {
  return {
    title: number === null ? 'Retirer de la bibliothèque' : `Retirer la version ${number}`,
    lead: 'Les fichiers ne se téléchargent plus ; leurs adresses restent et donnent le motif.',
    back,
    submit: 'Retirer',
    fields: [
      {
        kind: 'text',
        name: 'reason',
        label: 'Motif',
        hint: 'Public. Dites aussi ce qui remplace le document, s’il y a lieu.',
      },
    ],
  }
}
