import { Temporal } from 'temporal-polyfill'
import type { TransactionSql } from 'postgres'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { tidyTitle } from '../../src/sources/french/title.ts'
import {
  consultationColumns,
  type Lists,
  lotRows,
  searchTextOf,
} from '../../src/consultations/columns.ts'
import type { Facts, Moment } from '../../src/consultations/facts.ts'
import type { NoticeKind } from '../../src/consultations/listed.ts'
import { readLists } from '../../src/consultations/lists.ts'
import { consultationBuyers, consultations, lots, notices } from '../../src/consultations/schema.ts'
import type { Db } from '../../src/db/db.ts'
import { buyerKey, slugOfName } from '../../src/partners/buyer-key.ts'
import { buyers } from '../../src/partners/schema.ts'
import { placeKey } from '../../src/places/gazetteer.ts'
import { type Invented, invent } from './invented.ts'

/** How many consultations to make: those that firms may still answer, and those of the ten years before. */
export interface Quantity {
  open: number
  closed: number
}

const BATCH = 500
const DAY_MS = 86_400_000
/** Closed consultations that are invented one by one; the others are copies of them, months apart. */
const CLOSED_MODELS = 1_000
const COPIES_DAYS_APART = 37

/** Fills an empty, prepared database with invented consultations, their lots and notices, and has it analysed. */
export async function generate(
  { db, sql }: Pick<OpenDatabase, 'db' | 'sql'>,
  { open, closed }: Quantity,
  now: Date,
): Promise<void> {
  const models = open + Math.min(closed, CLOSED_MODELS)
  const lists = await readLists(db)
  const known = new Map<string, Buyer>()
  for (let start = 0; start < models; start += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, models - start) }, (_, at) => start + at)
    const made = numbers.map((number) => make(number, number < open, now))
    await addBuyers(db, made, known)
    await addConsultations(db, made, known, lists)
  }
  if (closed > CLOSED_MODELS)
    await sql.begin((tx) => copyClosed(tx, models, closed - CLOSED_MODELS))
  await sql`vacuum analyze`
}

/** Older copies of the closed models, lots and notices included: the database makes a hundred thousand in seconds. */
async function copyClosed(sql: TransactionSql, models: number, count: number): Promise<void> {
  // An index made afterwards costs a tenth of one kept up row by row.
  await sql`drop index consultations_search`
  await sql`
    create temporary table copies on commit drop as
    select model.id as model, model.id + n * ${models}::int as copy, n * ${`${COPIES_DAYS_APART} days`}::interval as age
    from consultations model, generate_series(1, ${Math.ceil(count / CLOSED_MODELS)}::int) n
    where model.id > ${models - CLOSED_MODELS} order by copy limit ${count}`
  await sql`
    insert into consultations (id, reference, ocid, slug, title, buyer_id, status, category, procedure,
      published_at, deadline_at, closes_at, divided, compulsory_visit, reserved, signatory, demonstration,
      facts, provenance, last_change_at, last_notice_kind, search_text)
    overriding system value
    select copy, to_char(published_at - age, 'YYYY-') || copy, 'ocds-guichet-' || copy, slug, title, buyer_id,
      status, category, procedure, published_at - age, deadline_at - age, closes_at - age, divided,
      compulsory_visit, reserved, signatory, demonstration, facts, provenance, last_change_at - age,
      last_notice_kind, search_text
    from copies join consultations on id = model`
  await sql`
    insert into lots select copy, position, number, title, trades, trade_basis, all_building_trades, place_key,
      place_of_buyer, amount_min, amount_max, deadline_at - age, reserved, outcome
    from copies join lots on consultation_id = model`
  await sql`
    insert into consultation_buyers select copy, buyer_id, coordinator
    from copies join consultation_buyers on consultation_id = model`
  await sql`
    insert into notices (consultation_id, kind, published_at, recorded_at, feed_at, in_default_feed, changes)
    select copy, kind, published_at - age, recorded_at - age, feed_at - age, in_default_feed, changes
    from copies join notices on consultation_id = model`
  await sql`create index consultations_search on consultations using gin (search)`
}

interface Buyer {
  id: number
  name: string
  signatory: boolean
  territoryKey: string
}

interface Made {
  invented: Invented
  reference: string
  facts: Partial<Facts>
  publishedAt: Date
  noticeKinds: NoticeKind[]
}

