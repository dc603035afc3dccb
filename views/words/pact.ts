import type { ActionStatus } from '../../src/pact/actions/schema.ts'
import type { Answer } from '../../src/pact/commitments/schema.ts'
import type { EvidenceKind } from '../../src/pact/evidence/schema.ts'
import type { Lapse } from '../../src/pact/groups/rhythm.ts'
import type { RhythmPeriod, Step } from '../../src/pact/groups/schema.ts'
import type { PaperKind } from '../../src/pact/papers/schema.ts'
import { longDate, plural } from '../format.ts'

export const STATUS_LABELS: Record<ActionStatus, string> = {
  'to-launch': 'À lancer',
  launched: 'Lancée',
  'partly-done': 'Réalisée en partie',
  done: 'Réalisée',
  abandoned: 'Abandonnée',
}

export const STEP_LABELS: Record<Step, { title: string; deliverable: string }> = {
  framing: { title: 'Cadrage', deliverable: 'Lettre de mission' },
  diagnosis: { title: 'Diagnostic', deliverable: 'Constat d’une page, chiffré' },
  'co-construction': {
    title: 'Co-construction',
    deliverable: 'Proposition, avec sa vérification juridique',
  },
  experiment: {
    title: 'Expérimentation',
    deliverable: 'Volontaires, période et résultat mesuré',
  },
  deployment: {
    title: 'Déploiement',
    deliverable: 'Mise en œuvre par chaque collectivité',
  },
  evaluation: { title: 'Évaluation', deliverable: 'Indicateur avant et après ; suite à donner' },
}

export const VALIDATED_BY_LABELS = {
  'steering-committee': 'le comité de pilotage',
  group: 'le groupe',
  councils: 'chaque collectivité',
}

export const COUNCIL_STATE_LABELS = {
  'taken-up': 'Décidée',
  'in-force': 'En vigueur',
  'not-concerned': 'Non concernée',
}

export const EVIDENCE_KIND_LABELS: Record<EvidenceKind, string> = {
  document: 'Document',
  link: 'Lien',
  minutes: 'Compte rendu',
  figure: 'Chiffre',
}

export const ANSWER_LABELS: Record<Answer, string> = {
  kept: 'Tenu',
  'under-way': 'En cours',
  'not-kept': 'Non tenu',
  'not-applicable': 'Sans objet',
}

export const PRESENCE_LABELS = {
  present: 'Présent',
  excused: 'Excusé',
  absent: 'Absent',
}

export const PERIOD_LABELS: Record<RhythmPeriod, string> = {
  week: 'semaine',
  month: 'mois',
  quarter: 'trimestre',
  year: 'an',
}

export const PAPER_KIND_LABELS: Record<PaperKind, string> = {
  charter: 'Charte et pacte',
  guide: 'Guide',
  template: 'Modèle',
  report: 'Bilan et étude',
  practice: 'Bonne pratique',
  other: 'Autre document',
}

/** « 2 réunions par mois » */
export function rhythmText(meetings: number, period: RhythmPeriod): string {
  return `${plural(meetings, 'réunion', 'réunions')} par ${PERIOD_LABELS[period]}`
}

/** « Rythme non tenu du 1er au 31 octobre 2026 : 1 réunion sur 2. » */
export function lapseText({ from, to, held, required }: Lapse): string {
  return `Rythme non tenu du ${longDate(from)} au ${longDate(to)} : ${plural(held, 'réunion', 'réunions')} sur ${required}.`
}
