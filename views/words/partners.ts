import type { PartnerKind } from '../../src/partners/schema.ts'

export const PARTNER_KIND_LABELS: Record<PartnerKind, string> = {
  departement: 'Département',
  intercommunality: 'Intercommunalité',
  commune: 'Commune',
  'public-body': 'Établissement public',
  chamber: 'Chambre',
  'professional-body': 'Organisation professionnelle',
}
