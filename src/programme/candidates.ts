import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { pathOf } from '../consultations/listing.ts'
import { sameWords, tellingWords } from '../consultations/same-words.ts'
import { consultations } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import { buyers } from '../partners/schema.ts'
import { isOf } from '../posting/own-consultation.ts'
import type { ListedPurchase } from './listed.ts'
import { readPurchases } from './purchases.ts'
import { plannedPurchases } from './schema.ts'

/** Rows that are compared by their words at most: the latest. */
const COMPARED = 200
const OFFERED = 8

export interface CandidateConsultation {
  id: number
  reference: string
  title: string
  path: string
  publishedAt: Date
}

/** The partner's consultations that a planned purchase may have become: the likest of the latest first. */
export async function consultationsFor(
  reader: Reader,
  partnerId: number,
  object: string,
): Promise<CandidateConsultation[]> {
  const rows = await reader
    .select({
      id: consultations.id,
      reference: consultations.reference,
      slug: consultations.slug,
      title: consultations.title,
      publishedAt: consultations.publishedAt,
    })
    .from(consultations)
    .where(and(isOf(partnerId), isNull(consultations.joinedIntoId)))
    .orderBy(desc(consultations.publishedAt), desc(consultations.id))
    .limit(COMPARED)
  return likest(rows, object, ({ title }) => title)
    .slice(0, OFFERED)
    .map(({ slug, ...row }) => ({ ...row, path: pathOf({ reference: row.reference, slug }) }))
}

/** The partner's lines that a consultation may have been announced by, the likest first. */
export async function purchasesFor(
  reader: Reader,
  partnerId: number,
  title: string,
  today: string,
): Promise<ListedPurchase[]> {
  const rows = await readPurchases(
    reader,
    {
      where: and(
        eq(buyers.partnerId, partnerId),
        inArray(plannedPurchases.status, ['waiting', 'dropped']),
      ),
      order: [desc(plannedPurchases.dueOn), desc(plannedPurchases.id)],
      limit: COMPARED,
    },
    today,
  )
  return likest(rows, title, ({ facts }) => facts.object)
}

function likest<T>(rows: T[], object: string, wordsOf: (row: T) => string): T[] {
  const words = tellingWords(object)
  return rows
    .map((row) => ({ row, likeness: sameWords(words, tellingWords(wordsOf(row))) }))
    .toSorted((one, other) => other.likeness - one.likeness)
    .map(({ row }) => row)
}
