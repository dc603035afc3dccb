import type { Facts, RecordFacts } from '../../consultations/facts.ts'
import { nameKey } from '../../places/name-key.ts'
import { addressAt, agreed, nameAt, placeOf, statusOf, tell } from '../structured-facts.ts'
import { elementAt, wordAt, type XmlElement } from '../xml-tree.ts'
import { lineOf } from './language.ts'
import {
  categoryOf,
  cpvOf,
  descriptionOf,
  type EformsLot,
  firstDeadline,
  frameworkMaximumOf,
  readAmount,
  readLots,
} from './lots.ts'
import { dayAt, earliest } from './moments.ts'
import { readOrganisations } from './organisations.ts'
import { readPlace } from './places.ts'
import { type EformsResults, readResults } from './results.ts'
import { readRenewals } from './terms.ts'

/** What a notice does: it announces a purchase to come, calls for tenders, or tells what a call came to. */
export type EformsKind = 'planning' | 'call' | 'result'

/** All that a notice says of its consultation, whatever it corrects, and its lots by their identifiers. */
export function readFacts(
  root: XmlElement,
  extension: XmlElement,
  kind: EformsKind,
): { facts: RecordFacts; lots: EformsLot[] } {
  const facts: RecordFacts = {}
  const project = elementAt(root, 'ProcurementProject')
  const organisations = readOrganisations(root, extension)
  const lots = readLots(root, {
    inFrance: organisations.inFrance,
    sentOn: dayAt(root, 'IssueDate'),
  })
  const object = lineOf(project, 'Name')
  const whole = wholeOf(lots, object, kind)
  tell(facts, 'object', object)
  tell(facts, 'description', descriptionOf(project) ?? whole?.facts.description)
  tell(facts, 'buyers', organisations.buyers)
  tell(facts, 'reference', nameAt(project, 'ID'))
  tell(facts, 'category', categoryOf(project) ?? whole?.facts.category)
  tell(facts, 'procedure', procedureOf(root, subtypeOf(extension)))
  tell(facts, 'cpv', cpvOf(project) ?? whole?.facts.cpv)
  tell(
    facts,
    'place',
    readPlace(project) ?? placeOf(lots.flatMap(({ facts: { place } }) => place ?? [])),
  )
  tell(facts, 'amount', readAmount(project) ?? whole?.facts.amount)
  tell(facts, 'frameworkMaximum', frameworkMaximumOf(project) ?? whole?.terms.frameworkMaximum)
  tellTerms(facts, lots)
  if (facts.renewals === undefined) tell(facts, 'renewals', readRenewals(project))
  const contactId = agreed(lots.map(({ terms }) => terms.contactId)) ?? ''
  if (kind !== 'result') tell(facts, 'contact', organisations.contactOf(contactId))
  tell(facts, 'noticeUrl', officialAddress(extension))
  if (kind !== 'result') tell(facts, 'status', kind === 'planning' ? 'planned' : 'active')
  if (whole === undefined) {
    if (kind !== 'result') tell(facts, 'divided', lots.length > 1)
    tell(
      facts,
      'lots',
      lots.map((lot) => lot.facts),
    )
  } else tell(facts, 'divided', kind === 'result' ? undefined : false)
  if (kind === 'result') tellResults(facts, lots, whole, readResults(extension, organisations))
  return { facts, lots }
}

/**
 * The lot that stands for the whole: every notice has one. A result may concern one lot of several that the call had:
 * it stands for the whole only under the procedure's own title or as number 0.
 */
function wholeOf(
  lots: EformsLot[],
  object: string | null,
  kind: EformsKind,
): EformsLot | undefined {
  const [only, ...others] = lots
  if (only === undefined || others.length > 0) return undefined
  const isWhole =
    kind !== 'result' ||
    only.id.endsWith('-0000') ||
    nameKey(only.facts.title) === nameKey(object ?? '')
  return isWhole ? only : undefined
}

/**
 * BT-105 and the subtype: what E1 to E6 announce is below the thresholds, whatever the form of its procedure. Other
 * procedures (`oth-single`) are adapted ones where the light regime lets them be, else unknown.
 */
