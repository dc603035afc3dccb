import type { Reserved } from '../../src/consultations/facts.ts'

/** A warning: an ordinary firm may not bid. */
export const RESERVED_LABELS: Record<Reserved, string> = {
  'adapted-enterprises': 'Réservé : entreprises adaptées',
  integration: 'Réservé : insertion',
  'social-economy': 'Réservé : ESS',
}
