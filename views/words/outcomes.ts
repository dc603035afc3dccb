import type { LotOutcome } from '../../src/consultations/facts.ts'

export const OUTCOME_LABELS: Record<LotOutcome['kind'], string> = {
  awarded: 'Attribué',
  unsuccessful: 'Infructueux',
  abandoned: 'Sans suite',
}
