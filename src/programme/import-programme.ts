import { and, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Lists } from '../consultations/columns.ts'
import type { Reader, Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { buyerKey } from '../partners/buyer-key.ts'
import { buyerAliases, buyers } from '../partners/schema.ts'
import { checkSiret } from '../partners/siret.ts'
import { nameKey } from '../places/name-key.ts'
import type { FileProblem, FileProblemCode } from '../sources/file/problems.ts'
import { announcePurchases, type Author } from './announce.ts'
import { changePurchase, dropPurchase, resumePurchase } from './change.ts'
import { changesBetween } from './changes.ts'
import { columnsOf, factsOf, type PurchaseBuyer, type PurchaseRow } from './columns.ts'
import type { PurchaseChange, PurchaseFacts } from './purchase.ts'
import { type ReadLine, readLine } from './read-line.ts'
import { plannedPurchases } from './schema.ts'
import type { LineKey } from './template.ts'
import type { UploadedLine } from './uploaded.ts'

/** What a row of a file would do, or why it is refused. */
export type LineEffect =
  | { kind: 'new'; dropped: boolean }
  | { kind: 'changed'; changes: PurchaseChange[]; dropped: boolean; resumed: boolean }
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
  await bumpVersions(tx, ['programme'])
  return plan
}

interface Read {
  line: ReadLine
  buyer: PurchaseBuyer
  /** Of a known line, what stands where the file has no such column. */
  facts: PurchaseFacts
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
  const known = await knownLines(
    reader,
    context.buyer ? [context.buyer.id] : [...buyerOf.values()].map(({ id }) => id),
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
    const identity = `${buyer.id} ${key}`
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
    const found = known.get(identity) ?? null
    const facts = found ? withStanding(said.facts, factsOf(found), columns) : said.facts
    const effect = effectOf(found, { line: said, buyer, facts }, columns, context)
    const planned = { row, object: facts.object, buyer: buyer.name, effect }
    return { planned, row: key, found, read: { line: said, buyer, facts } }
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

async function knownLines(reader: Reader, buyerIds: number[]): Promise<Map<string, PurchaseRow>> {
  if (buyerIds.length === 0) return new Map()
  const rows = await reader
    .select()
    .from(plannedPurchases)
    .where(
      and(inArray(plannedPurchases.buyerId, buyerIds), isNotNull(plannedPurchases.externalKey)),
    )
  return new Map(rows.map((row) => [`${row.buyerId} ${row.externalKey}`, row]))
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
  { line, buyer, facts }: Read,
  columns: LineKey[],
  lists: Lists,
): LineEffect {
  if (found === null) return { kind: 'new', dropped: line.dropped !== null }
  const after = factsOf({ ...found, ...columnsOf(facts, buyer, lists) })
  const changes = changesBetween(factsOf(found), after)
  const dropped = line.dropped !== null && found.status === 'waiting'
  const resumed = line.dropped === null && found.status === 'dropped' && columns.includes('dropped')
  return changes.length === 0 && !dropped && !resumed
    ? { kind: 'same' }
    : { kind: 'changed', changes, dropped, resumed }
}

async function bringUpToDate(
  tx: Tx,
  found: PurchaseRow,
  { line, buyer, facts, effect }: Read & { effect: Extract<LineEffect, { kind: 'changed' }> },
  author: Author,
  lists: Lists,
): Promise<void> {
  const { version } = found
  const outcome = await changePurchase(tx, found.id, { version, facts, buyer }, author, lists)
  const now = outcome === 'changed' ? version + 1 : version
  if (effect.dropped)
    await dropPurchase(tx, found.id, { version: now, reason: line.dropped ?? '' }, author)
  if (effect.resumed) await resumePurchase(tx, found.id, now, author)
}
