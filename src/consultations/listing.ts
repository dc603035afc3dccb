import { inArray, type SQL, sql } from 'drizzle-orm'
import { anyOf } from '../db/any-of.ts'
import type { Reader } from '../db/db.ts'
import { buyers } from '../partners/schema.ts'
import { type Gazetteer, placeKey } from '../places/gazetteer.ts'
import { BOUND } from './bounded.ts'
import type { Facts, Moment } from './facts.ts'
import { type Cursor, type Filter, isOpenOnly, type State } from './filter.ts'
import type { ListedConsultation, NoticeKind, Tag, Unknown } from './shown.ts'
import { deadlineOfLots } from './lot-deadlines.ts'
import { lookBack, looksBack, type Position } from './look-back.ts'
import { byPublication, conditionsOf, type ResolvedFilter } from './matching.ts'
import type { ProvenanceRow } from './records/projection.ts'
import { consultations, lots } from './schema.ts'

export const PAGE_SIZE = 25

const NEW_DAYS = 3
const CHANGE_DAYS = 7
const DAY_MS = 86_400_000

/** A page of the list, with the keys of its neighbours. */
export interface Page {
  items: ListedConsultation[]
  next: string | null
  previous: string | null
  /** When the last one was published that was looked at, where the look ended before the list did. */
  lookedTo: Date | null
}

/** A row of consultations as lists read it. */
export interface ConsultationRow {
  id: number
  reference: string
  slug: string
  title: string
  status: Facts['status']
  published_at: Date
  closes_at: Date
  facts: Partial<Facts>
  deadline_moves: number
  last_change_at: Date
  last_notice_kind: NoticeKind
  renews_id: number | null
  ocid: string
  provenance: ProvenanceRow
  demonstration: boolean
  buyer_name: string | null
  buyer_siret: string | null
  buyer_slug: string | null
  rank: number
}

type Instants = 'published_at' | 'closes_at' | 'last_change_at'

/** The same as a raw query gives it: instants in words, a rank where one was asked for. */
export type RawRow = Omit<ConsultationRow, Instants | 'rank'> &
  Record<Instants, string> & { rank?: string | number | null }

/** What a firm may bid for, as lists read it. */
export type LotRow = typeof lots.$inferSelect

/** The columns of a row of a list, to stand after `select`; a `left join` of buyers must follow. */
export const LISTED_COLUMNS = sql`${consultations.id} as id, ${consultations.reference} as reference,
  ${consultations.slug} as slug, ${consultations.title} as title, ${consultations.status} as status,
  ${consultations.publishedAt} as published_at,
  ${consultations.closesAt} as closes_at, ${consultations.facts} as facts,
  ${consultations.deadlineMoves} as deadline_moves, ${consultations.lastChangeAt} as last_change_at,
  ${consultations.lastNoticeKind} as last_notice_kind, ${consultations.renewsId} as renews_id,
  ${consultations.demonstration} as demonstration, ${consultations.ocid} as ocid,
  ${consultations.provenance} as provenance, ${buyers.siret} as buyer_siret, ${buyers.name} as buyer_name, ${buyers.slug} as buyer_slug`

/**
 * One page of the consultations that answer a filter, paged by key. An unreadable key gives the first page. A page of
 * what is past may be less than full, or empty, and others follow all the same: see `lookBack`.
 */
export async function listConsultations(
  reader: Reader,
  resolved: ResolvedFilter,
  cursor: Cursor | null,
  now: Date,
  gazetteer: Gazetteer,
): Promise<Page> {
  const key = cursor ? readKey(cursor.key) : null
  const backwards = key !== null && cursor?.direction === 'before'
  // Among all that is past, the sure before the unknown would be a sort of the whole table: there the newest come first.
  const looked = looksBack(resolved, now)
    ? await lookBack(reader, resolved, now, {
        reads: 'page',
        from: key,
        direction: backwards ? 'asc' : 'desc',
        among: BOUND,
        limit: PAGE_SIZE + 1,
      })
    : null
  const rows = looked
    ? await rowsFound(reader, looked.found)
    : await rowsInOrder(reader, resolved, now, key, backwards)
  const end = looked?.end ?? null
  const more = rows.length > PAGE_SIZE
  const shown = backwards ? rows.slice(0, PAGE_SIZE).toReversed() : rows.slice(0, PAGE_SIZE)
  const byDeadline = isByDeadline(resolved.filter)
  const here = looked && key && writeKey(key)
  const keyOf = (row: ConsultationRow | undefined) => (row ? keyOfRow(row, byDeadline) : here)
  const beyond = (edge: ConsultationRow | undefined) =>
    more ? keyOf(edge) : end && writeKey({ rank: 0, ...end })
  return {
    items: await listed(reader, shown, now, gazetteer, resolved),
    next: backwards ? keyOf(shown.at(-1)) : beyond(shown.at(-1)),
    previous: backwards ? beyond(shown[0]) : key && keyOf(shown[0]),
    lookedTo: end && end.at,
  }
}

