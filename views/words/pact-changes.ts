import type { Changes, VersionedKind } from '../../src/pact/schema.ts'
import type { Names, Told } from '../../src/pact/history.ts'
import { euros, longDate, longMoment, lowerFirst, numberText } from '../format.ts'
import { YEAR_STATE_EVENTS } from './analysis.ts'
import {
  ANSWER_LABELS,
  COUNCIL_STATE_LABELS,
  EVIDENCE_KIND_LABELS,
  PERIOD_LABELS,
  PRESENCE_LABELS,
  STATUS_LABELS,
  STEP_LABELS,
  VALIDATED_BY_LABELS,
} from './pact.ts'

/** A change in a few words: « Action réalisée en partie », « Justificatif ajouté ». */
export function changeHeadline({
  kind,
  changes,
  version,
}: Pick<Told, 'kind' | 'changes' | 'version'>): string {
  const isNew = version === 1
  if (kind === 'action') {
    const status = changes['status']
    if (isNew) return 'Action créée'
    if (status) return `Action ${lowerFirst(labelIn(STATUS_LABELS, status.to))}`
    return changes['dueOn'] ? 'Échéance changée' : 'Action modifiée'
  }
  if (kind === 'meeting') {
    const state = changes['state']?.to
    if (state === 'cancelled') return 'Réunion annulée'
    if (state === 'held') return 'Réunion tenue'
    if (changes['minutesState']?.to === 'validated') return 'Compte rendu validé'
    if (changes['minutesState']) return 'Compte rendu en projet'
    if (changes['calledAt']) return 'Convocation envoyée'
    return isNew ? 'Réunion prévue' : 'Réunion modifiée'
  }
  if (kind === 'step') {
    const step = changes['step']?.to
    return `Étape close : ${lowerFirst(typeof step === 'string' && isIn(STEP_LABELS, step) ? STEP_LABELS[step].title : '')}`
  }
  if (kind === 'analysis') return analysisHeadline(changes)
  if (kind === 'evidence' && changes['withdrawnAt'] && !isNew) return 'Justificatif retiré'
  if (kind === 'milestone' && !isNew && changes['reachedOn'])
    return changes['reachedOn'].to === null ? 'Jalon rouvert' : 'Jalon atteint'
  if (kind === 'member' && changes['leftOn']?.to) return 'Membre parti'
  if (kind === 'decision' && changes['actionId']?.to) return 'Décision devenue une action'
  const [created, changed] = HEADLINES[kind]
  return isNew ? created : changed
}

const HEADLINES: Record<VersionedKind, [string, string]> = {
  pact: ['Pacte créé', 'Pacte modifié'],
  text: ['Texte du pacte adopté', 'Texte du pacte modifié'],
  axis: ['Axe créé', 'Axe modifié'],
  problem: ['Problème partagé ajouté', 'Problème partagé modifié'],
  group: ['Groupe de travail créé', 'Lettre de mission modifiée'],
  member: ['Membre ajouté', 'Membre modifié'],
  step: ['Étape close', 'Étape modifiée'],
  meeting: ['Réunion prévue', 'Réunion modifiée'],
  decision: ['Décision prise', 'Décision modifiée'],
  action: ['Action créée', 'Action modifiée'],
  council: ['Mise en œuvre déclarée', 'Mise en œuvre modifiée'],
  milestone: ['Jalon ajouté', 'Jalon modifié'],
  evidence: ['Justificatif ajouté', 'Justificatif modifié'],
  measure: ['Mesure ajoutée', 'Mesure modifiée'],
  reminder: ['Pilote relancé', 'Pilote relancé'],
  commitment: ['Engagement ajouté', 'Engagement modifié'],
  answer: ['Engagement : réponse donnée', 'Engagement : réponse modifiée'],
  paper: ['Document ajouté', 'Document : nouvelle version'],
  training: ['Formation créée', 'Formation modifiée'],
  session: ['Session prévue', 'Session modifiée'],
  analysis: ['Analyse ouverte', 'Analyse modifiée'],
}

function analysisHeadline(changes: Changes): string {
  if (changes['erratum']) return 'Analyse : erratum'
  const state = changes['state']?.to
  return typeof state === 'string' && isIn(YEAR_STATE_EVENTS, state)
    ? `Analyse ${YEAR_STATE_EVENTS[state]}`
    : HEADLINES.analysis[1]
}

/** Fields that changed, each with what it was and what it is, in words. */
export function changeLines(
  { changes, version }: { changes: Changes; version: number },
  names: Names,
): { label: string; from: string | null; to: string | null }[] {
  return Object.entries(changes).flatMap(([field, { from, to }]) => {
    const label = FIELD_LABELS[field]
    if (label === undefined) return []
    return [
      {
        label,
        from: version === 1 ? null : valueText(field, from, names),
        to: valueText(field, to, names),
      },
    ]
  })
}

