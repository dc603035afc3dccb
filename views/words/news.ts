import type { NewsFilter, NewsSubject } from '../../src/news/filter.ts'
import { SUBJECT_WORDS } from '../../src/news/filter.ts'
import { STATUS_WORDS } from '../../src/pact/actions/filter.ts'
import { STATUSES } from '../../src/pact/actions/status.ts'
import { lowerFirst } from '../format.ts'
import { STATUS_LABELS } from './pact.ts'

export const SUBJECT_LABELS: Record<NewsSubject, string> = {
  actions: 'Actions',
  groups: 'Groupes de travail',
  meetings: 'Réunions',
  trainings: 'Formations',
  commitments: 'Engagements',
  analyses: 'Analyses annuelles',
}

/** The words of the pact's feeds and calendar. */
export const NEWS_WORDS = {
  action: { label: 'Action' },
  axe: { label: 'Axe' },
  contenu: {
    label: 'Contenu',
    values: Object.fromEntries(
      Object.entries(SUBJECT_WORDS).map(([subject, word]) => [
        word,
        SUBJECT_LABELS[subject as NewsSubject],
      ]),
    ),
  },
  groupe: { label: 'Groupe de travail' },
  pilote: { label: 'Pilote' },
  retard: { label: 'Retard', values: { oui: 'En retard' } },
  statut: {
    label: 'État',
    values: Object.fromEntries(
      STATUSES.map((status) => [STATUS_WORDS[status], STATUS_LABELS[status]]),
    ),
  },
}

/** What a filter asks, in words: « formations, axe Accompagner, CCI de l'Aude »; '' for everything. */
export function describeNews({
  subject,
  axis,
  action,
  group,
  pilot,
  status,
  late,
}: NewsFilter): string {
  return [
    subject && lowerFirst(SUBJECT_LABELS[subject]),
    axis && `axe ${axis.title}`,
    action && `action ${action.title}`,
    group && `groupe ${group.title}`,
    pilot?.name,
    status && lowerFirst(STATUS_LABELS[status]),
    late && 'en retard',
  ]
    .filter((part) => typeof part === 'string')
    .join(', ')
}
