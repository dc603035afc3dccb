import { and, asc, gt, gte, lt } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { readPurchases } from '../programme/purchases.ts'
import { plannedPurchases } from '../programme/schema.ts'
import { type PlanningContext, planningPackageText } from './ocds/planning.ts'
import { beginningOfYear, PAGE_SIZE } from './published.ts'

/** Every planned purchase (of a year: those announced in it, in Paris) as a line of JSON: its release package. */
export async function* planningPackages(
  reader: Reader,
  year: number | null,
  today: string,
  context: PlanningContext,
): AsyncGenerator<string> {
  const { announcedAt } = plannedPurchases
  const ofYear =
    year === null
      ? undefined
      : and(gte(announcedAt, beginningOfYear(year)), lt(announcedAt, beginningOfYear(year + 1)))
  for (let after: number | undefined = 0; after !== undefined;) {
    const page = await readPurchases(
      reader,
      {
        where: and(gt(plannedPurchases.id, after), ofYear),
        order: [asc(plannedPurchases.id)],
        limit: PAGE_SIZE,
      },
      today,
    )
    if (page.length > 0)
      yield page.map((purchase) => `${planningPackageText(purchase, context)}\n`).join('')
    after = page.length === PAGE_SIZE ? page.at(-1)?.id : undefined
  }
}
