import type {
  Amount,
  Category,
  Criterion,
  Facts,
  LotFacts,
  ResponseMethod,
} from '../../consultations/facts.ts'
import { addressAt, cpvIn, eurosIn } from '../structured-facts.ts'
import { elementAt, elementsAt, wordAt, type XmlElement } from '../xml-tree.ts'
import { readCriteria } from './criteria.ts'
import { lineOf, proseOf } from './language.ts'
import { type Clock, dayAt, earliest, endOf, type WrittenMoment } from './moments.ts'
import { readPlace } from './places.ts'
import {
  readClause,
  readContractForm,
  readDuration,
  readQualifications,
  readRenewals,
  readReserved,
  readResponse,
  readVariants,
} from './terms.ts'

/** A lot (or a part of a prior information notice), read. */
export interface EformsLot {
  /** Technical identifier, `LOT-0001`. */
  id: string
  facts: LotFacts
  /** What a consultation says once, each lot again. */
  terms: LotTerms
}

export interface LotTerms {
  deadline: WrittenMoment | null
  stage: Facts['deadlineStage'] | null
  questionsUntil: WrittenMoment | null
  criteria: Criterion[]
  duration: string | null
  expectedStart: string | null
  renewals: string | null
  variants: Facts['variants'] | undefined
  contractForm: Facts['contractForm'] | undefined
  frameworkMaximum: number | null
  response: ResponseMethod | undefined
  documentsUrl: string | null
  grouping: string | null
  socialClauses: string | null
  environmentalClauses: string | null
  qualifications: string[]
  /** Technical identifier of who answers questions. */
  contactId: string
}

/** The lots of a notice in its order; groups of lots are none. */
export function readLots(root: XmlElement, clock: Clock): EformsLot[] {
  const elements = elementsAt(root, 'ProcurementProjectLot').filter(
    (lot) => elementAt(lot, 'ID')?.attributes.get('schemeName') !== 'LotsGroup',
  )
  const numbers = numbersOf(elements)
  return elements.map((lot, position) => readLot(lot, numbers[position] ?? '', clock))
}

/**
 * The buyer's own numbers (BT-22) where every lot has a short one and none has another's, else those of the technical
 * identifiers (`LOT-0003` is 3).
 */
function numbersOf(lots: XmlElement[]): string[] {
  const own = lots.map(
    (lot) =>
      /^(?:lot\s*)?0*(\d{1,3}[a-z]?)$/i.exec(wordAt(lot, 'ProcurementProject/ID'))?.[1] ?? '',
  )
  if (!own.includes('') && new Set(own).size === own.length) return own
  return lots.map((lot) => wordAt(lot, 'ID').replace(/^\D*0*(?=\d)/, ''))
}

function readLot(lot: XmlElement, number: string, clock: Clock): EformsLot {
  const project = elementAt(lot, 'ProcurementProject')
  const terms = elementAt(lot, 'TenderingTerms')
  const process = elementAt(lot, 'TenderingProcess')
  const tenders = endOf(elementAt(process, 'TenderSubmissionDeadlinePeriod'), clock)
  const candidacies = endOf(elementAt(process, 'ParticipationRequestReceptionPeriod'), clock)
  const interest = endOf(elementAt(process, INTEREST), clock)
  const candidacy = candidacies ?? interest
  const deadline = candidacy ?? tenders
  const facts: LotFacts = {
    number,
    title: lineOf(project, 'Name') ?? `Lot ${number}`,
    description: descriptionOf(project) ?? undefined,
    category: categoryOf(project),
    cpv: cpvOf(project),
    place: readPlace(project),
    amount: readAmount(project),
    deadline: deadline?.value,
    reserved: readReserved(terms),
  }
  return {
    id: wordAt(lot, 'ID'),
    facts,
    terms: {
      deadline,
      stage: deadline === null ? null : candidacy === null ? 'tender' : 'candidacy',
      questionsUntil: endOf(elementAt(process, 'AdditionalInformationRequestPeriod'), clock),
      criteria: readCriteria(terms),
      duration: readDuration(project),
      expectedStart: dayAt(project, 'PlannedPeriod/StartDate'),
      renewals: readRenewals(project),
      variants: readVariants(terms),
      contractForm: readContractForm(process),
      frameworkMaximum: frameworkMaximumOf(project),
      response: readResponse(lot),
      documentsUrl: addressAt(
        terms,
        'CallForTendersDocumentReference/Attachment/ExternalReference/URI',
      ),
      grouping: proseOf(terms, 'TendererQualificationRequest/CompanyLegalForm'),
      socialClauses: readClause(project, 'soc-obj'),
      environmentalClauses: readClause(project, 'env-imp'),
      qualifications: readQualifications(terms),
      contactId: wordAt(terms, 'AdditionalInformationParty/PartyIdentification/ID'),
    },
  }
}

const EXTENSION = 'UBLExtensions/UBLExtension/ExtensionContent/EformsExtension'
const INTEREST = `${EXTENSION}/InterestExpressionReceptionPeriod`

/** Description (BT-24) and additional information (BT-300) of a procedure or lot. */
export function descriptionOf(project: XmlElement | undefined): string | null {
  const parts = [proseOf(project, 'Description'), proseOf(project, 'Note')]
  return parts.filter((part) => part !== null).join('\n\n') || null
}

/** BT-23 */
export function categoryOf(project: XmlElement | undefined): Category | undefined {
  return CATEGORIES.get(wordAt(project, 'ProcurementTypeCode'))
}

const CATEGORIES = new Map<string, Category>([
  ['works', 'works'],
  ['supplies', 'supplies'],
  ['services', 'services'],
])

/** Main (BT-262) and additional (BT-263) codes. */
export function cpvOf(project: XmlElement | undefined): string[] | undefined {
  const codes = ['MainCommodityClassification', 'AdditionalCommodityClassification']
    .flatMap((name) => elementsAt(project, `${name}/ItemClassificationCode`))
    .filter(({ attributes }) => (attributes.get('listName') ?? 'cpv') === 'cpv')
  const read = cpvIn(codes.map(({ text }) => text))
  return read.length > 0 ? read : undefined
}

/** The estimate (BT-27), or a framework's ceiling (BT-271) where there is one. */
export function readAmount(project: XmlElement | undefined): Amount | undefined {
  const maximum = frameworkMaximumOf(project)
  if (maximum !== null) return { min: null, max: maximum, maximum: true }
  const path = 'RequestedTenderTotal/EstimatedOverallContractAmount'
  const estimate = eurosIn(elementAt(project, path), 'currencyID')
  return estimate === null ? undefined : { min: estimate, max: estimate }
}

export function frameworkMaximumOf(project: XmlElement | undefined): number | null {
  const path = `RequestedTenderTotal/${EXTENSION}/FrameworkMaximumAmount`
  return eurosIn(elementAt(project, path), 'currencyID')
}

/** The deadline a consultation is told with: that of the lot that closes first. */
export function firstDeadline(lots: EformsLot[]): WrittenMoment | undefined {
  return earliest(lots.map(({ terms }) => terms.deadline))
}
