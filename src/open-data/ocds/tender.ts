import { announced } from '../../api/from-facts.ts'
import { writtenMoment } from '../../api/moments.ts'
import { CATEGORIES, ELECTRONIC, ENDS, GAZETTEER, WRITTEN } from '../../api/ocds/map-release.ts'
import type { Amount, Category, Facts, LotFacts, Moment, Place } from '../../consultations/facts.ts'
import { oneLine } from '../../feeds/safe-text.ts'
import { lotChoices } from '../../posting/lot-changes.ts'
import { told, toldOrNothing } from '../told.ts'
import { uriOf } from './addresses.ts'
import type { Reference } from './parties.ts'
import type { OcdsContext } from './record-package.ts'

/** The call for bids as OCDS 1.1 has it, with its extensions for lots and places and Guichet's own. */
export function tenderOf(
  facts: Partial<Facts>,
  { ocid, publishedAt }: { ocid: string; publishedAt: Date },
  procuringEntity: Reference | undefined,
  { baseUrl, procedureWords, visitWords }: OcdsContext,
) {
  const { procedure, response, amount, expectedStart } = facts
  const isPlanned = facts.status === 'planned'
  return told({
    id: oneLine(facts.reference ?? '') || ocid,
    title: facts.object,
    description: facts.description,
    status: statusOf(facts),
    procuringEntity,
    items: itemsOf(facts),
    value: eurosOf(amount?.max),
    minValue: eurosOf(amount?.min),
    procurementMethod: procedure && METHODS[procedure],
    procurementMethodDetails: procedure && procedureWords[procedure],
    mainProcurementCategory: facts.category && codeOf(facts.category),
    awardCriteriaDetails: facts.criteria
      ?.map(({ name, weight }) => (weight === null ? name : `${name} : ${weight} %`))
      .join('\n'),
    submissionMethod: response && [response.kind === 'paper' ? WRITTEN : ELECTRONIC],
    submissionMethodDetails: response?.address,
    tenderPeriod: toldOrNothing({
      startDate: isPlanned ? undefined : instantText(publishedAt),
      endDate: facts.deadline && momentText(facts.deadline),
    }),
    enquiryPeriod: facts.questionsUntil && { endDate: momentText(facts.questionsUntil) },
    contractPeriod:
      expectedStart !== undefined && /^\d{4}-\d\d-\d\d$/.test(expectedStart)
        ? { startDate: dayText(expectedStart) }
        : undefined,
    numberOfTenderers: facts.outcome?.bids,
    documents: documentsOf(facts, publishedAt, baseUrl),
    milestones: visitsOf(facts.siteVisit, visitWords),
    lots: lotChoices(facts).map(({ value, lot }) => lotOf(value, lot)),
    guichet: toldOrNothing({
      ...beyondOcds(facts),
      publishedAt: isPlanned ? instantText(publishedAt) : undefined,
      deadlineDoubt: facts.deadline?.doubt,
    }),
  })
}

/** An instant with the offset of Paris, to the second. */
export function instantText(at: Date): string {
  return writtenMoment({ instant: at.toISOString(), wall: '' })
}

/** A day as the instant at which it begins in Paris. */
export function dayText(day: string): string | undefined {
  const noon = new Date(`${day}T12:00:00Z`)
  if (Number.isNaN(noon.getTime())) return undefined
  const [, offset = 'Z'] = /([+-]\d\d:\d\d)$/.exec(instantText(noon)) ?? []
  return `${day}T00:00:00${offset}`
}

export function eurosOf(amount: number | null | undefined) {
  return amount === null || amount === undefined ? undefined : { amount, currency: 'EUR' }
}

function momentText({ instant, wall }: Moment): string {
  return writtenMoment({ instant, wall })
}

function codeOf(category: Category): string | undefined {
  return keyOf(CATEGORIES, category)
}

function keyOf(codes: Record<string, string>, word: string): string | undefined {
  return Object.entries(codes).find(([, each]) => each === word)?.[0]
}

/** Only what the law says of a procedure: one that is adapted may be open or not. */
const METHODS: Partial<Record<Facts['procedure'], string>> = {
  open: 'open',
  restricted: 'selective',
  negotiated: 'selective',
  'competitive-dialogue': 'selective',
}

function statusOf({ status = 'active' }: Partial<Facts>): string | undefined {
  if (status === 'awarded') return 'complete'
  return keyOf(ENDS, status) ?? status
}

