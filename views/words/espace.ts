import type { OwnState } from '../../src/espace/own-states.ts'

export const OWN_STATE_LABELS: Record<OwnState, string> = {
  'en-cours': 'En cours',
  terminees: 'Terminées, résultat à venir',
  achevees: 'Achevées',
  'a-venir': 'À venir',
}
