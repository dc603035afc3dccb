import { and, asc, eq, gte, isNull, lt } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import type { FirmSize } from '../../firms/schema.ts'
import { placeOf } from '../../firms/place.ts'
import { perimeterOf } from '../perimeter.ts'
import { contractLines, type Exclusion } from '../schema.ts'
import { analysisCorrections } from './schema.ts'

/**
 * Puts the buyers' corrections that stand into the lines of an edition that was just frozen; how many found their line.
 * What a buyer says of a firm's size or place wins over the register there.
 */
export async function applyCorrections(
  tx: Tx,
  { year, edition }: { year: number; edition: number },
): Promise<number> {
  const standing = await tx
    .select()
    .from(analysisCorrections)
    .where(and(eq(analysisCorrections.year, year), isNull(analysisCorrections.withdrawnAt)))
    .orderBy(asc(analysisCorrections.id))
  if (standing.length === 0) return 0
  const { departements, regions } = await perimeterOf(tx, year)
  let applied = 0
  for (const { line, field, after } of standing) {
    const at = and(eq(contractLines.year, year), eq(contractLines.edition, edition))
    const ofFirm = and(at, eq(contractLines.line, line))
    const [row] = await tx.select().from(contractLines).where(ofFirm)
    if (!row) continue
    // The keys of a contract's lines begin with its own: they stand together in the index.
    const ofContract = and(
      at,
      gte(contractLines.line, `${row.contract}#`),
      lt(contractLines.line, `${row.contract}$`),
      eq(contractLines.contract, row.contract),
    )
    const write = tx.update(contractLines)
    if (field === 'size')
      await write.set({ size: after as FirmSize | null, sizeFrom: 'buyer' }).where(ofFirm)
    if (field === 'place') {
      const region = after === null ? null : (placeOf(after.padEnd(5, '0')).region ?? null)
      const place = {
        departement: after,
        placeFrom: 'establishment' as const,
        local: after === null ? null : departements.includes(after),
        regional: region === null ? null : regions.includes(region),
      }
      await write.set(place).where(ofFirm)
    }
    if (field === 'amount')
      await write.set({ amount: after === null ? null : Number(after) }).where(ofContract)
    if (field === 'not-ours') await write.set({ excluded: 'not-ours' }).where(ofContract)
    if (field === 'notified')
      await write
        .set({
          notifiedOn: after,
          ...exclusionBy(row.excluded, after, year),
        })
        .where(ofContract)
    applied += 1
  }
  return applied
}

/** A contract of another year is left out; one that was left out for want of a date of this year is taken in. */
function exclusionBy(
  excluded: Exclusion | null,
  notifiedOn: string | null,
  year: number,
): { excluded?: Exclusion | null } {
  if (notifiedOn === null) return {}
  if (!notifiedOn.startsWith(`${year}-`)) return { excluded: 'other-year' }
  return excluded === 'year' || excluded === 'other-year' ? { excluded: null } : {}
}
