import type { Answer } from '../../src/pact/commitments/schema.ts'
import { ANSWER_LABELS, PAPER_KIND_LABELS } from '../words/pact.ts'
import { evidenceFields } from './action-sheets.ts'
import type { Sheet, SheetField } from '../shared/form-sheet.tsx'

const ADMINISTRATION = { href: '/espace/administration/pacte', label: 'Administration du pacte' }

export function pactSheet(): Sheet {
  return {
    title: 'Le pacte',
    back: ADMINISTRATION,
    submit: 'Enregistrer',
    fields: [
      { kind: 'line', name: 'title', label: 'Titre' },
      { kind: 'text', name: 'purpose', label: 'Objet' },
      { kind: 'day', name: 'signedOn', label: 'Signé le', optional: true },
      { kind: 'day', name: 'endsOn', label: 'Terme', optional: true },
      { kind: 'text', name: 'renewal', label: 'Renouvellement', optional: true },
      {
        kind: 'text',
        name: 'principles',
        label: 'Principes',
        hint: 'Un par ligne',
        optional: true,
      },
    ],
  }
}

export function textSheet(): Sheet {
  return {
    title: 'Nouvelle version du texte',
    lead: 'Les versions antérieures restent lisibles.',
    back: ADMINISTRATION,
    submit: 'Déposer le texte',
    fields: [
      { kind: 'day', name: 'adoptedOn', label: 'Adopté le' },
      { kind: 'text', name: 'text', label: 'Texte' },
      { kind: 'text', name: 'note', label: 'Ce que cette version change', optional: true },
    ],
  }
}

export function axisSheet(title: string): Sheet {
  return {
    title: `Axe : ${title}`,
    back: ADMINISTRATION,
    submit: 'Enregistrer',
    fields: [
      { kind: 'line', name: 'title', label: 'Titre' },
      { kind: 'text', name: 'aim', label: 'But' },
    ],
  }
}

export function problemSheet(isNew: boolean, axes: { id: number; title: string }[]): Sheet {
  return {
    title: isNew ? 'Nouveau problème partagé' : 'Problème partagé',
    back: ADMINISTRATION,
    submit: 'Enregistrer',
    fields: [
      {
        kind: 'select',
        name: 'axis',
        label: 'Axe',
        options: axes.map(({ id, title }) => ({ value: String(id), label: title })),
      },
      { kind: 'line', name: 'title', label: 'Problème' },
      { kind: 'text', name: 'statement', label: 'Description', optional: true },
      {
        kind: 'line',
        name: 'figure',
        label: 'Chiffre',
        hint: 'Comme il se lit : « 41 % des lots n’ont reçu qu’une offre »',
        optional: true,
      },
      { kind: 'line', name: 'figureSource', label: 'Source du chiffre', optional: true },
      { kind: 'day', name: 'figureOn', label: 'Date du chiffre', optional: true },
    ],
  }
}

export function commitmentSheet(isNew: boolean): Sheet {
  return {
    title: isNew ? 'Nouvel engagement' : 'Engagement',
    back: ADMINISTRATION,
    submit: 'Enregistrer',
    fields: [
      { kind: 'line', name: 'position', label: 'Rang' },
      { kind: 'line', name: 'title', label: 'Engagement' },
      { kind: 'text', name: 'description', label: 'Description', optional: true },
      { kind: 'day', name: 'retiredOn', label: 'N’est plus demandé depuis le', optional: true },
    ],
  }
}

export function reportAnswerSheet(words: string): Sheet {
  return {
    title: 'Signalement',
    lead: words,
    back: ADMINISTRATION,
    submit: 'Classer',
    fields: [{ kind: 'text', name: 'answer', label: 'Ce qui a été fait' }],
  }
}

/** A new document, or a version of the one with this title. */
export function paperSheet(base: string, title: string | null): Sheet {
  const version: SheetField[] = [
    { kind: 'day', name: 'datedOn', label: 'Date du document' },
    { kind: 'file', name: 'document', label: 'Fichier', optional: true },
    { kind: 'url', name: 'url', label: 'Ou son adresse', optional: true },
    { kind: 'line', name: 'note', label: 'Ce que cette version change', optional: true },
    {
      kind: 'choice',
      name: 'readers',
      label: 'Qui la lit ?',
      options: [
        { value: 'members', label: 'Les membres, comme projet à commenter' },
        { value: 'public', label: 'Tout le monde' },
      ],
    },
  ]
  return {
    title: title === null ? 'Nouveau document du pacte' : `Nouvelle version de « ${title} »`,
    back: { href: base, label: 'Pacte' },
    submit: 'Enregistrer',
    fields:
      title !== null
        ? version
        : [
            {
              kind: 'select',
              name: 'paperKind',
              label: 'Nature',
              options: Object.entries(PAPER_KIND_LABELS).map(([value, label]) => ({
                value,
                label,
              })),
            },
            { kind: 'line', name: 'title', label: 'Titre' },
            { kind: 'text', name: 'description', label: 'Description', optional: true },
            ...version,
          ],
  }
}

/** A signatory's answer to a commitment for a year, with its evidence. */
export function answerSheet(
  base: string,
  commitment: { title: string; description: string },
  year: number,
  minutes: { id: number; startsAt: Date; group: string | null }[],
): Sheet {
  const answers: [Answer, string][] = [
    ['kept', ANSWER_LABELS.kept],
    ['under-way', ANSWER_LABELS['under-way']],
    ['not-kept', ANSWER_LABELS['not-kept']],
    ['not-applicable', ANSWER_LABELS['not-applicable']],
  ]
  return {
    title: `${commitment.title} (${year})`,
    lead: commitment.description,
    back: { href: `${base}/engagements`, label: 'Engagements' },
    submit: 'Répondre',
    fields: [
      {
        kind: 'choice',
        name: 'answer',
        label: 'Réponse',
        hint: '« Tenu » demande un justificatif',
        options: answers.map(([value, label]) => ({ value, label })),
      },
      {
        kind: 'text',
        name: 'words',
        label: 'Précision',
        hint: 'Obligatoire pour « non tenu » et « sans objet »',
        optional: true,
      },
      { kind: 'heading', label: 'Justificatif (facultatif)' },
      ...evidenceFields(minutes, []),
    ],
  }
}