/** Fields that are told; keys and instants of no use to a reader are not. */
const FIELD_LABELS: Record<string, string> = {
  title: 'Titre',
  description: 'Description',
  axisId: 'Axe',
  groupId: 'Groupe',
  pilotId: 'Pilote',
  coPilotId: 'Copilote',
  partnerIds: 'Partenaires',
  partnerId: 'Organisme',
  councilId: 'Collectivité',
  startsOn: 'Début',
  dueOn: 'Échéance',
  endsOn: 'Fin',
  closedOn: 'Clos le',
  budget: 'Budget',
  indicator: 'Indicateur',
  indicatorUnit: 'Unité',
  indicatorStart: 'Valeur de départ',
  indicatorTarget: 'Cible',
  status: 'État',
  purpose: 'Objet',
  problemStatement: 'Problème',
  problemFigure: 'Chiffre du problème',
  aim: 'But',
  perimeter: 'Périmètre',
  deliverables: 'Livrables',
  internalConstraints: 'Contraintes internes',
  legalConstraints: 'Contraintes juridiques',
  rhythmMeetings: 'Réunions exigées',
  rhythmPeriod: 'Par',
  joinedOn: 'Depuis le',
  leftOn: 'Jusqu’au',
  step: 'Étape',
  deliverable: 'Livrable',
  validatedOn: 'Validé le',
  validatedBy: 'Validé par',
  startsWall: 'Début',
  endsWall: 'Fin',
  place: 'Lieu',
  agenda: 'Ordre du jour',
  presence: 'Présence',
  what: 'Décision',
  state: 'Situation',
  decidedOn: 'Décidé le',
  inForceSince: 'En vigueur depuis le',
  reason: 'Motif',
  reachedOn: 'Atteint le',
  kind: 'Nature',
  datedOn: 'Daté du',
  url: 'Adresse',
  withdrawnAt: 'Retiré le',
  measuredOn: 'Mesuré le',
  value: 'Valeur',
  note: 'Origine',
  answer: 'Réponse',
  words: 'Précision',
  year: 'Année',
  minutesState: 'Compte rendu',
  erratum: 'Erratum',
  figureBefore: 'Publié',
  figureAfter: 'Rectifié',
  freezesOn: 'Gel des données à partir du',
  checksEndOn: 'Vérification par les acheteurs jusqu’au',
  commentsEndOn: 'Commentaires jusqu’au',
  dataHash: 'Empreinte des données',
}

const PARTNER_FIELDS = ['pilotId', 'coPilotId', 'partnerId', 'partnerIds', 'councilId']

const STATES: Record<string, string> = {
  ...COUNCIL_STATE_LABELS,
  planned: 'prévue',
  held: 'tenue',
  cancelled: 'annulée',
  none: 'aucun',
  draft: 'en projet',
  validated: 'validé',
  before: 'avant l’échéance',
  due: 'à l’échéance',
  asked: 'à la demande d’un membre',
}

/** Every label that a coded value may have, whatever field it stands in. */
const CODED: Record<string, string> = {
  ...STATUS_LABELS,
  ...ANSWER_LABELS,
  ...EVIDENCE_KIND_LABELS,
  ...PERIOD_LABELS,
  ...VALIDATED_BY_LABELS,
  ...STATES,
  ...Object.fromEntries(Object.entries(STEP_LABELS).map(([step, { title }]) => [step, title])),
}

const CODED_FIELDS = [
  'status',
  'answer',
  'kind',
  'rhythmPeriod',
  'validatedBy',
  'state',
  'minutesState',
  'step',
]

function valueText(field: string, value: unknown, names: Names): string | null {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map((each) => valueText(field, each, names)).join(', ')
  if (typeof value === 'number') {
    if (PARTNER_FIELDS.includes(field)) return names.partners.get(value) ?? 'organisme inconnu'
    if (field === 'axisId') return names.axes.get(value) ?? 'axe inconnu'
    if (field === 'groupId') return names.groups.get(value) ?? 'groupe inconnu'
    if (field === 'year') return String(value)
    return field === 'budget' ? `${euros(value)} HT` : numberText(value)
  }
  if (typeof value === 'string') {
    if (CODED_FIELDS.includes(field)) return labelIn(CODED, value)
    if (field.endsWith('Wall')) return longMoment({ wall: value, instant: '' })
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return longDate(value)
    if (field.endsWith('At')) return longDate(new Date(value))
    return value
  }
  if (field === 'presence' && typeof value === 'object') return presenceText(value, names)
  return null
}

function presenceText(value: object, names: Names): string {
  return Object.entries(value)
    .map(
      ([partnerId, presence]) =>
        `${names.partners.get(Number(partnerId)) ?? 'organisme'} : ${lowerFirst(labelIn(PRESENCE_LABELS, presence))}`,
    )
    .join(', ')
}

function labelIn(labels: Record<string, string>, value: unknown): string {
  return typeof value === 'string' && isIn(labels, value) ? (labels[value] ?? value) : ''
}

function isIn<T extends object>(labels: T, value: string): value is Extract<keyof T, string> {
  return Object.hasOwn(labels, value)
}