function make(number: number, isOpen: boolean, now: Date): Made {
  const invented = invent(number)
  // Multiples of the golden ratio spread evenly whatever their number.
  const spread = (number * 0.618_033_988_75) % 1
  const given = invented.daysGiven * DAY_MS
  const publishedAt = new Date(
    now.getTime() -
      (isOpen ? 0 : given + 3 * DAY_MS) -
      spread * (isOpen ? given : COPIES_DAYS_APART * DAY_MS),
  )
  const status = isOpen ? 'active' : closedStatus(number)
  const reference = `${publishedAt.getUTCFullYear()}-${String(number + 1).padStart(6, '0')}`
  return {
    invented,
    reference,
    publishedAt,
    noticeKinds: noticeKinds(number, status),
    facts: {
      object: invented.object,
      description: invented.description,
      buyers: [{ name: invented.buyer, siret: null, coordinator: false }],
      reference: invented.reference,
      category: invented.category,
      procedure: invented.procedure,
      cpv: [invented.cpv],
      place: { kind: 'commune', ...invented.commune },
      ...(invented.amount ? { amount: invented.amount } : {}),
      ...(invented.lots.length > 0
        ? { lots: invented.lots.map((title, at) => ({ number: String(at + 1), title })) }
        : {}),
      deadline: momentOn(new Date(publishedAt.getTime() + given + DAY_MS), invented.hour),
      noticeUrl: `https://marches.example/consultations/${invented.reference}`,
      status,
    },
  }
}

/** Of ten that are over, five only have a past deadline, three are awarded, one had no offer, one was given up. */
function closedStatus(number: number): Facts['status'] {
  if (number % 10 < 5) return 'active'
  if (number % 10 < 8) return 'awarded'
  return number % 10 === 8 ? 'unsuccessful' : 'abandoned'
}

function noticeKinds(number: number, status: Facts['status']): NoticeKind[] {
  const kinds: NoticeKind[] = ['tender']
  if (number % 7 === 0) kinds.push('correction')
  if (status === 'awarded') kinds.push('award')
  if (status === 'unsuccessful') kinds.push('unsuccessful')
  if (status === 'abandoned') kinds.push('cancellation')
  return kinds
}

function momentOn(day: Date, hour: string): Moment {
  const time = Temporal.PlainDate.from(day.toISOString().slice(0, 10)).toZonedDateTime({
    timeZone: 'Europe/Paris',
    plainTime: hour,
  })
  return {
    instant: time.toInstant().toString({ smallestUnit: 'second' }),
    wall: time.toPlainDateTime().toString({ smallestUnit: 'minute' }),
  }
}

async function addBuyers(db: Db, made: Made[], known: Map<string, Buyer>): Promise<void> {
  const fresh = new Map(
    made
      .filter(({ invented }) => !known.has(invented.buyer))
      .map(({ invented }) => [invented.buyer, invented.commune.code]),
  )
  if (fresh.size === 0) return
  const rows = await db
    .insert(buyers)
    .values(
      [...fresh].map(([name, code]) => ({
        slug: slugOfName(name),
        name,
        nameKey: buyerKey(name),
        territoryKind: 'commune' as const,
        territoryCode: code,
      })),
    )
    .returning({ id: buyers.id, name: buyers.name })
  for (const { id, name } of rows)
    known.set(name, {
      id,
      name,
      signatory: id % 3 === 0,
      territoryKey: placeKey('commune', fresh.get(name) ?? ''),
    })
}

async function addConsultations(
  db: Db,
  made: Made[],
  known: Map<string, Buyer>,
  lists: Lists,
): Promise<void> {
  const prepared = made.map((each) => {
    const buyer = known.get(each.invented.buyer) ?? null
    return { ...each, buyer, rows: lotRows(each.facts, buyer, lists) }
  })
  const ids = await db
    .insert(consultations)
    .values(
      prepared.map(({ facts, reference, publishedAt, noticeKinds, buyer, rows }) => {
        const title = tidyTitle(facts.object ?? '', facts.reference ?? null)
        const labels = lists.trades
          .filter((trade) => rows.some((row) => row.trades.includes(trade.slug)))
          .map((trade) => trade.label)
        return {
          reference,
          ocid: `ocds-guichet-${reference}`,
          slug: slugOfName(title),
          title,
          buyerId: buyer?.id ?? null,
          publishedAt,
          ...consultationColumns(facts, publishedAt),
          signatory: buyer?.signatory ?? false,
          demonstration: false,
          facts,
          provenance: {},
          lastChangeAt: publishedAt,
          lastNoticeKind: noticeKinds.at(-1) ?? 'tender',
          searchText: searchTextOf(facts, reference, buyer, labels),
        }
      }),
    )
    .returning({ id: consultations.id })
  const stored = prepared.map((each, at) => ({ ...each, id: ids[at]?.id ?? 0 }))
  await db
    .insert(lots)
    .values(stored.flatMap(({ id, rows }) => rows.map((row) => ({ ...row, consultationId: id }))))
  await db
    .insert(consultationBuyers)
    .values(
      stored.flatMap(({ id, buyer }) =>
        buyer ? [{ consultationId: id, buyerId: buyer.id, coordinator: false }] : [],
      ),
    )
  await db.insert(notices).values(
    stored.flatMap(({ id, publishedAt, noticeKinds }) =>
      noticeKinds.map((kind, at) => {
        const instant = new Date(publishedAt.getTime() + at * 10 * DAY_MS)
        return {
          consultationId: id,
          kind,
          publishedAt: instant,
          recordedAt: instant,
          feedAt: instant,
          inDefaultFeed: true,
          changes: [],
        }
      }),
    ),
  )
}
