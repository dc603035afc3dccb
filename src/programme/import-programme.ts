import { and, inArray, isNotNull, or, sql } from 'drizzle-orm'
import type { Lists } from '../consultations/lists.ts'
import type { Reader, Tx } from '../db/db.ts'
import { buyerKey } from '../partners/buyer-key.ts'
import { buyerAliases, buyers } from '../partners/schema.ts'
import { checkSiret } from '../partners/siret.ts'
import { nameKey } from '../places/name-key.ts'
import type { FileProblem, FileProblemCode } from '../sources/file/problems.ts'
import { announcePurchases, type Author, type PurchasePast } from './announce.ts'
import { changePurchase, dropPurchase, linkPurchase, resumePurchase } from './change.ts'
import { changesBetween } from './changes.ts'
import { columnsOf, factsOf, type PurchaseBuyer, type PurchaseRow } from './columns.ts'
import type { PurchaseChange, PurchaseFacts } from './purchase.ts'
import { dueOn } from './quarter.ts'
import { type ReadLine, readLine } from './read-line.ts'
import { plannedPurchases } from './schema.ts'
import type { LineKey } from './template.ts'
import type { UploadedLine, UploadedProcess } from './uploaded.ts'

/** What a row of a file would do, or why it is refused. */
export type LineEffect =
  | { kind: 'new'; dropped: boolean; became: boolean }
  | {
      kind: 'changed'
      changes: PurchaseChange[]
      dropped: boolean
      resumed: boolean
      became: boolean
    }
  | { kind: 'same' }
  | { kind: 'refused'; problems: FileProblem<LineKey>[] }

/** One row and what becomes of it. */
export interface PlannedLine {
  row: number
  object: string
  buyer: string
  effect: LineEffect
}

/** Whose file it is, and what reading it needs. */
export interface ImportContext extends Lists {
  now: Date
  demonstration: boolean
  /** The only buyer that the file may speak for, and that of rows without one; null: any known buyer, named in each row. */
  buyer: PurchaseBuyer | null
}

/** What importing these rows would do: nothing is written. */
export async function planImport(
  reader: Reader,
  lines: UploadedLine[],
  context: ImportContext,
): Promise<PlannedLine[]> {
  return (await judge(reader, lines, context)).map(({ planned }) => planned)
}

/**
 * Imports these rows, all of them or, where one is refused, none. A row is told from others of its buyer by its
 * identifier, or by its object where it has none: what is known already is brought up to date, what says nothing new
 * changes nothing, what the file does not name stays as it is.
 */
export async function importProgramme(
  tx: Tx,
  lines: UploadedLine[],
  author: Author,
  context: ImportContext,
): Promise<PlannedLine[]> {
  // Nobody writes meanwhile: two imports would each take the same row for new.
  await tx.execute(sql`lock table ${plannedPurchases} in exclusive mode`)
  const judged = await judge(tx, lines, context)
  const plan = judged.map(({ planned }) => planned)
  if (plan.some(({ effect }) => effect.kind === 'refused')) return plan
  await announcePurchases(
    tx,
    judged.flatMap(({ found, row, read }) =>
      found === null && read
        ? [
            {
              facts: read.line.facts,
              buyer: read.buyer,
              external: { id: read.line.identifier, key: row },
              dropped: read.line.dropped,
              ...(read.past ? { past: read.past } : {}),
            },
          ]
        : [],
    ),
    author,
    context,
  )
  for (const { planned, found, read } of judged)
    if (planned.effect.kind === 'changed' && found && read)
      await bringUpToDate(tx, found, { ...read, effect: planned.effect }, author, context)
  return plan
}

interface Read {
  line: ReadLine
  buyer: PurchaseBuyer
  /** Of a known line, what stands where the file has no such column. */
  facts: PurchaseFacts
  /** Of a process of OCDS, when it was announced and what came of it. */
  past: PurchasePast | null
}

interface Judged {
  planned: PlannedLine
  /** Key that tells the line from others of its buyer. */
  row: string
  found: PurchaseRow | null
  read: Read | null
}