/** One item for the whole and one for each lot: what is bought (CPV) and where. */
function itemsOf(facts: Partial<Facts>): object[] {
  const ofLots = lotChoices(facts).flatMap(({ value, lot }) => {
    const item = itemOf(lot.cpv, lot.place)
    return item ? [{ id: `lot-${value}`, ...item, relatedLot: value }] : []
  })
  const whole = itemOf(facts.cpv, facts.place)
  return whole || ofLots.length > 0 ? [{ id: 'ensemble', ...whole }, ...ofLots] : []
}

function itemOf(cpv: string[] = [], place: Place | undefined) {
  const [main, ...others] = cpv.map((id) => ({ scheme: 'CPV', id }))
  return toldOrNothing({
    classification: main,
    additionalClassifications: others,
    deliveryAddress: place && toldOrNothing({ locality: place.name }),
    deliveryLocation:
      place?.code === null || place?.code === undefined
        ? undefined
        : { gazetteer: { scheme: GAZETTEER, identifiers: [place.code] } },
  })
}

function lotOf(id: string, lot: LotFacts) {
  return told({
    id,
    title: lot.title,
    description: lot.description,
    status: lotStatusOf(lot),
    value: eurosOf(lot.amount?.max),
    minValue: eurosOf(lot.amount?.min),
    mainProcurementCategory: lot.category && codeOf(lot.category),
    tenderPeriod: lot.deadline && { endDate: momentText(lot.deadline) },
    guichet: toldOrNothing({
      number: id === lot.number ? undefined : lot.number,
      trades: lot.trades,
      reserved: lot.reserved,
    }),
  })
}

function lotStatusOf({ outcome }: LotFacts): string | undefined {
  if (!outcome) return undefined
  return outcome.kind === 'awarded' ? 'complete' : keyOf(ENDS, outcome.kind)
}

function documentsOf(facts: Partial<Facts>, publishedAt: Date, baseUrl: string): object[] {
  const notice = uriOf(facts.noticeUrl, baseUrl)
  const file = uriOf(facts.documentsUrl, baseUrl)
  const pieces = (facts.documents ?? []).flatMap(({ name, href, on }, index) => {
    const url = uriOf(href, baseUrl)
    return url
      ? [told({ id: `piece-${index + 1}`, title: name, url, datePublished: dayText(on) })]
      : []
  })
  return [
    ...(notice
      ? [
          {
            id: 'avis',
            documentType: facts.status === 'planned' ? 'plannedProcurementNotice' : 'tenderNotice',
            url: notice,
            datePublished: instantText(publishedAt),
          },
        ]
      : []),
    ...(file ? [{ id: 'dossier', documentType: 'biddingDocuments', url: file }] : []),
    ...pieces,
  ]
}

function visitsOf(
  visit: Facts['siteVisit'] | undefined,
  visitWords: OcdsContext['visitWords'],
): object[] {
  if (!visit || visit.obligation === 'none') return []
  const milestone = (id: string, date?: Moment) =>
    told({
      id,
      type: 'engagement',
      title: visitWords[visit.obligation],
      code: `site-visit-${visit.obligation}`,
      description: visit.booking,
      dueDate: date && momentText(date),
    })
  return visit.dates.length > 0
    ? visit.dates.map((date, index) => milestone(`visite-${index + 1}`, date))
    : [milestone('visite')]
}

/** What stands in fields of OCDS; the rest is Guichet's extension, under the names that its API has. */
const IN_OCDS = new Set([
  'title',
  'description',
  'buyers',
  'reference',
  'category',
  'procedure',
  'cpv',
  'place',
  'amount',
  'lots',
  'deadline',
  'questionsUntil',
  'response',
  'noticeUrl',
  'documentsUrl',
  'documents',
  'contact',
  'status',
])

/** Whether OCDS has a field for what the API calls so. */
export function isInOcds(name: string): boolean {
  return IN_OCDS.has(name)
}

function beyondOcds(facts: Partial<Facts>): Record<string, unknown> {
  const all = announced({ ...facts, ...ceilingOf(facts.amount) })
  const signed = typeof facts.response?.signature === 'boolean'
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !IN_OCDS.has(name) || (name === 'response' && signed)),
  )
}

/** The end of a band that is a framework's ceiling. */
function ceilingOf(amount: Amount | undefined): Pick<Facts, 'frameworkMaximum'> | object {
  return amount?.maximum && amount.max !== null ? { frameworkMaximum: amount.max } : {}
}
