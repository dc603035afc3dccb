import type { Facts } from '../../src/consultations/facts.ts'

export const VARIANTS_LABELS: Record<Facts['variants'], string> = {
  allowed: 'Variantes autorisées',
  refused: 'Variantes refusées',
  required: 'Variantes exigées',
}
