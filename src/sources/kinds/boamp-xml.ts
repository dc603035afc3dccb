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
      object: ['OBJET/TITRE_MARCHE', 'GESTION/INDEXATION/RESUME_OBJET'],
      description: ['OBJET/OBJET_COMPLET'],
      buyers: ['DONNEES/IDENTITE'],
      reference: ['OBJET/REF_MARCHE'],
      boampId: ['GESTION/REFERENCE/IDWEB'],
      category: ['OBJET/CARACTERISTIQUES'],
      procedure: ['DONNEES/PROCEDURE'],
      cpv: ['OBJET/CPV'],
      place: ['OBJET/LIEU_EXEC_LIVR'],
      amount: ['OBJET/CARACTERISTIQUES/VALEUR'],
      lots: ['OBJET/LOTS/LOT'],
      divided: ['OBJET/DIV_EN_LOTS'],
      deadline: ['CONDITION_DELAI/RECEPT_OFFRES', 'CONDITION_DELAI/RECEPT_CANDIDAT'],
      deadlineStage: ['CONDITION_DELAI'],
      duration: ['OBJET/DUREE_DELAI'],
      variants: ['OBJET/CARACTERISTIQUES/VARIANTES'],
      reserved: ['CONDITION_RELATIVE_MARCHE'],
      criteria: ['PROCEDURE/CRITERES_ATTRIBUTION'],
      response: ['IDENTITE/URL_PROFIL_ACHETEUR', 'ADRESSES_COMPLT'],
      documentsUrl: ['IDENTITE/URL_DOCUMENT'],
      contact: ['IDENTITE/CORRESPONDANT', 'IDENTITE/TEL', 'IDENTITE/MEL'],
      noticeUrl: ['GESTION/REFERENCE/IDWEB'],
      status: ['GESTION/REFERENCE/TYPE_AVIS'],
      statusReason: ['ANNULATION/MOTIF', 'RECTIF'],
      outcome: ['ATTRIBUTION/DECISION'],
    },
  },
  async read({ bytes, contentType }, parsed) {
    const { text } = decodeDocument(bytes, contentType)
    parsed()
    const notice = readBoampXml(text)
    if ('refused' in notice) return refusedDocument(notice.refused, notice.line)
    const { externalId, concerns, raw, facts, publishedAt } = notice
    return wholeDocument({ externalId, alternateIds: concerns, raw, facts, publishedAt })
  },
  merge(stored, fresh) {
    const record = mergeBoampXml(stored, fresh)
    return 'refused' in record ? null : record
  },
}
