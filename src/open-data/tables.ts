import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { type Incomplete, incompletePages } from '../contracts/decp/export.ts'
import type { LotFacts, LotOutcome, Winner } from '../consultations/facts.ts'
import type { Change, NoticeKind } from '../consultations/shown.ts'
import { type LotRow, lotsByConsultation } from '../consultations/listing.ts'
import { consultations, notices, sourceRecords, sources } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import { writeCsvRows } from '../feeds/csv.ts'
import {
  type ContractLine,
  contractPages,
  type SupplierLine,
  supplierPages,
} from './contract-pages.ts'
import { itemsAfter, type ListedItem } from '../library/list-items.ts'
import { helpBodies, helpContacts } from '../contacts/schema.ts'
import { actionPartners, actions } from '../pact/actions/schema.ts'
import { groups } from '../pact/groups/schema.ts'
import { axes } from '../pact/schema.ts'
import { buyers, partners } from '../partners/schema.ts'
import { purchasePath } from '../programme/purchases.ts'
import { plannedPurchases } from '../programme/schema.ts'
import type { Sheet, Site } from './column.ts'
import type { TableName } from './table-names.ts'
import { PAGE_SIZE, type PublishedConsultation, publishedPages } from './published.ts'

/** A consultation with the rows that its lots are compared by. */
export interface ConsultationLine {
  consultation: PublishedConsultation
  rows: LotRow[]
}

export interface LotLine {
  consultation: PublishedConsultation
  lot: LotFacts
  row: LotRow | null
}

/** What one firm has obtained; no winner where it is not said who has. */
export interface AwardLine {
  consultation: PublishedConsultation
  lot: LotFacts | null
  outcome: LotOutcome
  winner: Winner | null
  rank: number
}

export interface NoticeLine {
  id: number
  reference: string
  kind: NoticeKind
  publishedAt: Date
  recordedAt: Date
  changes: Change[]
  reason: string | null
  source: string | null
}

export type BuyerLine = typeof buyers.$inferSelect & { partner: string | null }
export type PartnerLine = typeof partners.$inferSelect
export type SourceLine = typeof sources.$inferSelect & { partner: string }
export type DocumentLine = ListedItem
/** A contact that stands, with its body; `partner` is that which the body is. */
export type ContactLine = Pick<
  typeof helpContacts.$inferSelect,
  'id' | 'slug' | 'function' | 'problems' | 'trades' | 'territories' | 'checkedOn'
> & {
  body: Pick<typeof helpBodies.$inferSelect, 'slug' | 'name' | 'kind'>
  partner: string | null
}
export type ActionLine = typeof actions.$inferSelect & {
  axis: string
  group: string | null
  pilot: string
  partners: string[]
}

export type ProgrammeLine = typeof plannedPurchases.$inferSelect & {
  buyer: string
  /** Reference of the consultation that came of it. */
  consultation: string | null
  path: string
}

/** What a line of each table is. The names are those of the files. */
export interface Lines {
  consultations: ConsultationLine
  lots: LotLine
  attributions: AwardLine
  avis: NoticeLine
  contrats: ContractLine
  titulaires: SupplierLine
  'decp-incomplets': Incomplete
  acheteurs: BuyerLine
  partenaires: PartnerLine
  sources: SourceLine
  actions: ActionLine
  contacts: ContactLine
  documents: DocumentLine
  programmation: ProgrammeLine
}

export type Sheets = { [K in TableName]: Sheet<Lines[K]> }

/** A table as CSV, a page of it at a time, its header first. */
export async function* tablePages<K extends TableName>(
  reader: Reader,
  name: K,
  { columns }: Sheet<Lines[K]>,
  site: Site,
): AsyncGenerator<string> {
  yield writeCsvRows([columns.map((column) => column.name)])
  for await (const lines of LINES[name](reader))
    if (lines.length > 0)
      yield writeCsvRows(lines.map((line) => columns.map(({ cell }) => cell(line, site))))
}

