import type { Winner } from '../../consultations/facts.ts'
import { lotKey } from '../../consultations/lot-key.ts'
import { checkSiret } from '../../partners/siret.ts'
import { nameKey } from '../../places/name-key.ts'
import { PROCEDURES } from '../../sources/file/template.ts'
import type { OcdsAward, Release } from './package-schema.ts'

/** A field of a consultation, with where OCDS has it (a path in the release) and how it is read there. */
interface Mapping {
  field: string
  from: string
  read: (release: Release) => unknown
}

/**
 * Where the fields of a consultation come from: OCDS 1.1, with its extension for lots. Amounts are taken where they are
 * euros; of `procurementMethod` only what the details do not say better. Fields that no line names are not read.
 */
export const MAPPINGS: Mapping[] = [
  { field: 'title', from: 'tender/title', read: ({ tender }) => tender?.title },
  { field: 'description', from: 'tender/description', read: ({ tender }) => tender?.description },
  { field: 'buyers', from: 'buyer', read: buyersIn },
  { field: 'reference', from: 'tender/id', read: referenceIn },
  {
    field: 'category',
    from: 'tender/mainProcurementCategory',
    read: ({ tender }) => renamed(CATEGORIES, tender?.mainProcurementCategory),
  },
  { field: 'procedure', from: 'tender/procurementMethodDetails', read: procedureIn },
  { field: 'cpv', from: 'tender/items', read: cpvIn },
  { field: 'place', from: 'tender/items', read: placeIn },
  { field: 'amount', from: 'tender/value', read: amountIn },
  { field: 'lots', from: 'tender/lots', read: lotsIn },
  {
    field: 'deadline',
    from: 'tender/tenderPeriod/endDate',
    read: ({ tender }) => tender?.tenderPeriod?.endDate,
  },
  {
    field: 'questionsUntil',
    from: 'tender/enquiryPeriod/endDate',
    read: ({ tender }) => tender?.enquiryPeriod?.endDate,
  },
  {
    field: 'expectedStart',
    from: 'tender/contractPeriod/startDate',
    read: ({ tender }) => tender?.contractPeriod?.startDate?.slice(0, 10),
  },
  { field: 'response', from: 'tender/submissionMethodDetails', read: responseIn },
  {
    field: 'noticeUrl',
    from: 'tender/documents',
    read: (release) =>
      addressIn(release, 'tenderNotice') ?? addressIn(release, 'plannedProcurementNotice'),
  },
  {
    field: 'documentsUrl',
    from: 'tender/documents',
    read: (release) => addressIn(release, 'biddingDocuments'),
  },
  { field: 'documents', from: 'tender/documents', read: documentsIn },
  { field: 'contact', from: 'parties', read: contactIn },
  { field: 'status', from: 'tender/status', read: statusIn },
  { field: 'changeReason', from: 'tender/amendments', read: rationaleIn },
  { field: 'publishedAt', from: 'tender/tenderPeriod/startDate', read: publishedIn },
]

/**
 * A consultation as the release tells it: a body that the schema of the API still has to allow. What stands in Guichet's
 * own extension, under the names of the API, is said more closely than elsewhere in the release.
 */
export function consultationIn(release: Release): Record<string, unknown> {
  const read = MAPPINGS.map(({ field, read: reading }) => [field, reading(release)] as const)
  const { deadlineDoubt: _, ...closer } = release.tender?.guichet ?? {}
  return { ...Object.fromEntries(read.filter(([, value]) => value !== undefined)), ...closer }
}

/** The end of a call, where the release tells one; null where it does not. */
export function cancellationIn({ tender }: Release): Record<string, unknown> | null {
  const kind = renamed(ENDS, tender?.status)
  if (!tender || kind === undefined) return null
  const ground = tender.statusDetails ?? tender.amendments?.at(-1)?.rationale
  return { kind, ...(ground === undefined ? {} : { ground }) }
}

