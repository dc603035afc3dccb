import type { Procedure } from '../../src/consultations/facts.ts'
import type { ProcedureGroup } from '../../src/consultations/filter.ts'

export const PROCEDURE_LABELS: Record<Procedure, string> = {
  'below-threshold': 'Petit marché',
  adapted: 'Procédure adaptée',
  open: "Appel d'offres ouvert",
  restricted: "Appel d'offres restreint",
  negotiated: 'Procédure avec négociation',
  'competitive-dialogue': 'Dialogue compétitif',
  formal: 'Procédure formalisée',
  concession: 'Concession ou délégation de service public',
}

/** The word of the glossary that explains it. */
export const PROCEDURE_WORDS: Record<Procedure, string> = {
  'below-threshold': 'petit-marche',
  adapted: 'mapa',
  open: 'appel-d-offres',
  restricted: 'appel-d-offres',
  negotiated: 'negociation',
  'competitive-dialogue': 'negociation',
  formal: 'procedure-formalisee',
  concession: 'concession',
}

export const PROCEDURE_GROUP_LABELS: Record<ProcedureGroup, string> = {
  'below-threshold': 'Petit marché',
  adapted: 'Procédure adaptée (MAPA)',
  formal: 'Procédure formalisée',
  concession: 'Concession, délégation de service public',
}

/** Stands under « Petit marché ». */
export const BELOW_THRESHOLD_SENTENCE =
  "Sous le seuil de publicité obligatoire : l'acheteur consulte librement (art. R. 2122-8)."