function procedureOf(root: XmlElement, subtype: string): Facts['procedure'] | undefined {
  if (CONCESSIONS.has(subtype)) return 'concession'
  if (/^E\d$/.test(subtype)) return 'adapted'
  const code = wordAt(root, 'TenderingProcess/ProcedureCode')
  if (code.startsWith('oth-')) return LIGHT_REGIME.has(subtype) ? 'adapted' : undefined
  return PROCEDURES.get(code)
}

const CONCESSIONS = new Set(['14', '19', '32', '35'])
const LIGHT_REGIME = new Set(['12', '13', '20', '21', '33', '34'])
const PROCEDURES = new Map<string, Facts['procedure']>([
  ['open', 'open'],
  ['restricted', 'restricted'],
  ['neg-w-call', 'negotiated'],
  ['neg-wo-call', 'negotiated'],
  ['comp-dial', 'competitive-dialogue'],
  ['innovation', 'formal'],
])

/** What lots say alike is said of the consultation; of the dates, the first. */
function tellTerms(facts: RecordFacts, lots: EformsLot[]): void {
  const terms = lots.map((lot) => lot.terms)
  const deadline = firstDeadline(lots)
  tell(facts, 'deadline', deadline?.value, deadline?.words)
  const first = terms.find((each) => each.deadline?.words === deadline?.words)
  tell(facts, 'deadlineStage', deadline === undefined ? null : first?.stage)
  const questions = earliest(terms.map(({ questionsUntil }) => questionsUntil))
  tell(facts, 'questionsUntil', questions?.value, questions?.words)
  const all = <K extends keyof EformsLot['terms']>(name: K) =>
    agreed(terms.map((each) => each[name]))
  tell(facts, 'contractForm', all('contractForm'))
  tell(facts, 'criteria', all('criteria'))
  tell(facts, 'duration', all('duration'))
  tell(facts, 'expectedStart', all('expectedStart'))
  tell(facts, 'renewals', all('renewals'))
  tell(facts, 'variants', all('variants'))
  tell(facts, 'response', all('response') ?? terms[0]?.response)
  tell(facts, 'documentsUrl', all('documentsUrl') ?? terms[0]?.documentsUrl)
  tell(facts, 'grouping', all('grouping'))
  tell(facts, 'socialClauses', all('socialClauses'))
  tell(facts, 'environmentalClauses', all('environmentalClauses'))
  tell(facts, 'qualifications', all('qualifications'))
  tell(facts, 'reserved', agreed(lots.map((lot) => lot.facts.reserved)))
}

/** Where the notice stands in the Official Journal, once it has a number there. */
function officialAddress(extension: XmlElement): string | null {
  const number = officialNumber(extension)
  return number === null
    ? addressAt(extension, 'Publication/URI')
    : `https://ted.europa.eu/fr/notice/-/detail/${number}`
}

/** Number in the Official Journal (OPP-010), `123456-2026`. */
export function officialNumber(extension: XmlElement): string | null {
  return (
    /^0*(\d{1,8}-\d{4})$/.exec(wordAt(extension, 'Publication/NoticePublicationID'))?.[1] ?? null
  )
}

function tellResults(
  facts: RecordFacts,
  lots: EformsLot[],
  whole: EformsLot | undefined,
  { byLot, total }: EformsResults,
): void {
  const outcomes = [...byLot.values()]
  const only = byLot.get(whole?.id ?? '') ?? byLot.get('')
  if (only !== undefined && (whole !== undefined || lots.length === 0)) {
    const amount = only.kind === 'awarded' ? (only.amount ?? total) : null
    tell(facts, 'outcome', { ...only, amount })
  } else
    tell(
      facts,
      'lots',
      lots.map((lot) => ({ ...lot.facts, outcome: byLot.get(lot.id) })),
    )
  const isDecided = facts.lots?.value.every(({ outcome }) => outcome) ?? true
  const status = isDecided ? statusOf(outcomes) : undefined
  tell(facts, 'status', status)
  if (status !== 'awarded')
    tell(facts, 'statusReason', agreed(outcomes.map(({ ground }) => ground)))
}

/** Code of the list notice-subtype (`16`, `29`, `E3`). */
export function subtypeOf(extension: XmlElement): string {
  return wordAt(extension, 'NoticeSubType/SubTypeCode')
}
