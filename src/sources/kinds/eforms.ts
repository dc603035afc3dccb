import { decodeDocument } from '../decode.ts'
import { mergeEforms } from '../eforms/merge-eforms.ts'
import { readEforms } from '../eforms/read-eforms.ts'
import type { SourceKind } from '../kind.ts'
import { refusedDocument, wholeDocument } from '../one-notice.ts'

/** A notice in the European form (eForms, UBL 2.3), at one address; those that follow it may stand there later. */
export const eforms: SourceKind = {
  name: 'eforms',
  description: {
    example: 'https://marches.exemple.fr/avis/2026-118.xml',
    formats: ['eForms (UBL 2.3) : 1–24, 29–37, CEI, T01, T02, E1–E4'],
    fields: {
      object: ['BT-21 ProcurementProject/Name'],
      description: ['BT-24 ProcurementProject/Description'],
      buyers: ['OPT-300 ContractingParty', 'BT-500', 'BT-501', 'OPP-050'],
      reference: ['BT-22 ProcurementProject/ID'],
      category: ['BT-23 ProcurementTypeCode'],
      procedure: ['BT-105 ProcedureCode'],
      contractForm: ['BT-765', 'BT-766'],
      frameworkMaximum: ['BT-271 MaximumValueAmount'],
      cpv: ['BT-262', 'BT-263'],
      place: ['BT-5071', 'BT-5131 RealizedLocation'],
      amount: ['BT-27 EstimatedOverallContractAmount'],
      lots: ['BT-137 ProcurementProjectLot'],
      divided: ['BT-137 ProcurementProjectLot'],
      deadline: ['BT-131', 'BT-1311', 'BT-630'],
      deadlineStage: ['BT-131', 'BT-1311'],
      questionsUntil: ['BT-13'],
      duration: ['BT-36 PlannedPeriod/DurationMeasure'],
      expectedStart: ['BT-536'],
      renewals: ['BT-57', 'BT-58'],
      variants: ['BT-63'],
      grouping: ['BT-761'],
      reserved: ['BT-71', 'BT-736'],
      socialClauses: ['BT-06 ProcurementType'],
      environmentalClauses: ['BT-06 ProcurementType'],
      criteria: ['BT-540', 'BT-734', 'BT-541'],
      qualifications: ['BT-750 SelectionCriteria'],
      response: ['BT-18', 'BT-17'],
      documentsUrl: ['BT-15'],
      documentsVersion: ['BT-719'],
      contact: ['BT-502', 'BT-503', 'BT-506'],
      noticeUrl: ['OPP-010 NoticePublicationID'],
      status: ['BT-02 NoticeTypeCode', 'BT-140'],
      statusReason: ['BT-140', 'BT-762'],
      outcome: ['BT-142', 'BT-144', 'BT-720', 'BT-759'],
    },
  },
  async read({ bytes, contentType }, parsed) {
    const decoded = decodeDocument(bytes, contentType)
    parsed()
    const reading = readEforms(decoded.text)
    return reading.ok
      ? wholeDocument(reading.draft, decoded)
      : refusedDocument(reading.code, reading.line)
  },
  merge(stored, fresh) {
    const record = mergeEforms(stored, fresh)
    return 'refused' in record ? null : record
  },
}
