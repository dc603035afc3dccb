import type { RecordDraft } from '../../consultations/records/draft.ts'
import type {
  BuyerName,
  FactName,
  Facts,
  LotFacts,
  LotOutcome,
  RecordFacts,
} from '../../consultations/facts.ts'
import type { Trade } from '../../consultations/trades.ts'
import { buyerKey } from '../../partners/buyer-key.ts'
import { tell as tellFact } from '../structured-facts.ts'
import {
  boampId,
  type CellReader,
  cpvCodes,
  criteria,
  emailAddress,
  euros,
  moment,
  momentWithHour,
  phone,
  siret,
  tradesNamed,
  webAddress,
  yesOrNo,
} from './cell-values.ts'
import type { FileProblem } from './problems.ts'
import type { Cell, FileRow } from './read-rows.ts'
import {
  type ColumnKey,
  COLUMNS,
  DEMAND_NAMES,
  PLAIN_CELLS,
  type PlainFact,
  TERM_NAMES,
} from './template.ts'
import { amountOf, type PlacedCell, placeIn, READ, Values } from './values.ts'
import { readRowParts } from './read-lots.ts'

/** What a file is read with. */
export interface FileContext {
  /** Who the file comes from, and whether consultations without a buyer are its own. */
  partner: { name: string; shortName: string; siret: string; buys: boolean }
  trades: Trade[]
  now: Date
}

/** One consultation of a file: a row, or the rows that bear the same reference, one per lot. */
export interface FileConsultation {
  /** In the file's order, as a spreadsheet numbers them. */
  rows: number[]
  /** As written; empty where it is missing. */
  reference: string
  read: { ok: true; draft: RecordDraft } | { ok: false; problems: FileProblem[] }
}

/**
 * The consultations of a file's rows, each read or refused with everything that is wrong with it. Rows with the same
 * reference are one consultation: what concerns the whole is said on any of them, on several only alike; each row with
 * a lot number is one of its lots.
 */
export function readConsultations(rows: FileRow[], context: FileContext): FileConsultation[] {
  const readTrades = tradesNamed(context.trades)
  const read = groupsOf(rows).map((group) => readConsultation(group, context, readTrades))
  const seen = new Set<string>()
  return read.map((consultation) => {
    if (!consultation.read.ok) return consultation
    const { externalId } = consultation.read.draft
    if (!seen.has(externalId)) {
      seen.add(externalId)
      return consultation
    }
    const { rows, reference } = consultation
    const row = rows[0] ?? 0
    const problem: FileProblem = {
      row,
      column: 'reference',
      code: 'repeated-reference',
      value: reference,
    }
    return { rows, reference, read: { ok: false, problems: [problem] } }
  })
}

/** Rows of one buyer with one reference, the buyer being said on the first; a row without reference stands alone. */
function groupsOf(rows: FileRow[]): FileRow[][] {
  const buyers = new Map<string, string>()
  const groups = Map.groupBy(rows, ({ number, cells }) => {
    const reference = cells.get('reference')?.text
    if (reference === undefined) return `#${number}`
    const key = keyOf(reference)
    const buyer = cells.get('buyerSiret')?.text ?? cells.get('buyer')?.text
    buyers.set(key, buyer ?? buyers.get(key) ?? '')
    return `${key}|${buyers.get(key)}`
  })
  return [...groups.values()]
}

function keyOf(reference: string): string {
  return reference.replaceAll(/\s+/g, ' ').toLowerCase()
}

