import type { SourceKind } from '../kind.ts'

/** Essential data of contracts that a buyer or a publisher keeps at one address. */
export const decp: SourceKind = {
  name: 'decp',
  description: {
    example: 'https://donnees.exemple.fr/decp.json',
    formats: ['DECP 1.5', 'DECP 2.0'],
    fields: {},
    contractFields: {
      number: ['id'],
      buyerSiret: ['acheteur.id', 'autoriteConcedante.id'],
      buyerName: ['acheteur.nom', 'autoriteConcedante.nom'],
      nature: ['nature', 'techniques'],
      object: ['objet'],
      cpv: ['codeCPV'],
      category: ['codeCPV'],
      procedure: ['procedure'],
      amount: ['montant', 'valeurGlobale'],
      notifiedOn: ['dateNotification', 'dateSignature'],
      publishedOn: ['datePublicationDonnees'],
      months: ['dureeMois'],
      placeDepartement: ['lieuExecution'],
      bids: ['offresRecues'],
      advance: ['attributionAvance', 'tauxAvance'],
      advanceRate: ['tauxAvance'],
      subcontracting: ['sousTraitanceDeclaree'],
      grouping: ['typeGroupementOperateurs'],
      social: ['considerationsSociales'],
      environmental: ['considerationsEnvironnementales'],
      innovative: ['marcheInnovant'],
      suppliers: ['titulaires', 'concessionnaires'],
      modifications: ['modifications'],
      subcontracts: ['actesSousTraitance'],
    },
  },
  contracts: true,
  read: async () => ({ ok: false, code: 'no-consultation', line: null, column: null }),
}
