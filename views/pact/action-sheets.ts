import type { ActionChoices } from '../../src/pact/actions/filter.ts'
import type { ActionRead } from '../../src/pact/actions/read-action.ts'
import type { ActionStatus } from '../../src/pact/actions/schema.ts'
import { FURTHER, STATUSES } from '../../src/pact/actions/status.ts'
import { numberText, shortDate } from '../format.ts'
import { COUNCIL_STATE_LABELS, EVIDENCE_KIND_LABELS, STATUS_LABELS } from '../words/pact.ts'
import type { Sheet, SheetField } from '../shared/form-sheet.tsx'
import type { FormOption } from '../shared/form.tsx'

const REASON: SheetField = {
  kind: 'text',
  name: 'reason',
  label: 'Pourquoi ce changement ?',
  hint: 'Une phrase. Elle est publique, dans l’historique.',
}

/** What is typed of an action; `title` null: a new one. */
export function actionSheet(base: string, title: string | null, choices: ActionChoices): Sheet {
  const partners = choices.pilots.map(({ id, name }) => ({ value: String(id), label: name }))
  return {
    title: title === null ? 'Nouvelle action' : `Modifier « ${title} »`,
    ...(title === null
      ? {
          lead: 'Elle commence « à lancer ». Son état, ses jalons et ses justificatifs viennent ensuite.',
        }
      : {}),
    back: { href: base, label: title ?? 'Pacte' },
    submit: title === null ? 'Créer l’action' : 'Enregistrer',
    fields: [
      { kind: 'line', name: 'title', label: 'Titre' },
      { kind: 'text', name: 'description', label: 'Description', optional: true },
      { kind: 'select', name: 'axis', label: 'Axe', options: keyed(choices.axes) },
      {
        kind: 'select',
        name: 'group',
        label: 'Groupe dont elle vient',
        optional: true,
        options: keyed(choices.groups),
      },
      { kind: 'select', name: 'pilot', label: 'Pilote', options: partners },
      { kind: 'ticks', name: 'partners', label: 'Partenaires', optional: true, options: partners },
      { kind: 'day', name: 'startsOn', label: 'Début', optional: true },
      { kind: 'day', name: 'dueOn', label: 'Échéance', optional: true },
      { kind: 'number', name: 'budget', label: 'Budget, en euros HT', optional: true },
      {
        kind: 'line',
        name: 'indicator',
        label: 'Indicateur',
        hint: 'Ce qui montre que l’action porte ses fruits',
        optional: true,
      },
      { kind: 'line', name: 'indicatorUnit', label: 'Unité de l’indicateur', optional: true },
      { kind: 'number', name: 'indicatorTarget', label: 'Cible de l’indicateur', optional: true },
      ...(title === null ? [] : [REASON]),
    ],
  }
}

export function statusSheet(base: string, title: string): Sheet {
  return {
    title: 'Changer l’état',
    lead: 'Au-delà de « lancée », un justificatif daté est obligatoire : ajoutez-le, et dites l’état sur la même page. « Réalisée » demande celui de chaque collectivité qui a décidé l’action.',
    back: { href: base, label: title },
    submit: 'Changer l’état',
    fields: [
      {
        kind: 'choice',
        name: 'status',
        label: 'Nouvel état',
        options: STATUSES.map((status) => ({ value: status, label: STATUS_LABELS[status] })),
      },
      {
        kind: 'text',
        name: 'reason',
        label: 'Motif',
        hint: 'Obligatoire pour revenir en arrière ou abandonner. Il est public.',
        optional: true,
      },
    ],
  }
}

interface EvidenceChoices {
  councils: ActionRead['councils']
  minutes: { id: number; startsAt: Date; group: string | null }[]
  /** Whether evidence of the action as a whole may be given. */
  edits: boolean
}

export function evidenceSheet(
  base: string,
  { action, measures }: ActionRead,
  { councils, minutes, edits }: EvidenceChoices,
): Sheet {
  return {
    title: 'Ajouter un justificatif',
    back: { href: base, label: action.title },
    submit: 'Ajouter',
    fields: [
      ...evidenceFields(
        minutes,
        measures.map(({ id, measuredOn, value }) => ({
          value: String(id),
          label: `${numberText(value)} le ${shortDate(measuredOn)}`,
        })),
      ),
      {
        kind: 'select',
        name: 'council',
        label: 'Collectivité dont il montre la mise en œuvre',
        ...(edits ? { optional: true, hint: 'Laissez vide pour l’action dans son ensemble' } : {}),
        options: councils.map(({ partner }) => ({
          value: String(partner.id),
          label: partner.name,
        })),
      },
      ...(edits ? further(action.status) : []),
    ],
  }
}

/** Where evidence may take an action at once: further on, never back. */
function further(from: ActionStatus): SheetField[] {
  const options = FURTHER.filter((status) => STATUSES.indexOf(status) > STATUSES.indexOf(from))
  if (options.length === 0) return []
  return [
    {
      kind: 'select',
      name: 'status',
      label: 'L’action est désormais',
      hint: 'Laissez vide si son état ne change pas',
      optional: true,
      options: options.map((status) => ({ value: status, label: STATUS_LABELS[status] })),
    },
  ]
}