async function rowsInOrder(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  key: Key | null,
  backwards: boolean,
): Promise<ConsultationRow[]> {
  const { where, lateral, rank, ranked } = conditionsOf(resolved, now, 'page')
  const byDeadline = isByDeadline(resolved.filter)
  const column = byDeadline ? consultations.closesAt : consultations.publishedAt
  const rankSort = sql.raw(backwards ? 'desc' : 'asc')
  const direction = backwards === byDeadline ? 'desc' : 'asc'
  const sort = sql.raw(direction)
  const order = byDeadline
    ? sql`${column} ${sort}, ${consultations.id} ${sort}`
    : byPublication(resolved.filter, direction)
  return rowsOf(
    await reader.execute<RawRow>(sql`
    select ${LISTED_COLUMNS}, ${rank} as rank from ${consultations}${lateral}
    left join ${buyers} on ${buyers.id} = ${consultations.buyerId}
    where ${where}${key ? beyond(key) : sql``}
    order by ${ranked ? sql`${rank} ${rankSort}, ` : sql``}${order}
    limit ${PAGE_SIZE + 1}`),
  )

  function beyond({ rank: atRank, at, id }: Key): SQL {
    const further = sql`(${column}, ${consultations.id}) ${sql.raw(backwards === byDeadline ? '<' : '>')} (${at.toISOString()}::timestamptz, ${id}::int)`
    return ranked
      ? sql` and (${rank} ${sql.raw(backwards ? '<' : '>')} ${atRank} or (${rank} = ${atRank} and ${further}))`
      : sql` and ${further}`
  }
}