async function judge(
  reader: Reader,
  lines: UploadedLine[],
  context: ImportContext,
): Promise<Judged[]> {
  const thisYear = Number(context.now.toISOString().slice(0, 4))
  const rows = lines.map((line) => {
    const cells = new Map(Object.entries(line.cells)) as Map<LineKey, UploadedLine['cells'][string]>
    return { line, columns: [...cells.keys()], read: readLine(cells, context, thisYear) }
  })
  const named = rows.flatMap(({ read }) => (read.ok && read.line.buyer ? [read.line.buyer] : []))
  const buyerOf = await findBuyers(reader, [...new Set(named)])
  const processes = lines.flatMap(({ process }) => process ?? [])
  const known = await knownLines(
    reader,
    context.buyer ? [context.buyer.id] : [...buyerOf.values()].map(({ id }) => id),
    processes.flatMap(({ number }) => number ?? []),
  )
  const consultationOf = await consultationsOf(
    reader,
    processes.flatMap(({ became }) => became ?? []),
  )
  const seen = new Set<string>()
  return rows.map(({ line, columns, read }) => {
    const { row } = line
    const object = line.cells['object']?.text ?? ''
    const refused = (problems: Omit<FileProblem<LineKey>, 'row'>[], buyer = ''): Judged => ({
      planned: {
        row,
        object,
        buyer,
        effect: { kind: 'refused', problems: problems.map((problem) => ({ ...problem, row })) },
      },
      row: '',
      found: null,
      read: null,
    })
    if (!read.ok) return refused(read.problems)
    const { line: said } = read
    const buyer = said.buyer === null ? context.buyer : (buyerOf.get(said.buyer) ?? null)
    const problem = buyerProblem(said, buyer, context)
    if (problem !== null || buyer === null)
      return refused([
        { column: 'buyer', code: problem ?? 'buyer-missing', value: said.buyer ?? '' },
      ])
    const key = keyOf(said)
    const found = known.find(buyer.id, key, line.process)
    const identity = found ? `line ${found.id}` : `${buyer.id} ${key}`
    if (seen.has(identity))
      return refused(
        [
          {
            column: said.identifier === null ? 'object' : 'identifier',
            code: 'repeated-line',
            value: said.identifier ?? said.facts.object.slice(0, 100),
          },
        ],
        buyer.name,
      )
    seen.add(identity)
    const facts = found ? withStanding(said.facts, factsOf(found), columns) : said.facts
    const past = line.process ? pastOf(line.process, facts, consultationOf, context.now) : null
    const told = { line: said, buyer, facts, past }
    const effect = effectOf(found, told, columns, context)
    const planned = { row, object: facts.object, buyer: buyer.name, effect }
    return { planned, row: key, found, read: told }
  })
}

/** Buyers that rows name by their SIRET, their name as any source spells it, or their address word. */
async function findBuyers(reader: Reader, named: string[]): Promise<Map<string, PurchaseBuyer>> {
  const found = new Map<string, PurchaseBuyer>()
  const columns = {
    id: buyers.id,
    name: buyers.name,
    territoryKind: buyers.territoryKind,
    territoryCode: buyers.territoryCode,
  }
  for (const name of named) {
    const siret = checkSiret(name)
    const key = siret.ok ? siret.siret : buyerKey(name)
    const aliased = reader
      .select({ id: buyerAliases.buyerId })
      .from(buyerAliases)
      .where(sql`${buyerAliases.nameKey} = ${key}`)
    const rows = await reader
      .select(columns)
      .from(buyers)
      .where(
        siret.ok
          ? sql`${buyers.siret} = ${siret.siret} or ${buyers.id} in ${aliased}`
          : sql`${buyers.slug} = ${name.toLowerCase()} or ${buyers.nameKey} = ${key} or ${buyers.id} in ${aliased}`,
      )
      .limit(2)
    const [buyer, another] = rows
    if (buyer && !another) found.set(name, buyer)
  }
  return found
}

function buyerProblem(
  { buyer: named }: ReadLine,
  buyer: PurchaseBuyer | null,
  context: ImportContext,
): FileProblemCode | null {
  if (named === null) return context.buyer === null ? 'buyer-missing' : null
  if (buyer === null) return 'unknown-buyer'
  return context.buyer !== null && buyer.id !== context.buyer.id ? 'other-buyer' : null
}

/** The identifier, else the object, spelled alike whatever the case. */
function keyOf({ identifier, facts }: ReadLine): string {
  return identifier === null ? `objet:${nameKey(facts.object)}` : `id:${identifier.toLowerCase()}`
}

interface KnownLines {
  /** The line of a buyer that a file names by this key, or that this instance gave out as this process; null: none. */
  find(buyerId: number, key: string, process: UploadedProcess | undefined): PurchaseRow | null
}

async function knownLines(
  reader: Reader,
  buyerIds: number[],
  numbers: number[],
): Promise<KnownLines> {
  const { buyerId, externalKey, id } = plannedPurchases
  const rows =
    buyerIds.length === 0
      ? []
      : await reader
          .select()
          .from(plannedPurchases)
          .where(and(inArray(buyerId, buyerIds), or(isNotNull(externalKey), inArray(id, numbers))))
  const byKey = new Map(rows.map((row) => [`${row.buyerId} ${row.externalKey}`, row]))
  const byNumber = new Map(rows.map((row) => [row.id, row]))
  return {
    find(buyerId, key, process) {
      const named = byKey.get(`${buyerId} ${key}`)
      const own = byNumber.get(process?.number ?? 0)
      const isOwn = own?.buyerId === buyerId && isSameSecond(own.announcedAt, process?.announcedAt)
      return named ?? (isOwn ? own : null)
    },
  }
}

