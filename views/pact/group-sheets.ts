import type { ActionChoices } from '../../src/pact/actions/filter.ts'
import type { Step } from '../../src/pact/groups/schema.ts'
import type { ProblemRow } from '../../src/pact/overview.ts'
import { PERIOD_LABELS, PRESENCE_LABELS, STEP_LABELS } from '../words/pact.ts'
import type { Sheet } from '../shared/form-sheet.tsx'

/** What is typed of a working group, mission letter included; `title` null: a new one. */
export function groupSheet(
  base: string,
  title: string | null,
  choices: ActionChoices,
  problems: ProblemRow[],
): Sheet {
  const partners = choices.pilots.map(({ id, name }) => ({ value: String(id), label: name }))
  return {
    title: title === null ? 'Nouveau groupe de travail' : `Modifier « ${title} »`,
    back: { href: base, label: title ?? 'Pacte' },
    submit: title === null ? 'Créer le groupe' : 'Enregistrer',
    fields: [
      { kind: 'line', name: 'title', label: 'Nom du groupe' },
      { kind: 'text', name: 'purpose', label: 'Objet' },
      {
        kind: 'select',
        name: 'axis',
        label: 'Axe',
        options: choices.axes.map(({ id, title: label }) => ({ value: String(id), label })),
      },
      {
        kind: 'select',
        name: 'problem',
        label: 'Problème partagé',
        optional: true,
        options: problems.map((each) => ({ value: String(each.id), label: each.title })),
      },
      { kind: 'select', name: 'pilot', label: 'Pilote', options: partners },
      {
        kind: 'select',
        name: 'coPilot',
        label: 'Copilote',
        hint: 'Une collectivité d’un côté, une chambre ou une organisation professionnelle de l’autre',
        optional: true,
        options: partners,
      },
      { kind: 'day', name: 'startsOn', label: 'Début' },
      { kind: 'day', name: 'endsOn', label: 'Fin prévue', optional: true },
      {
        kind: 'line',
        name: 'rhythmMeetings',
        label: 'Réunions exigées',
        hint: 'Un nombre ; par exemple 2 par mois pour une cellule de veille',
        optional: true,
      },
      {
        kind: 'select',
        name: 'rhythmPeriod',
        label: 'Par',
        optional: true,
        options: Object.entries(PERIOD_LABELS).map(([value, label]) => ({ value, label })),
      },
      { kind: 'heading', label: 'Lettre de mission' },
      { kind: 'text', name: 'problemStatement', label: 'Problème', optional: true },
      { kind: 'line', name: 'problemFigure', label: 'Chiffre qui le montre', optional: true },
      { kind: 'text', name: 'aim', label: 'But', optional: true },
      {
        kind: 'text',
        name: 'perimeter',
        label: 'Périmètre',
        hint: 'Ce qui en est, et ce qui n’en est pas',
        optional: true,
      },
      { kind: 'text', name: 'deliverables', label: 'Livrables', optional: true },
      { kind: 'text', name: 'internalConstraints', label: 'Contraintes internes', optional: true },
      { kind: 'text', name: 'legalConstraints', label: 'Contraintes juridiques', optional: true },
      { kind: 'line', name: 'indicator', label: 'Indicateur', optional: true },
      { kind: 'line', name: 'indicatorUnit', label: 'Unité', optional: true },
      { kind: 'number', name: 'indicatorStart', label: 'Valeur de départ', optional: true },
      { kind: 'number', name: 'indicatorTarget', label: 'Cible', optional: true },
      ...(title === null
        ? []
        : ([
            { kind: 'day', name: 'closedOn', label: 'Groupe clos le', optional: true },
            {
              kind: 'text',
              name: 'reason',
              label: 'Pourquoi ce changement ?',
              hint: 'Une phrase. Elle est publique, dans l’historique.',
            },
          ] as const)),
    ],
  }
}

export function memberSheet(base: string, title: string, choices: ActionChoices): Sheet {
  return {
    title: 'Ajouter un membre',
    lead: 'Seul l’organisme est public. Noms et adresses servent aux convocations.',
    back: { href: base, label: title },
    submit: 'Ajouter',
    fields: [
      {
        kind: 'select',
        name: 'partner',
        label: 'Organisme',
        options: choices.pilots.map(({ id, name }) => ({ value: String(id), label: name })),
      },
      { kind: 'line', name: 'person', label: 'Personne' },
      { kind: 'email', name: 'email', label: 'Adresse électronique', optional: true },
      { kind: 'line', name: 'substitute', label: 'Suppléant', optional: true },
      {
        kind: 'email',
        name: 'substituteEmail',
        label: 'Adresse électronique du suppléant',
        optional: true,
      },
    ],
  }
}