/** The contracts that are awarded, and the awards that failed, with where the lots that they are of stand. */
export function awardsIn(release: Release): {
  awarded: { award: Record<string, unknown>; from: number }[]
  failed: { cancellation: Record<string, unknown>; from: number }[]
} {
  const found: ReturnType<typeof awardsIn> = { awarded: [], failed: [] }
  for (const [from, award] of (release.awards ?? []).entries()) {
    const lots = (award.relatedLots ?? []).map(String)
    const ofLots = lots.length > 0 ? { lots } : {}
    const ground = award.description?.slice(0, 500)
    const told = ground === undefined ? {} : { ground }
    if (award.status === 'unsuccessful')
      found.failed.push({ cancellation: { kind: 'unsuccessful', ...told, ...ofLots }, from })
    else if (award.status === 'cancelled')
      found.failed.push({ cancellation: { kind: 'abandoned', ...told, ...ofLots }, from })
    else if (lots.length === 0) found.awarded.push({ award: awardIn(release, award), from })
    else
      for (const lot of lots)
        found.awarded.push({ award: { lot, ...awardIn(release, award) }, from })
  }
  return found
}

/** What a line of the table names and cannot read: other currencies, other methods. Paths in the release. */
export function notUnderstood({
  tender,
  awards = [],
}: Release): { from: string; detail: string }[] {
  const values = [
    { from: 'tender/value', value: tender?.value },
    { from: 'tender/minValue', value: tender?.minValue },
    ...(tender?.lots ?? []).map(({ value }, index) => ({
      from: `tender/lots/${index}/value`,
      value,
    })),
    ...awards.map(({ value }, index) => ({ from: `awards/${index}/value`, value })),
  ]
  const foreign = values.flatMap(({ from, value }) =>
    value && eurosOf(value) === undefined
      ? [{ from, detail: 'not read: an amount in another currency than EUR, or none' }]
      : [],
  )
  const method = tender?.procurementMethod
  return method !== undefined && procedureIn({ ocid: '', tender }) === undefined
    ? [...foreign, { from: 'tender/procurementMethod', detail: 'not read: no such procedure here' }]
    : foreign
}

/** Codes of OCDS, with ours. */
export const CATEGORIES = {
  works: 'works',
  goods: 'supplies',
  services: 'services',
} as const
const METHODS: Record<string, string> = { open: 'open', selective: 'restricted' }
export const ENDS = {
  cancelled: 'abandoned',
  withdrawn: 'withdrawn',
  unsuccessful: 'unsuccessful',
} as const
/** Statistics of the extension for bids, with ours. */
export const BID_MEASURES = {
  bids: 'bids',
  disqualifiedBids: 'irregularBids',
  smeBids: 'smeBids',
} as const
/** How bids are sent, beside an address. */
export const ELECTRONIC = 'electronicSubmission'
export const WRITTEN = 'written'
/** The gazetteer of codes of places: the State's own for communes, intercommunalities and départements. */
export const GAZETTEER = 'FR-COG'
/** Scales of the European profile; OCDS itself has none. */
const SIZES: Record<string, NonNullable<Winner['size']>> = {
  micro: 'micro',
  small: 'sme',
  medium: 'sme',
  sme: 'sme',
  large: 'large',
}

function renamed<T extends string>(
  words: Readonly<Record<string, T>>,
  code: string | undefined,
): T | undefined {
  return code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined
}

function textOf(id: string | number | undefined): string | undefined {
  return id === undefined ? undefined : String(id)
}

type Named = { id?: string | number; name?: string; identifier?: { id?: string | number } }

/** A tender must have an id: one without a reference has that of its process. */
function referenceIn({ ocid, tender }: Release): unknown {
  const reference = textOf(tender?.id)
  return reference === ocid ? undefined : reference
}

function buyersIn({ buyer, parties = [] }: Release): unknown {
  if (!buyer) return undefined
  const others = parties.filter(
    ({ id, roles = [] }) => roles.includes('buyer') && (id ?? null) !== (buyer.id ?? null),
  )
  return [buyer, ...others].map((each) => namedOf(each, parties))
}

function namedOf(named: Named, parties: Named[]) {
  const party = parties.find(({ id }) => id !== undefined && id === named.id)
  const siret = siretOf(named) ?? (party && siretOf(party))
  return { name: named.name ?? party?.name, ...(siret === undefined ? {} : { siret }) }
}