function readConsultation(
  rows: FileRow[],
  context: FileContext,
  readTrades: CellReader<string[]>,
): FileConsultation {
  const problems: FileProblem[] = []
  const whole = new Values(wholeCells(rows, problems), rows[0]?.number ?? 0, problems)
  const facts: RecordFacts = {}
  const tell = <K extends FactName>(name: K, value: Facts[K] | undefined) =>
    tellFact(facts, name, value)
  const reference = whole.take('reference', READ.reference)
  tell('reference', reference)
  tell('object', objectOf(whole))
  tell('category', whole.take('category', READ.category))
  const deadline = whole.take('deadline', momentWithHour)
  tell('deadline', deadline)
  tell('deadlineStage', whole.take('deadlineStage', READ.stage))
  tell('questionsUntil', whole.take('questionsUntil', momentWithHour))
  tell('trades', whole.take('trades', readTrades))
  tell('place', placeIn(whole, 'place'))
  tell('response', responseOf(whole))
  const maximum = whole.take('frameworkMaximum', euros)
  tell('frameworkMaximum', maximum)
  tell('amount', amountOf(whole, 'amountMin', 'amountMax', maximum))
  tell('siteVisit', visitOf(whole))
  tell('criteria', whole.take('criteria', criteria))
  tell('contact', contactOf(whole))
  tell('documentsUrl', whole.take('documentsUrl', webAddress))
  tell('documentsVersion', whole.take('documentsVersion', READ.line))
  tell('noticeUrl', whole.take('noticeUrl', webAddress))
  tell('boampId', whole.take('boampId', boampId))
  tell('procedure', whole.take('procedure', READ.procedure))
  tell('contractForm', whole.take('contractForm', READ.contractForm))
  tell('description', whole.take('description', READ.text))
  const buyers = buyersOf(whole, context.partner)
  tell('buyers', buyers)
  tell('cpv', whole.take('cpv', cpvCodes))
  const tellPlain = <K extends PlainFact>(name: K) =>
    tell(name, whole.take(name, PLAIN_CELLS[name].read))
  TERM_NAMES.forEach(tellPlain)
  DEMAND_NAMES.forEach(tellPlain)
  tell('statusReason', whole.take('statusReason', READ.text))
  tell('renews', whole.take('renews', READ.reference))

  const { lots, outcome } = readRowParts(rows, problems, readTrades)
  tell('lots', lots)
  tell('outcome', outcome)
  tell('divided', whole.take('divided', yesOrNo))
  tell('lotCount', whole.take('lotCount', READ.lotCount))
  if (facts.divided?.value === false && lots.length > 1) whole.refuse('divided', 'not-divided')
  const status = whole.take('status', READ.status) ?? statusOf(outcome, lots)
  tell('status', status)
  if ((status ?? 'active') === 'active' && !whole.has('deadline'))
    whole.refuse('deadline', 'missing')
  const published = whole.take('publishedAt', moment)
  const publishedAt = published ? new Date(published.instant) : null
  if (publishedAt && publishedAt > context.now) whole.refuse('publishedAt', 'not-yet')
  if (publishedAt && deadline && new Date(deadline.instant) <= publishedAt)
    whole.refuse('deadline', 'before-publication')

  const numbers = rows.map(({ number }) => number)
  if (problems.length > 0) {
    const inOrder = problems.toSorted((one, other) => one.row - other.row)
    return { rows: numbers, reference: reference ?? '', read: { ok: false, problems: inOrder } }
  }
  const identity = identityOf(reference ?? '', buyers, context.partner)
  const draft = {
    externalId: identity,
    // Says that the reference alone makes it the same one, whatever else has changed.
    alternateIds: [identity],
    raw: JSON.stringify(rows.map(({ cells }) => writtenCells(cells))),
    facts,
    publishedAt,
  }
  return { rows: numbers, reference: reference ?? '', read: { ok: true, draft } }
}

/** What the rows of a consultation say of the whole, the first of them to say it; two that differ are a problem. */
function wholeCells(rows: FileRow[], problems: FileProblem[]): Map<ColumnKey, PlacedCell> {
  const found = new Map<ColumnKey, PlacedCell>()
  for (const { number, cells } of rows)
    for (const [key, cell] of cells) {
      if (COLUMNS[key].of === 'row') continue
      const known = found.get(key)
      if (known === undefined) found.set(key, { ...cell, row: number })
      else if (key !== 'reference' && known.text !== cell.text)
        problems.push({
          row: number,
          column: key,
          code: 'rows-differ',
          value: cell.text.slice(0, 100),
        })
    }
  return found
}

function objectOf(whole: Values): string | undefined {
  const object = whole.take('object', READ.object)
  if (object !== undefined && !/\p{L}/u.test(object)) whole.refuse('object', 'no-letter')
  return object
}

