/** Builds small eForms notices: only what a test is about is given. */
export interface MadeNotice {
  id?: string
  version?: string
  /** Day it was sent. */
  sent?: string
  root?: 'ContractNotice' | 'ContractAwardNotice' | 'PriorInformationNotice'
  form?: string
  subtype?: string
  folder?: string | null
  /** `efac:Changes`, `efac:NoticeResult`, `efac:Publication`. */
  extension?: string
  organisations?: string
  /** References of the contracting parties. */
  buyers?: string[]
  procedure?: string
  project?: string
  lots?: string[]
}

export const NOTICE_ID = '11111111-2222-4333-8444-555555555555'
export const FOLDER_ID = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'

export function eforms(made: MadeNotice = {}): string {
  const root = made.root ?? 'ContractNotice'
  const folder = made.folder === undefined ? FOLDER_ID : made.folder
  return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="c" xmlns:cbc="b" xmlns:ext="e" xmlns:efac="f" xmlns:efbc="g" xmlns:efext="h">
<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>
${made.extension ?? ''}
<efac:NoticeSubType><cbc:SubTypeCode listName="notice-subtype">${made.subtype ?? '16'}</cbc:SubTypeCode></efac:NoticeSubType>
<efac:Organizations>${made.organisations ?? COURT + organisation('ORG-0002', 'Ville de Carcassonne')}</efac:Organizations>
</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
<cbc:ID schemeName="notice-id">${made.id ?? NOTICE_ID}</cbc:ID>
${folder === null ? '' : `<cbc:ContractFolderID>${folder}</cbc:ContractFolderID>`}
<cbc:IssueDate>${made.sent ?? '2026-11-20'}+01:00</cbc:IssueDate><cbc:IssueTime>17:30:00+01:00</cbc:IssueTime>
<cbc:VersionID>${made.version ?? '01'}</cbc:VersionID>
<cbc:NoticeTypeCode listName="${made.form ?? 'competition'}">cn-standard</cbc:NoticeTypeCode>
${(made.buyers ?? ['ORG-0002']).map((id) => `<cac:ContractingParty><cac:Party>${party(id)}</cac:Party></cac:ContractingParty>`).join('')}
<cac:TenderingProcess><cbc:ProcedureCode listName="procurement-procedure-type">${made.procedure ?? 'open'}</cbc:ProcedureCode></cac:TenderingProcess>
<cac:ProcurementProject>${made.project ?? '<cbc:Name languageID="FRA">Rénovation de l’école</cbc:Name>'}</cac:ProcurementProject>
${(made.lots ?? [lot('LOT-0001', {})]).join('\n')}
</${root}>`
}

export function lot(
  id: string,
  parts: { terms?: string; process?: string; project?: string },
): string {
  const scheme = id.startsWith('GLO') ? 'LotsGroup' : id.startsWith('PAR') ? 'Part' : 'Lot'
  return `<cac:ProcurementProjectLot><cbc:ID schemeName="${scheme}">${id}</cbc:ID>
<cac:TenderingTerms>${parts.terms ?? ''}</cac:TenderingTerms>
<cac:TenderingProcess>${parts.process ?? ''}</cac:TenderingProcess>
<cac:ProcurementProject>${parts.project ?? `<cbc:Name>Titre ${id}</cbc:Name>`}</cac:ProcurementProject>
</cac:ProcurementProjectLot>`
}

export function organisation(id: string, name: string, company = '', around = ''): string {
  return `<efac:Organization>${around}<efac:Company>${party(id)}<cac:PartyName><cbc:Name>${name}</cbc:Name></cac:PartyName>${company}</efac:Company></efac:Organization>`
}

export function party(id: string): string {
  return `<cac:PartyIdentification><cbc:ID schemeName="organization">${id}</cbc:ID></cac:PartyIdentification>`
}

export function number(companyId: string): string {
  return `<cac:PartyLegalEntity><cbc:CompanyID>${companyId}</cbc:CompanyID></cac:PartyLegalEntity>`
}

/** A deadline for tenders. */
export function tendersUntil(day: string, hour: string | null): string {
  const time = hour === null ? '' : `<cbc:EndTime>${hour}</cbc:EndTime>`
  return `<cac:TenderSubmissionDeadlinePeriod><cbc:EndDate>${day}</cbc:EndDate>${time}</cac:TenderSubmissionDeadlinePeriod>`
}

export const COURT = organisation('ORG-0001', 'Tribunal administratif de Montpellier')
