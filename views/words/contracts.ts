import type { ContractNature } from '../../src/contracts/facts.ts'
import type { ContractField, Origin } from '../../src/contracts/precedence.ts'

export const CONTRACT_FIELD_LABELS: Record<ContractField, string> = {
  number: 'Numéro',
  buyerSiret: 'SIRET de l’acheteur',
  buyerName: 'Acheteur',
  nature: 'Nature',
  object: 'Objet',
  cpv: 'Code CPV',
  category: 'Type de marché',
  procedure: 'Procédure',
  amount: 'Montant hors taxes',
  notifiedOn: 'Notifié le',
  publishedOn: 'Données publiées le',
  months: 'Durée',
  placeDepartement: 'Département d’exécution',
  bids: 'Offres reçues',
  smeBids: 'Offres de PME',
  irregularBids: 'Offres irrégulières',
  advance: 'Avance',
  advanceRate: 'Taux de l’avance',
  subcontracting: 'Sous-traitance déclarée',
  grouping: 'Groupement',
  social: 'Considérations sociales',
  environmental: 'Considérations environnementales',
  innovative: 'Marché innovant',
  suppliers: 'Titulaires',
  modifications: 'Modifications',
  subcontracts: 'Actes de sous-traitance',
}

export const ORIGIN_LABELS: Record<Origin, string> = {
  board: 'avis d’attribution',
  decp: 'données essentielles',
  correction: 'correction de l’acheteur',
}

export const NATURE_LABELS: Record<ContractNature, string> = {
  contract: 'Marché',
  framework: 'Accord-cadre',
  'call-off': 'Marché subséquent',
  partnership: 'Marché de partenariat',
  defence: 'Marché de défense ou de sécurité',
  'works-concession': 'Concession de travaux',
  'services-concession': 'Concession de service',
  'public-service-concession': 'Concession de service public',
  'public-service-delegation': 'Délégation de service public',
}