const LINES: { [K in TableName]: (reader: Reader) => AsyncGenerator<Lines[K][]> } = {
  consultations: consultationLines,
  lots: lotLines,
  attributions: awardLines,
  avis: noticeLines,
  contrats: contractPages,
  titulaires: supplierPages,
  'decp-incomplets': (reader) => incompletePages(reader, null),
  acheteurs: (reader) => byId((after) => buyersAfter(reader, after)),
  partenaires: (reader) => byId((after) => partnersAfter(reader, after)),
  sources: (reader) => byId((after) => sourcesAfter(reader, after)),
  actions: (reader) => byId((after) => actionsAfter(reader, after)),
  contacts: (reader) => byId((after) => contactsAfter(reader, after)),
  documents: (reader) => byId((after) => itemsAfter(reader, after, PAGE_SIZE)),
  programmation: (reader) => byId((after) => purchasesAfter(reader, after)),
}

async function* consultationLines(reader: Reader): AsyncGenerator<ConsultationLine[]> {
  for await (const page of publishedPages(reader, null)) {
    const rowsOf = await lotsByConsultation(
      reader,
      page.map(({ id }) => id),
    )
    yield page.map((consultation) => ({
      consultation,
      rows: rowsOf.get(consultation.id) ?? [],
    }))
  }
}

async function* lotLines(reader: Reader): AsyncGenerator<LotLine[]> {
  for await (const page of consultationLines(reader))
    yield page.flatMap(({ consultation, rows }) =>
      (consultation.facts.lots ?? []).map((lot, position) => ({
        consultation,
        lot,
        row: rows.find((row) => row.position === position) ?? null,
      })),
    )
}

async function* awardLines(reader: Reader): AsyncGenerator<AwardLine[]> {
  for await (const page of publishedPages(reader, null)) yield page.flatMap(awardsOf)
}

function awardsOf(consultation: PublishedConsultation): AwardLine[] {
  const { outcome, lots = [] } = consultation.facts
  const results = [
    ...(outcome ? [{ lot: null, outcome }] : []),
    ...lots.flatMap((lot) => (lot.outcome ? [{ lot, outcome: lot.outcome }] : [])),
  ]
  return results
    .filter((result) => result.outcome.kind === 'awarded')
    .flatMap((result) =>
      (result.outcome.winners.length > 0 ? result.outcome.winners : [null]).map(
        (winner, index) => ({ consultation, ...result, winner, rank: index + 1 }),
      ),
    )
}

async function* noticeLines(reader: Reader): AsyncGenerator<NoticeLine[]> {
  yield* byId((after) =>
    reader
      .select({
        id: notices.id,
        reference: consultations.reference,
        kind: notices.kind,
        publishedAt: notices.publishedAt,
        recordedAt: notices.recordedAt,
        changes: notices.changes,
        reason: notices.reason,
        source: sources.name,
      })
      .from(notices)
      .innerJoin(consultations, eq(consultations.id, notices.consultationId))
      .leftJoin(sourceRecords, eq(sourceRecords.id, notices.recordId))
      .leftJoin(sources, eq(sources.id, sourceRecords.sourceId))
      .where(and(gt(notices.id, after), isNull(consultations.joinedIntoId)))
      .orderBy(asc(notices.id))
      .limit(PAGE_SIZE),
  )
}

/** Pages by number, until one is not full. */
async function* byId<Line extends { id: number }>(
  read: (after: number) => Promise<Line[]>,
): AsyncGenerator<Line[]> {
  let after: number | undefined = 0
  while (after !== undefined) {
    const page: Line[] = await read(after)
    yield page
    after = page.length === PAGE_SIZE ? page.at(-1)?.id : undefined
  }
}