/** OCDS is written to the second. */
function isSameSecond(at: Date, written: string | null | undefined): boolean {
  return Math.floor(at.getTime() / 1000) === Math.floor(Date.parse(written ?? '') / 1000)
}

/** The consultations that these ocids mean, given by this instance or told by another one's file. */
async function consultationsOf(reader: Reader, ocids: string[]): Promise<Map<string, number>> {
  if (ocids.length === 0) return new Map()
  const rows = await reader.execute<{ ocid: string; id: number }>(sql`
    select ocid, coalesce(joined_into_id, id) as id from consultations where ${inArray(sql`ocid`, ocids)}
    union all
    select r.external_id, r.consultation_id from sources s join source_records r on r.source_id = s.id
    where s.url like 'guichet:ocds/%' and ${inArray(sql`r.external_id`, ocids)}`)
  return new Map([...rows].map(({ ocid, id }) => [ocid, id]))
}

function pastOf(
  { announcedAt, movedAt, firstDueOn, became }: UploadedProcess,
  facts: PurchaseFacts,
  consultationOf: Map<string, number>,
  now: Date,
): PurchasePast {
  const announced = pastInstant(announcedAt, now)
  return {
    announcedAt: announced,
    movedAt: new Date(Math.max(announced.getTime(), pastInstant(movedAt, now).getTime())),
    firstDueOn: firstDueOn ?? dueOn(facts),
    consultationId: consultationOf.get(became ?? '') ?? null,
  }
}

/** Now, where nothing readable is said or what is said is still to come. */
function pastInstant(written: string | null, now: Date): Date {
  const at = Date.parse(written ?? '')
  return Number.isNaN(at) || at > now.getTime() ? now : new Date(at)
}

/** What columns say which each field is of. */
const FIELD_COLUMNS: Record<keyof PurchaseFacts, LineKey[]> = {
  object: ['object'],
  description: ['description'],
  category: ['category'],
  cpv: ['cpv'],
  trades: ['trades'],
  amount: ['amountMin', 'amountMax'],
  year: ['year'],
  quarter: ['quarter'],
  place: ['place'],
  contact: ['contactName', 'contactPhone', 'contactEmail'],
}

/** A file without a column says nothing of its field; one with an empty cell says that it is not known. */
function withStanding(
  said: PurchaseFacts,
  standing: PurchaseFacts,
  columns: LineKey[],
): PurchaseFacts {
  const unsaid = (Object.keys(FIELD_COLUMNS) as (keyof PurchaseFacts)[]).filter(
    (field) => !FIELD_COLUMNS[field].some((column) => columns.includes(column)),
  )
  return { ...said, ...Object.fromEntries(unsaid.map((field) => [field, standing[field]])) }
}

function effectOf(
  found: PurchaseRow | null,
  { line, buyer, facts, past }: Read,
  columns: LineKey[],
  lists: Lists,
): LineEffect {
  const isFollowed = past !== null && past.consultationId !== null && line.dropped === null
  if (found === null) return { kind: 'new', dropped: line.dropped !== null, became: isFollowed }
  const after = factsOf({ ...found, ...columnsOf(facts, buyer, lists) })
  const changes = changesBetween(factsOf(found), after)
  const dropped = line.dropped !== null && found.status === 'waiting'
  const became = isFollowed && found.consultationId === null
  const resumed =
    line.dropped === null && found.status === 'dropped' && columns.includes('dropped') && !became
  return changes.length === 0 && !dropped && !resumed && !became
    ? { kind: 'same' }
    : { kind: 'changed', changes, dropped, resumed, became }
}

async function bringUpToDate(
  tx: Tx,
  found: PurchaseRow,
  { line, buyer, facts, past, effect }: Read & { effect: Extract<LineEffect, { kind: 'changed' }> },
  author: Author,
  lists: Lists,
): Promise<void> {
  const { version } = found
  const outcome = await changePurchase(tx, found.id, { version, facts, buyer }, author, lists)
  const now = outcome === 'changed' ? version + 1 : version
  if (effect.dropped)
    await dropPurchase(tx, found.id, { version: now, reason: line.dropped ?? '' }, author)
  if (effect.resumed) await resumePurchase(tx, found.id, now, author)
  const consultationId = past?.consultationId ?? null
  if (effect.became) await linkPurchase(tx, found.id, { version: now, consultationId }, author)
}