/** The rows of what was found, in its order. */
export async function rowsFound(
  reader: Reader,
  found: { id: number; rank: number }[],
): Promise<ConsultationRow[]> {
  const rows = await rowsOfAll(
    reader,
    found.map(({ id }) => id),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return found.flatMap(({ id, rank }) => {
    const row = byId.get(id)
    return row ? [{ ...row, rank }] : []
  })
}

/** The rows of these consultations, in any order. */
export async function rowsOfAll(reader: Reader, ids: number[]): Promise<ConsultationRow[]> {
  if (ids.length === 0) return []
  return rowsOf(
    await reader.execute<RawRow>(sql`
    select ${LISTED_COLUMNS} from ${consultations}
    left join ${buyers} on ${buyers.id} = ${consultations.buyerId}
    where ${anyOf(consultations.id, ids)}`),
  )
}

/** What is open comes by deadline; what is past, newest first. */
function isByDeadline(filter: Filter): boolean {
  return isOpenOnly(filter) && filter.sort !== 'publication'
}

/** Where a page begins, as links carry it; `at` is its deadline where the list is by deadline. */
type Key = Position & { rank: number }

function keyOfRow(row: ConsultationRow, byDeadline: boolean): string {
  return writeKey({ ...row, at: byDeadline ? row.closes_at : row.published_at })
}

function writeKey({ rank, at, id }: Key): string {
  return `${rank}_${at.getTime()}_${id}`
}

function readKey(key: string): Key | null {
  const parts = /^([012])_(\d{1,14})_(\d{1,9})$/.exec(key)
  return parts
    ? { rank: Number(parts[1]), at: new Date(Number(parts[2])), id: Number(parts[3]) }
    : null
}

/** Rows of a raw query with their instants as dates. */
export function rowsOf<Also>(rows: Iterable<RawRow & Also>): (ConsultationRow & Also)[] {
  return [...rows].map((row) => ({
    ...row,
    published_at: new Date(row.published_at),
    closes_at: new Date(row.closes_at),
    last_change_at: new Date(row.last_change_at),
    rank: Number(row.rank ?? 0),
  }))
}

/** Rows as the cards show them, with the lots that answer the filter. */
export async function listed(
  reader: Reader,
  rows: ConsultationRow[],
  now: Date,
  gazetteer: Gazetteer,
  resolved: ResolvedFilter | null,
): Promise<ListedConsultation[]> {
  const lotsOf = await lotsByConsultation(
    reader,
    rows.map((row) => row.id),
  )
  return rows.map((row) => cardOf(row, lotsOf.get(row.id) ?? [], now, gazetteer, resolved))
}

/** The lot rows of these consultations, in their order. */
export async function lotsByConsultation(
  reader: Reader,
  ids: number[],
): Promise<Map<number, LotRow[]>> {
  const found = new Map<number, LotRow[]>()
  if (ids.length === 0) return found
  const rows = await reader
    .select()
    .from(lots)
    .where(inArray(lots.consultationId, ids))
    .orderBy(lots.consultationId, lots.position)
  for (const row of rows)
    found.set(row.consultationId, [...(found.get(row.consultationId) ?? []), row])
  return found
}

/** A consultation as its card shows it. */
export function cardOf(
  row: ConsultationRow,
  lotRows: LotRow[],
  now: Date,
  gazetteer: Gazetteer,
  resolved: ResolvedFilter | null,
): ListedConsultation {
  const { facts } = row
  const trade = resolved?.trade?.slug
  const matching = lotRows.filter((lot) => trade === undefined || lot.trades.includes(trade))
  const shownLot = matching[0] ?? lotRows[0]
  const matchingLots = trade === undefined ? [] : matching.filter((lot) => lot.number !== null)
  const lotFacts = facts.lots?.find((lot) => lot.number === matchingLots[0]?.number)
  const numbers = matchingLots.flatMap(({ number }) => number ?? [])
  const deadline = deadlineOfLots(facts, numbers, now)
  return {
    reference: row.reference,
    path: pathOf(row),
    title: row.title,
    buyer: { name: row.buyer_name ?? facts.buyers?.[0]?.name ?? '', slug: row.buyer_slug },
    state: stateOf(row, now),
    tag: tagOfLots(matchingLots) ?? tagOf(row, deadline, now),
    isNew: now.getTime() - row.published_at.getTime() < NEW_DAYS * DAY_MS,
    deadline,
    deadlineStage: facts.deadlineStage ?? 'tender',
    matchingLots: matchingLots.map((lot) => ({ number: lot.number ?? '', title: lot.title })),
    lotCount: facts.lots?.length ?? facts.lotCount ?? null,
    place: placeOf(facts, matchingLots[0], lotRows, gazetteer),
    amount: lotFacts?.amount ?? facts.amount ?? null,
    amountOf: lotFacts?.amount ? 'lot' : 'whole',
    category: facts.category ?? null,
    procedure: facts.procedure ?? null,
    siteVisit: facts.siteVisit ?? null,
    reserved: facts.reserved && facts.reserved !== 'none' ? facts.reserved : null,
    tradeBasis: trade === undefined ? null : (shownLot?.tradeBasis ?? null),
    unknowns: resolved && shownLot ? unknownsOf(resolved, shownLot) : [],
    demonstration: row.demonstration,
  }
}

/** `/consultations/2026-0042-refection-de-la-voirie`: the reference decides, the rest is for people. */
export function pathOf(row: { reference: string; slug: string }): string {
  return `/consultations/${row.reference}${row.slug === '' ? '' : `-${row.slug}`}`
}

/** What has become of it at this instant. */
export function stateOf(row: { status: Facts['status']; closes_at: Date }, now: Date): State {
  if (row.status !== 'active') return row.status
  return row.closes_at > now ? 'open' : 'ended'
}

/** What has become of the lots that answer the filter's trade, where it is the same of all. */
function tagOfLots(lots: LotRow[]): Tag | null {
  const [first, ...others] = lots.map((lot) => lot.outcome)
  return first !== undefined && others.every((outcome) => outcome === first) ? first : null
}

function tagOf(row: ConsultationRow, deadline: Moment | null, now: Date): Tag | null {
  const state = stateOf(row, now)
  if (state === 'ended' && deadline === null) return null
  if (state !== 'open') return state === 'planned' ? null : state
  const left = deadline ? Date.parse(deadline.instant) - now.getTime() : null
  if (left !== null && left > 0 && left < 2 * DAY_MS) return 'last-day'
  const recent = now.getTime() - row.last_change_at.getTime() < CHANGE_DAYS * DAY_MS
  if (recent && row.deadline_moves > 0) return 'deadline-moved'
  if (recent && row.last_notice_kind === 'correction') return 'changed'
  return row.renews_id === null ? null : 'restarted'
}

/**
 * Where the work is done: the place of the lot that answers the filter, else the consultation's, else what its lots
 * share with the buyer's territory.
 */
export function placeOf(
  facts: Partial<Facts>,
  matching: LotRow | undefined,
  lotRows: LotRow[],
  gazetteer: Gazetteer,
): ListedConsultation['place'] {
  const lot = facts.lots?.find((each) => each.number === matching?.number)
  const said = lot?.place ?? facts.place
  if (said) {
    const key = said.kind !== 'unrecognised' && said.code ? placeKey(said.kind, said.code) : null
    const known = key ? gazetteer.byKey(key) : gazetteer.recognise(said.name)
    return { label: known?.name ?? said.name, kind: known?.kind ?? null, basis: 'given' }
  }
  const row =
    matching ?? (new Set(lotRows.map((each) => each.placeKey)).size === 1 ? lotRows[0] : null)
  const known = row?.placeKey ? gazetteer.byKey(row.placeKey) : null
  return known && row
    ? { label: known.name, kind: known.kind, basis: row.placeOfBuyer ? 'buyer' : 'given' }
    : null
}

function unknownsOf({ trade, place }: ResolvedFilter, lot: LotRow): Unknown[] {
  const unknowns: Unknown[] = []
  if (trade && lot.trades.length === 0 && !lot.allBuildingTrades) unknowns.push('trade')
  if (place && (lot.placeKey === null || lot.placeOfBuyer)) unknowns.push('place')
  return unknowns
}