/** The kind of answer is what its address says where it is not given; without address there is only paper. */
function responseOf(whole: Values): Facts['response'] | undefined {
  const written = whole.take('responseAddress', READ.object)
  const signature = whole.take('signature', yesOrNo) ?? null
  const isGiven = whole.has('responseKind')
  const kind = isGiven ? whole.take('responseKind', READ.response) : kindOfAddress(written)
  if (kind === undefined) {
    const isSaid = written !== undefined || signature !== null
    if (!isGiven && isSaid) whole.refuse('responseKind', 'response-kind-missing')
    return undefined
  }
  if (kind === 'paper') return { kind, address: written ?? null, signature }
  if (!whole.has('responseAddress')) whole.refuse('responseAddress', 'response-address')
  const address = whole.take('responseAddress', kind === 'platform' ? webAddress : emailAddress)
  return { kind, address: address ?? null, signature }
}

function kindOfAddress(address = ''): 'platform' | 'email' | undefined {
  if (/^https?:\/\//i.test(address)) return 'platform'
  return /^\S+@\S+$/.test(address) ? 'email' : undefined
}

function visitOf(whole: Values): Facts['siteVisit'] | undefined {
  const obligation = whole.take('visit', READ.visit)
  const dates = whole.take('visitDates', READ.moments) ?? []
  const booking = whole.take('visitBooking', READ.line) ?? null
  const isTold = dates.length > 0 || booking !== null
  if (isTold && !whole.has('visit')) whole.refuse('visit', 'visit-missing')
  if (isTold && obligation === 'none') whole.refuse('visit', 'visit-contradiction')
  return obligation === undefined ? undefined : { obligation, dates, booking }
}

function contactOf(whole: Values): Facts['contact'] | undefined {
  const contact = {
    name: whole.take('contactName', READ.line) ?? null,
    phone: whole.take('contactPhone', phone) ?? null,
    email: whole.take('contactEmail', emailAddress) ?? null,
  }
  return Object.values(contact).every((part) => part === null) ? undefined : contact
}

/** The first is who stands for the group where there are several. */
function buyersOf(whole: Values, partner: FileContext['partner']): BuyerName[] {
  const name = whole.take('buyer', READ.name)
  const number = whole.take('buyerSiret', siret) ?? null
  const others = whole.take('otherBuyers', READ.names) ?? []
  if (name === undefined && (number !== null || !partner.buys))
    whole.refuse('buyer', 'buyer-missing')
  const isPartner = name === undefined || isNameOf(name, partner)
  const main = isPartner
    ? { name: partner.name, siret: number ?? partner.siret }
    : { name, siret: number }
  return [
    { ...main, coordinator: others.length > 0 },
    ...others.map((other) => ({ name: other, siret: null, coordinator: false })),
  ]
}

function isNameOf(name: string, { name: whole, shortName }: FileContext['partner']): boolean {
  return [whole, shortName].some((known) => buyerKey(known) === buyerKey(name))
}

/** What has become of it where the file does not say: what its outcome is, or those of all its lots. */
function statusOf(outcome: LotOutcome | undefined, lots: LotFacts[]): Facts['status'] | undefined {
  if (outcome !== undefined) return outcome.kind
  const kinds = lots.map((lot) => lot.outcome?.kind)
  if (kinds.length === 0 || kinds.includes(undefined)) return undefined
  if (kinds.includes('awarded')) return 'awarded'
  return kinds.includes('unsuccessful') ? 'unsuccessful' : 'abandoned'
}

/** The reference, and the buyer where it is not the partner: each numbers its own. */
function identityOf(
  reference: string,
  [main]: BuyerName[],
  partner: FileContext['partner'],
): string {
  if (main === undefined || main.name === partner.name) return keyOf(reference)
  return `${keyOf(reference)}|${main.siret ?? buyerKey(main.name).slice(0, 200)}`
}

/** The row as it was written, under the names of its columns. */
function writtenCells(cells: Map<ColumnKey, Cell>): Record<string, string> {
  return Object.fromEntries([...cells].map(([key, { text }]) => [COLUMNS[key].name, text]))
}