/** The questions about evidence, wherever it is given. */
export function evidenceFields(
  minutes: EvidenceChoices['minutes'],
  measures: FormOption[],
): SheetField[] {
  return [
    {
      kind: 'choice',
      name: 'kind',
      label: 'Nature',
      options: Object.entries(EVIDENCE_KIND_LABELS).map(([value, label]) => ({ value, label })),
    },
    { kind: 'line', name: 'title', label: 'Titre' },
    { kind: 'day', name: 'datedOn', label: 'Date du justificatif' },
    {
      kind: 'url',
      name: 'url',
      label: 'Adresse, pour un lien',
      hint: 'Elle commence par https://',
      optional: true,
    },
    { kind: 'file', name: 'document', label: 'Fichier, pour un document', optional: true },
    {
      kind: 'select',
      name: 'meeting',
      label: 'Réunion, pour un compte rendu validé',
      optional: true,
      options: minutes.map(({ id, startsAt, group }) => ({
        value: String(id),
        label: `${shortDate(startsAt)} – ${group ?? 'Comité de pilotage'}`,
      })),
    },
    ...(measures.length === 0
      ? []
      : [
          {
            kind: 'select' as const,
            name: 'measure',
            label: 'Mesure, pour un chiffre',
            optional: true,
            options: measures,
          },
        ]),
  ]
}

export function withdrawalSheet(base: string, title: string): Sheet {
  return {
    title: `Retirer « ${title} »`,
    lead: 'Le justificatif ne compte plus, et reste dans l’historique.',
    back: { href: base, label: 'Action' },
    submit: 'Retirer le justificatif',
    fields: [REASON],
  }
}

export function councilSheet(base: string, title: string, council: string): Sheet {
  return {
    title: `Mise en œuvre : ${council}`,
    lead: '« En vigueur » demande d’abord le justificatif de la collectivité.',
    back: { href: base, label: title },
    submit: 'Enregistrer',
    fields: [
      {
        kind: 'choice',
        name: 'state',
        label: 'Situation',
        options: Object.entries(COUNCIL_STATE_LABELS).map(([value, label]) => ({ value, label })),
      },
      { kind: 'day', name: 'decidedOn', label: 'Décidée le', optional: true },
      { kind: 'day', name: 'inForceSince', label: 'En vigueur depuis le', optional: true },
      {
        kind: 'text',
        name: 'reason',
        label: 'Motif',
        hint: 'Obligatoire si la collectivité n’est pas concernée. Il est public.',
        optional: true,
      },
    ],
  }
}

/** A measured value of an action's or a group's indicator. */
export function measureSheet(
  base: string,
  { title, indicator, indicatorUnit }: { title: string; indicator: string; indicatorUnit: string },
  of: 'action' | 'group',
): Sheet {
  return {
    title: 'Ajouter une mesure',
    lead:
      indicator === ''
        ? `${of === 'action' ? 'L’action' : 'Le groupe'} n’a pas encore d’indicateur : donnez-lui-en un avant de le mesurer.`
        : `${indicator}${indicatorUnit === '' ? '' : ` (${indicatorUnit})`}`,
    back: { href: base, label: title },
    submit: 'Ajouter la mesure',
    fields: [
      { kind: 'number', name: 'value', label: 'Valeur' },
      { kind: 'day', name: 'measuredOn', label: 'Mesurée le' },
      {
        kind: 'line',
        name: 'note',
        label: 'Source',
        hint: 'D’où vient la valeur : relevé, enquête, service qui l’a comptée',
      },
    ],
  }
}

export function milestoneSheet(base: string, title: string): Sheet {
  return {
    title: 'Ajouter un jalon',
    back: { href: base, label: title },
    submit: 'Ajouter le jalon',
    fields: [
      { kind: 'line', name: 'title', label: 'Jalon' },
      { kind: 'day', name: 'dueOn', label: 'Prévu le' },
    ],
  }
}

export function reachedSheet(base: string, title: string): Sheet {
  return {
    title: `Jalon : ${title}`,
    lead: 'Sans date, le jalon n’est pas atteint.',
    back: { href: base, label: 'Action' },
    submit: 'Enregistrer',
    fields: [{ kind: 'day', name: 'reachedOn', label: 'Atteint le', optional: true }],
  }
}

export function commentSheet(base: string, title: string): Sheet {
  return {
    title: 'Commenter',
    lead: 'Les commentaires sont lus par les membres connectés seulement.',
    back: { href: base, label: title },
    submit: 'Ajouter le commentaire',
    fields: [{ kind: 'text', name: 'words', label: 'Commentaire' }],
  }
}

function keyed(items: { id: number; title: string }[]): FormOption[] {
  return items.map(({ id, title }) => ({ value: String(id), label: title }))
}