/** A SIRET may stand as an identifier or at the end of the party's own id (`FR-SIRET-…`). */
function siretOf({ id, identifier }: Named): string | undefined {
  for (const each of [identifier?.id, id]) {
    const checked = checkSiret(/\d{14}$/.exec(String(each ?? ''))?.[0] ?? '')
    if (checked.ok) return checked.siret
  }
  return undefined
}

function procedureIn({ tender }: Release): unknown {
  const details = nameKey(tender?.procurementMethodDetails ?? '')
  const told = Object.entries(PROCEDURES).find(([words]) => nameKey(words) === details)?.[1]
  return told ?? renamed(METHODS, tender?.procurementMethod)
}

type Item = NonNullable<NonNullable<Release['tender']>['items']>[number]

/** What is said of the whole; where everything is said by lots, all of it. */
function itemsOfWhole({ tender }: Release): Item[] {
  const items = tender?.items ?? []
  const own = items.filter(({ relatedLot }) => relatedLot === undefined)
  return own.length > 0 ? own : items
}

function itemsOfLot({ tender }: Release, lot: string): Item[] {
  return (tender?.items ?? []).filter(
    ({ relatedLot }) => relatedLot !== undefined && lotKey(String(relatedLot)) === lotKey(lot),
  )
}

function cpvOf(items: Item[]): unknown {
  const codes = items
    .flatMap(({ classification, additionalClassifications = [] }) => [
      classification,
      ...additionalClassifications,
    ])
    .flatMap((each) => (each?.scheme?.toUpperCase() === 'CPV' ? (textOf(each.id) ?? []) : []))
  return codes.length > 0 ? [...new Set(codes)] : undefined
}

function cpvIn(release: Release): unknown {
  return cpvOf(itemsOfWhole(release))
}

function placeIn(release: Release): unknown {
  return placeOf(itemsOfWhole(release))
}

function placeOf(items: Item[]): unknown {
  const [name, ...others] = new Set(
    items.flatMap(({ deliveryAddress }) => deliveryAddress?.locality ?? []),
  )
  if (name === undefined || others.length > 0) return undefined
  const [code] = items.flatMap(({ deliveryLocation }) =>
    deliveryLocation?.gazetteer?.scheme === GAZETTEER
      ? (deliveryLocation.gazetteer.identifiers ?? [])
      : [],
  )
  return { name, ...(code === undefined ? {} : { code }) }
}

function amountIn({ tender }: Release): unknown {
  return band(eurosOf(tender?.minValue), eurosOf(tender?.value))
}

function eurosOf(value: { amount?: number; currency?: string } | undefined): number | undefined {
  return value?.currency === 'EUR' ? value.amount : undefined
}

function band(min: number | undefined, max: number | undefined): unknown {
  if (min === undefined && max === undefined) return undefined
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
}

function lotsIn(release: Release): unknown {
  return release.tender?.lots?.map((lot) => {
    const number = String(lot.id)
    const items = itemsOfLot(release, number)
    const told = {
      number,
      title: lot.title ?? number,
      description: lot.description,
      category: renamed(CATEGORIES, lot.mainProcurementCategory),
      cpv: cpvOf(items),
      place: placeOf(items),
      amount: band(eurosOf(lot.minValue), eurosOf(lot.value)),
      deadline: lot.tenderPeriod?.endDate,
    }
    const known = Object.entries(told).filter(([, value]) => value !== undefined)
    return { ...Object.fromEntries(known), ...lot.guichet }
  })
}

function responseIn({ tender }: Release): unknown {
  const address = tender?.submissionMethodDetails?.trim() ?? ''
  const methods = tender?.submissionMethod ?? []
  if (methods.includes(WRITTEN) && !methods.includes(ELECTRONIC))
    return { kind: 'paper', ...(address === '' ? {} : { address }) }
  if (/^https?:\/\/\S+$/i.test(address)) return { kind: 'platform', address }
  return /^\S+@\S+$/.test(address) ? { kind: 'email', address } : undefined
}

/** Documents of other types, each with its name, its address and its day. */
function documentsIn({ tender }: Release): unknown {
  const found = (tender?.documents ?? []).flatMap(({ documentType, title, url, datePublished }) =>
    documentType === undefined && title && url && datePublished
      ? [{ name: title, url, addedOn: datePublished.slice(0, 10) }]
      : [],
  )
  return found.length > 0 ? found : undefined
}

