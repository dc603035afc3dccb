import type { Facts } from '../../src/consultations/facts.ts'

export const CONTRACT_FORM_LABELS: Record<Facts['contractForm'], string> = {
  ordinary: 'Marché ordinaire',
  'framework-orders': 'Accord-cadre à bons de commande',
  'framework-subsequent': 'Accord-cadre à marchés subséquents',
}
