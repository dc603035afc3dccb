import type { AwardProcedure, ContractNature, Grouping } from '../../src/contracts/facts.ts'
import type { ContractField, Origin } from '../../src/contracts/precedence.ts'
import { PROCEDURE_LABELS } from './procedures.ts'

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

export const AWARD_PROCEDURE_LABELS: Record<AwardProcedure, string> = {
  ...PROCEDURE_LABELS,
  'without-competition': 'Sans publicité ni mise en concurrence préalable',
  'negotiated-open': 'Procédure négociée ouverte',
  'negotiated-restricted': 'Procédure négociée restreinte',
  'direct-open': 'Procédure non négociée ouverte',
  'direct-restricted': 'Procédure non négociée restreinte',
}

export const GROUPING_LABELS: Record<Grouping, string> = {
  none: 'Pas de groupement',
  joint: 'Groupement conjoint',
  several: 'Groupement solidaire',
}
