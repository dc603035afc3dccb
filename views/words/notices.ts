import type { NoticeGroup } from '../../src/consultations/filter.ts'
import type { NoticeKind } from '../../src/consultations/shown.ts'

export const NOTICE_LABELS: Record<NoticeKind, string> = {
  planned: 'Avis de préinformation',
  tender: 'Avis de marché',
  correction: 'Avis rectificatif',
  extension: 'Avis rectificatif : date limite reportée',
  cancellation: "Avis d'annulation",
  award: "Avis d'attribution",
  unsuccessful: "Déclaration d'infructuosité",
}

/** Choices of `avis=` in feeds. */
export const NOTICE_GROUP_LABELS: Record<NoticeGroup, string> = {
  new: 'Nouveautés',
  corrections: 'Rectificatifs',
  results: 'Résultats',
}
