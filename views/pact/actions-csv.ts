import { isPubliclyLate } from '../../src/pact/actions/late.ts'
import type { ListedAction } from '../../src/pact/actions/list-actions.ts'
import { STATUS_LABELS } from '../words/pact.ts'

/** Columns of the file of actions; `pact import` reads those that it knows. */
export const ACTIONS_CSV_HEADER = [
  'external_id',
  'titre',
  'axe',
  'groupe',
  'pilote',
  'statut',
  'debut',
  'echeance',
  'en_retard',
  'budget_ht',
  'indicateur',
  'modifiee_le',
  'adresse',
] as const

/** An action as a line of that file. */
export function actionCsvRow(
  action: ListedAction,
  today: string,
  baseUrl: string,
): (string | number | null)[] {
  return [
    action.externalId,
    action.title,
    action.axis.slug,
    action.group?.slug ?? null,
    action.pilot.slug,
    STATUS_LABELS[action.status].toLowerCase(),
    action.startsOn,
    action.dueOn,
    isPubliclyLate(action, today) ? 'oui' : 'non',
    action.budget,
    action.indicator,
    action.movedAt.toISOString(),
    `${baseUrl}/pacte/actions/${action.slug}`,
  ]
}
