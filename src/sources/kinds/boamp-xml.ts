import { mergeBoampXml } from '../boamp-xml/merge-boamp-xml.ts'
import { readBoampXml } from '../boamp-xml/read-boamp-xml.ts'
import { decodeDocument } from '../decode.ts'
import type { SourceKind } from '../kind.ts'
import { refusedDocument, wholeDocument } from '../one-notice.ts'

/** A notice of BOAMP in its own XML (version 2.3.0), at one address; those that follow it may stand there later. */
export const boampXml: SourceKind = {
  name: 'boamp-xml',
  description: {
    example: 'https://marches.exemple.fr/avis/26-91551.xml',
    formats: ['BOAMP XML 2.3.0'],
    fields: {
      object: ['OBJET/TITRE_MARCHE', 'OBJET/OBJET_COMPLET', 'GESTION/INDEXATION/RESUME_OBJET'],
      description: ['OBJET/OBJET_COMPLET'],
      buyers: ['IDENTITE/DENOMINATION', 'IDENTITE/CODE_IDENT_NATIONAL', 'ADRESSES_COMPLEMENTAIRES'],
      reference: ['OBJET/REF_MARCHE', 'CONDITION_ADMINISTRATIVE/REFERENCE_MARCHE'],
      boampId: ['GESTION/REFERENCE/IDWEB'],
      category: ['OBJET/TYPE_MARCHE'],
      procedure: ['PROCEDURE/TYPE_PROCEDURE', 'TYPE_AVIS/FAMILLE'],
      contractForm: ['AVIS_IMPLIQUE'],
      cpv: ['OBJET/CPV', 'LOT/CPV'],
      place: ['OBJET/LIEU_EXEC_LIVR', 'GESTION/INDEXATION/DEP_PRESTATION'],
      amount: ['OBJET/CARACTERISTIQUES/VALEUR', 'OBJET/ACCORD_CADRE'],
      lots: ['OBJET/LOTS/LOT', 'RECTIF'],
      divided: ['OBJET/DIV_EN_LOTS'],
      lotCount: ['OBJET/LOTS/LOT'],
      deadline: [
        'CONDITION_DELAI/RECEPT_OFFRES',
        'CONDITION_DELAI/RECEPT_CANDIDAT',
        'GESTION/INDEXATION/DATE_LIMITE_REPONSE',
        'RECTIF',
      ],
      deadlineStage: ['CONDITION_DELAI'],
      siteVisit: ['RECTIF'],
      duration: ['OBJET/DUREE_DELAI', 'LOT/DUREE_MOIS'],
      expectedStart: ['OBJET/DUREE_DELAI/DATE_DEBUT'],
      renewals: ['LOT', 'OBJET'],
      variants: ['PROCEDURE', 'LOT'],
      grouping: ['CONDITION_RELATIVE_MARCHE/FORME_JURIDIQUE'],
      reserved: ['CONDITION_PARTICIPATION/MARCHE_RESERVE_OUI'],
      socialClauses: ['GESTION/INDEXATION/CRITERES_SOCIAUX_ENV'],
      environmentalClauses: ['GESTION/INDEXATION/CRITERES_SOCIAUX_ENV'],
      criteria: ['PROCEDURE/CRITERES_ATTRIBUTION', 'LOT/CRITERES_ATTRIBUTION'],
      qualifications: ['CAP_ECO_NIVEAU_MINI', 'CAP_TECH_NIVEAU_MINI'],
      requiredDocuments: ['SITUATION_JURIDIQUE', 'CAP_ECO', 'CAP_TECH', 'JUSTIFICATIFS_CANDIDAT'],
      response: ['URL_PARTICIPATION', 'IDENTITE/URL_PROFIL_ACHETEUR'],
      noticeUrl: ['GESTION/REFERENCE/IDWEB'],
      documentsUrl: ['IDENTITE/URL_DOCUMENT'],
      documentsVersion: ['RECTIF'],
      contact: ['IDENTITE/CORRESPONDANT', 'IDENTITE/TEL', 'IDENTITE/MEL'],
      status: ['GESTION/REFERENCE/TYPE_AVIS'],
      statusReason: ['ANNULATION/MOTIF', 'RECTIF'],
      outcome: ['ATTRIBUTION/DECISION'],
    },
  },
  async read({ bytes, contentType }, parsed) {
    const decoded = decodeDocument(bytes, contentType)
    parsed()
    const notice = readBoampXml(decoded.text)
    if ('refused' in notice) return refusedDocument(notice.refused, notice.line)
    const { externalId, concerns, raw, facts, publishedAt } = notice
    const draft = { externalId, alternateIds: concerns, raw, facts, publishedAt }
    return wholeDocument(draft, decoded)
  },
  merge(stored, fresh) {
    const record = mergeBoampXml(stored, fresh)
    return 'refused' in record ? null : record
  },
}
