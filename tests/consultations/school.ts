import type { LotFacts } from '../../src/consultations/facts.ts'
import { bought, winter } from '../support/application.ts'

/** A school that Narbonne renovates, in three lots. */
export const SCHOOL = {
  object: 'Rénovation thermique de l’école Jean-Jaurès',
  buyers: bought('Ville de Narbonne', '21110262900019'),
  category: 'works' as const,
  procedure: 'adapted' as const,
  place: { kind: 'unrecognised' as const, name: 'Narbonne', code: null },
  deadline: winter('2026-12-15T12:00'),
  lots: ['Gros œuvre', 'Peinture', 'Électricité'].map((title, position): LotFacts => ({
    number: String(position + 1),
    title,
  })),
}
