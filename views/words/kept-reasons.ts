import { DEADLINE_REASON_LABELS, LOT_GROUND_LABELS } from './rules.ts'

/** What was warned of, in the partners' area. */
const FINDING_LABELS: Record<string, string> = {
  'single-lot': 'Marché non alloti',
  'too-short-for-pact': 'Délai plus court que celui du pacte',
  'visit-too-late': 'Visite proche de la date limite',
  'change-too-late': 'Modification tardive',
  'change-in-last-quarter': 'Modification dans le dernier quart du délai',
  'earlier-than-before': 'Date limite avancée',
  'amount-missing': 'Montant non indiqué',
  'turnover-above-cap': 'Chiffre d’affaires exigé',
  'procedure-too-light': 'Procédure choisie',
}

/** The subject of a warning that somebody kept to. */
export function keptFindingLabel(finding: string): string {
  return FINDING_LABELS[finding] ?? 'Avertissement'
}

/** The ground that was chosen. */
export function keptGroundLabel(ground: string): string {
  const labels: Record<string, string> = { ...DEADLINE_REASON_LABELS, ...LOT_GROUND_LABELS }
  return labels[ground] ?? ground
}