function addressIn({ tender }: Release, documentType: string): unknown {
  return tender?.documents?.find((each) => each.documentType === documentType)?.url
}

function contactIn({ buyer, parties = [] }: Release): unknown {
  const point = (
    parties.find(({ roles = [] }) => roles.includes('procuringEntity')) ??
    parties.find(({ id }) => id !== undefined && id === buyer?.id)
  )?.contactPoint
  if (!point) return undefined
  const { name, email, telephone } = point
  const given = { name, email, phone: telephone }
  const told = Object.entries(given).filter(([, value]) => value !== undefined)
  return told.length > 0 ? Object.fromEntries(told) : undefined
}

function statusIn({ tag, tender }: Release): unknown {
  const isPlanned = [tag].flat().every((each) => each?.startsWith('planning'))
  return isPlanned || tender?.status === 'planned' || tender?.status === 'planning'
    ? 'planned'
    : undefined
}

function rationaleIn({ tag, tender }: Release): unknown {
  const isChange = [tag]
    .flat()
    .some((each) => each === 'tenderUpdate' || each === 'tenderAmendment')
  return isChange ? tender?.amendments?.at(-1)?.rationale : undefined
}

/** The beginning of the time to answer, else the day of a first release. */
function publishedIn({ date, tag, tender }: Release): unknown {
  const isFirst = [tag].flat().some((each) => each === 'tender' || each === 'planning')
  return tender?.tenderPeriod?.startDate ?? (isFirst ? date : undefined)
}

function awardIn(
  { parties = [], tender, bids, contracts = [] }: Release,
  award: OcdsAward,
): Record<string, unknown> {
  const signed = contracts.find(({ awardID }) => awardID !== undefined && awardID === award.id)
  const date = (signed?.dateSigned ?? award.date)?.slice(0, 10)
  const [lot] = award.relatedLots ?? []
  const told = {
    ...(lot === undefined ? { bids: tender?.numberOfTenderers } : {}),
    ...bidsIn(bids, lot),
    amount: eurosOf(award.value),
    notifiedOn: date,
  }
  return {
    winners: (award.suppliers ?? []).map((supplier) => {
      const party = parties.find(({ id }) => id !== undefined && id === supplier.id)
      const size = party && sizeIn(party)
      const commune = party?.address?.locality
      const foreign = foreignIn(party?.identifier ?? supplier.identifier)
      return {
        ...namedOf(supplier, parties),
        ...(foreign === undefined ? {} : { foreign }),
        ...(commune === undefined ? {} : { commune }),
        ...(size === undefined ? {} : { size }),
      }
    }),
    ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
  }
}

/** How many bids there were for a lot, or (undefined) for the whole. */
export function bidsIn(
  bids: Release['bids'],
  lot: string | number | undefined,
): { bids?: number; irregularBids?: number; smeBids?: number } {
  const key = lot === undefined ? null : lotKey(String(lot))
  const counts = (bids?.statistics ?? [])
    .filter(
      ({ relatedLot }) => (relatedLot === undefined ? null : lotKey(String(relatedLot))) === key,
    )
    .flatMap(({ measure, value: count }) => {
      const name = renamed(BID_MEASURES, measure)
      return name === undefined || count === undefined ? [] : [[name, count] as const]
    })
  return Object.fromEntries(counts)
}

/** INSEE's category tells apart what the European scales do not. */
function sizeIn({ details }: NonNullable<Release['parties']>[number]): Winner['size'] | undefined {
  if (details?.categorieEntreprise === 'ETI') return 'mid-size'
  return renamed(SIZES, details?.scale)
}

/** A number in a register abroad, under the code of its country. */
function foreignIn(
  identifier: { scheme?: string | undefined; id?: string | number | undefined } | undefined,
): { country: string; id: string } | undefined {
  const { scheme = '', id } = identifier ?? {}
  return /^[A-Z]{2}$/.test(scheme) && scheme !== 'FR' && id !== undefined
    ? { country: scheme, id: String(id) }
    : undefined
}
