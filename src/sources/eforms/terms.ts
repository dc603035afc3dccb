import type { Facts, Reserved, ResponseMethod } from '../../consultations/facts.ts'
import { FORESEEN, renewalsText, UNLIMITED_DURATION, withOptions } from '../french/clauses.ts'
import { durationText, type DurationUnit, spanText } from '../french/durations.ts'
import { addressAt, numberIn } from '../structured-facts.ts'
import { elementAt, elementsAt, wordAt, type XmlElement } from '../xml-tree.ts'
import { lineOf, proseOf } from './language.ts'
import { dayAt } from './moments.ts'

/** Where and how to answer (BT-17, BT-18, BT-744). */
export function readResponse(lot: XmlElement): ResponseMethod | undefined {
  const electronic = codeAt(lot, 'TenderingProcess/SubmissionMethodCode', 'esubmission')
  const endpoint = wordAt(lot, 'TenderingTerms/TenderRecipientParty/EndpointID')
  const platform = addressAt(lot, 'TenderingTerms/TenderRecipientParty/EndpointID')
  const signature = signatureOf(
    codeAt(
      lot,
      'TenderingTerms/ContractExecutionRequirement/ExecutionRequirementCode',
      'esignature-submission',
    ),
  )
  if (electronic === 'not-allowed') return { kind: 'paper', address: null, signature: null }
  if (platform !== null) return { kind: 'platform', address: platform, signature }
  if (/^[^\s@]+@[^\s@]+$/.test(endpoint)) return { kind: 'email', address: endpoint, signature }
  return electronic === '' ? undefined : { kind: 'platform', address: null, signature }
}

function signatureOf(code: string): boolean | null {
  if (code === 'true' || code === 'required') return true
  return code === 'false' || code === 'not-required' ? false : null
}

/** Length of the contract (BT-36), or the time between its first and last day (BT-536, BT-537). */
export function readDuration(project: XmlElement | undefined): string | null {
  const period = elementAt(project, 'PlannedPeriod')
  const measure = elementAt(period, 'DurationMeasure')
  const unit = UNITS.get(measure?.attributes.get('unitCode') ?? '')
  if (measure !== undefined && unit !== undefined) return durationText(numberIn(measure.text), unit)
  if (wordAt(period, 'DescriptionCode') === 'UNLIMITED') return UNLIMITED_DURATION
  const [first, last] = [dayAt(period, 'StartDate'), dayAt(period, 'EndDate')]
  return first === null || last === null ? null : spanText(first, last)
}

const UNITS = new Map<string, DurationUnit>([
  ['DAY', 'day'],
  ['WEEK', 'week'],
  ['MONTH', 'month'],
  ['YEAR', 'year'],
])

/** Renewals (BT-57, BT-58) and options (BT-54), each in the buyer's words. */
export function readRenewals(project: XmlElement | undefined): string | null {
  const extension = elementAt(project, 'ContractExtension')
  const most = numberIn(wordAt(extension, 'MaximumNumberNumeric'))
  const renewals =
    proseOf(extension, 'Renewal/Period/Description') ??
    (most === null || most === 0 ? null : renewalsText(most))
  return withOptions(renewals, proseOf(extension, 'OptionsDescription'))
}

/** BT-63 */
export function readVariants(terms: XmlElement | undefined): Facts['variants'] | undefined {
  return VARIANTS.get(wordAt(terms, 'VariantConstraintCode'))
}

const VARIANTS = new Map<string, Facts['variants']>([
  ['allowed', 'allowed'],
  ['not-allowed', 'refused'],
  ['required', 'required'],
])

/** Who alone may bid (BT-71) or perform (BT-736). */
export function readReserved(terms: XmlElement | undefined): Reserved | 'none' | undefined {
  const codes = elementsAt(terms, 'TendererQualificationRequest/SpecificTendererRequirement')
    .flatMap(({ children }) => children)
    .filter(({ attributes }) => attributes.get('listName') === 'reserved-procurement')
    .map(({ text }) => text.trim())
  const execution = codeAt(
    terms,
    'ContractExecutionRequirement/ExecutionRequirementCode',
    'reserved-execution',
  )
  if (codes.includes('res-ws') || execution === 'yes') return 'adapted-enterprises'
  if (codes.includes('res-pub-ser')) return 'social-economy'
  return codes.includes('none') ? 'none' : undefined
}

/** BT-765: whether the lot is a framework, and how its contracts are given. */
export function readContractForm(
  process: XmlElement | undefined,
): Facts['contractForm'] | undefined {
  return FORMS.get(
    codeAt(process, 'ContractingSystem/ContractingSystemTypeCode', 'framework-agreement'),
  )
}

/** Frameworks that are partly reopened (`fa-mix`) are neither of the two. */
const FORMS = new Map<string, Facts['contractForm']>([
  ['none', 'ordinary'],
  ['fa-wo-rc', 'framework-orders'],
  ['fa-w-rc', 'framework-subsequent'],
])

/** Social (`soc-obj`) or environmental (`env-imp`) clauses (BT-06, BT-777), in the buyer's words where there are any. */
export function readClause(
  project: XmlElement | undefined,
  code: 'soc-obj' | 'env-imp',
): string | null {
  const clause = elementsAt(project, 'ProcurementAdditionalType').find(
    (type) => codeAt(type, 'ProcurementTypeCode', 'strategic-procurement') === code,
  )
  return clause === undefined ? null : (proseOf(clause, 'ProcurementType') ?? FORESEEN)
}

/** What candidates must be or show (BT-749, BT-750). */
export function readQualifications(terms: XmlElement | undefined): string[] {
  return elementsAt(
    terms,
    'UBLExtensions/UBLExtension/ExtensionContent/EformsExtension/SelectionCriteria',
  ).flatMap((criterion) => {
    const name = lineOf(criterion, 'Name')
    const description = lineOf(criterion, 'Description')
    if (name === null || description === null) return name ?? description ?? []
    return `${name} : ${description}`
  })
}

/** The code of this list among the elements of a path (`listName` tells them apart); '' where it is not said. */
function codeAt(element: XmlElement | undefined, path: string, list: string): string {
  const code = elementsAt(element, path).find(
    ({ attributes }) => attributes.get('listName') === list,
  )
  return code?.text.trim() ?? ''
}