export function departureSheet(base: string, title: string, member: string): Sheet {
  return {
    title: `Fin du siège : ${member}`,
    lead: 'Le nom et les adresses de la personne sont effacés.',
    back: { href: base, label: title },
    submit: 'Mettre fin au siège',
    fields: [{ kind: 'day', name: 'leftOn', label: 'Dernier jour' }],
  }
}

export function stepSheet(base: string, title: string, step: Step): Sheet {
  return {
    title: `Clore l’étape : ${STEP_LABELS[step].title.toLowerCase()}`,
    lead: `Livrable attendu : ${STEP_LABELS[step].deliverable.toLowerCase()}. L’étape ne se clôt qu’avec lui, validé et daté.`,
    back: { href: base, label: title },
    submit: 'Clore l’étape',
    fields: [
      { kind: 'line', name: 'deliverable', label: 'Livrable' },
      { kind: 'url', name: 'url', label: 'Son adresse, s’il est en ligne', optional: true },
      { kind: 'file', name: 'document', label: 'Son fichier', optional: true },
      { kind: 'day', name: 'validatedOn', label: 'Validé le' },
    ],
  }
}

/** A meeting; `title`: the group, or the steering committee. */
export function meetingSheet(base: string, title: string, isNew: boolean): Sheet {
  return {
    title: isNew ? 'Prévoir une réunion' : 'Modifier la réunion',
    back: { href: base, label: title },
    submit: isNew ? 'Prévoir la réunion' : 'Enregistrer',
    ...(isNew ? { lead: 'Les membres sont convoqués ensuite, d’un clic.' } : {}),
    fields: [
      { kind: 'day', name: 'on', label: 'Date' },
      { kind: 'hour', name: 'starts', label: 'Début', hint: 'Par exemple 9 h 30' },
      { kind: 'hour', name: 'ends', label: 'Fin', hint: 'Par exemple 11 h 30' },
      {
        kind: 'line',
        name: 'place',
        label: 'Lieu',
        hint: 'Une salle, le lien qui suit, ou les deux',
        optional: true,
      },
      {
        kind: 'url',
        name: 'link',
        label: 'Lien pour suivre à distance',
        hint: 'Pour les membres seulement',
        optional: true,
      },
      { kind: 'text', name: 'agenda', label: 'Ordre du jour', optional: true },
    ],
  }
}

export function cancellationSheet(base: string): Sheet {
  return {
    title: 'Annuler la réunion',
    lead: 'Ceux qui ont été convoqués en sont avertis.',
    back: { href: base, label: 'Réunion' },
    submit: 'Annuler la réunion',
    fields: [{ kind: 'text', name: 'reason', label: 'Motif' }],
  }
}

export function presenceSheet(base: string, members: { id: number; name: string }[]): Sheet {
  return {
    title: 'Feuille de présence',
    back: { href: base, label: 'Réunion' },
    submit: 'Enregistrer la présence',
    fields: members.map(({ id, name }) => ({
      kind: 'choice' as const,
      name: `presence.${id}`,
      label: name,
      optional: true,
      options: Object.entries(PRESENCE_LABELS).map(([value, label]) => ({ value, label })),
    })),
  }
}

export function decisionSheet(base: string, partners: { id: number; name: string }[]): Sheet {
  return {
    title: 'Ajouter une décision',
    lead: 'Le relevé de décisions est toujours public.',
    back: { href: base, label: 'Réunion' },
    submit: 'Ajouter la décision',
    fields: [
      { kind: 'text', name: 'what', label: 'Quoi' },
      {
        kind: 'select',
        name: 'partner',
        label: 'Qui',
        optional: true,
        options: partners.map(({ id, name }) => ({ value: String(id), label: name })),
      },
      { kind: 'day', name: 'dueOn', label: 'Pour quand', optional: true },
    ],
  }
}

export function minutesSheet(base: string): Sheet {
  return {
    title: 'Compte rendu',
    lead: 'En projet, il est lu par les membres seulement. Il est validé à la réunion suivante.',
    back: { href: base, label: 'Réunion' },
    submit: 'Enregistrer le projet',
    fields: [
      { kind: 'text', name: 'minutes', label: 'Compte rendu', optional: true },
      { kind: 'file', name: 'document', label: 'Ou son fichier', optional: true },
      {
        kind: 'choice',
        name: 'visibility',
        label: 'Une fois validé, qui le lit ?',
        options: [
          { value: 'public', label: 'Tout le monde' },
          { value: 'members', label: 'Les membres seulement' },
        ],
      },
    ],
  }
}