async function buyersAfter(reader: Reader, after: number): Promise<BuyerLine[]> {
  const rows = await reader
    .select({ buyer: buyers, partner: partners.slug })
    .from(buyers)
    .leftJoin(partners, eq(partners.id, buyers.partnerId))
    .where(gt(buyers.id, after))
    .orderBy(asc(buyers.id))
    .limit(PAGE_SIZE)
  return rows.map(({ buyer, partner }) => ({ ...buyer, partner }))
}

async function partnersAfter(reader: Reader, after: number): Promise<PartnerLine[]> {
  return reader
    .select()
    .from(partners)
    .where(gt(partners.id, after))
    .orderBy(asc(partners.id))
    .limit(PAGE_SIZE)
}

async function sourcesAfter(reader: Reader, after: number): Promise<SourceLine[]> {
  const rows = await reader
    .select({ source: sources, partner: partners.slug })
    .from(sources)
    .innerJoin(partners, eq(partners.id, sources.partnerId))
    .where(gt(sources.id, after))
    .orderBy(asc(sources.id))
    .limit(PAGE_SIZE)
  return rows.map(({ source, partner }) => ({ ...source, partner }))
}

async function purchasesAfter(reader: Reader, after: number): Promise<ProgrammeLine[]> {
  const rows = await reader
    .select({
      line: plannedPurchases,
      buyer: buyers.slug,
      consultation: sql<
        string | null
      >`case when ${consultations.joinedIntoId} is null then ${consultations.reference} end`,
    })
    .from(plannedPurchases)
    .innerJoin(buyers, eq(buyers.id, plannedPurchases.buyerId))
    .leftJoin(consultations, eq(consultations.id, plannedPurchases.consultationId))
    .where(gt(plannedPurchases.id, after))
    .orderBy(asc(plannedPurchases.id))
    .limit(PAGE_SIZE)
  return rows.map(({ line, ...names }) => ({ ...line, ...names, path: purchasePath(line) }))
}

const pilot = alias(partners, 'pilot')

async function contactsAfter(reader: Reader, after: number): Promise<ContactLine[]> {
  return reader
    .select({
      id: helpContacts.id,
      slug: helpContacts.slug,
      function: helpContacts.function,
      problems: helpContacts.problems,
      trades: helpContacts.trades,
      territories: helpContacts.territories,
      checkedOn: helpContacts.checkedOn,
      body: { slug: helpBodies.slug, name: helpBodies.name, kind: helpBodies.kind },
      partner: partners.slug,
    })
    .from(helpContacts)
    .innerJoin(helpBodies, eq(helpBodies.id, helpContacts.bodyId))
    .leftJoin(partners, eq(partners.id, helpBodies.partnerId))
    .where(and(gt(helpContacts.id, after), isNull(helpContacts.removedAt)))
    .orderBy(asc(helpContacts.id))
    .limit(PAGE_SIZE)
}

async function actionsAfter(reader: Reader, after: number): Promise<ActionLine[]> {
  const rows = await reader
    .select({ action: actions, axis: axes.slug, group: groups.slug, pilot: pilot.slug })
    .from(actions)
    .innerJoin(axes, eq(axes.id, actions.axisId))
    .leftJoin(groups, eq(groups.id, actions.groupId))
    .innerJoin(pilot, eq(pilot.id, actions.pilotId))
    .where(gt(actions.id, after))
    .orderBy(asc(actions.id))
    .limit(PAGE_SIZE)
  const helping = await reader
    .select({ actionId: actionPartners.actionId, slug: partners.slug })
    .from(actionPartners)
    .innerJoin(partners, eq(partners.id, actionPartners.partnerId))
    .where(
      inArray(
        actionPartners.actionId,
        rows.map(({ action }) => action.id),
      ),
    )
    .orderBy(partners.slug)
  const partnersOf = Map.groupBy(helping, ({ actionId }) => actionId)
  return rows.map(({ action, ...names }) => ({
    ...action,
    ...names,
    partners: (partnersOf.get(action.id) ?? []).map(({ slug }) => slug),
  }))
}
