import type { SiteVisit } from '../../src/consultations/facts.ts'

export const VISIT_LABELS: Record<SiteVisit['obligation'], string> = {
  compulsory: 'Visite obligatoire',
  advised: 'Visite conseillée',
  none: 'Pas de visite',
}
