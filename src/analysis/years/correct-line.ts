import { and, eq, isNull } from 'drizzle-orm'
import { recordAudit } from '../../audit/record.ts'
import type { Reader, Tx } from '../../db/db.ts'
import type { FirmSize } from '../../firms/schema.ts'
import { buyers } from '../../partners/schema.ts'
import { parisDay } from '../../rules/calendar.ts'
import { contractLines } from '../schema.ts'
import { lockYear } from './lock-year.ts'
import { refused, type YearWritten } from './problem.ts'
import { analysisChecks, analysisCorrections, type CorrectedField } from './schema.ts'
import { lastEdition } from './last-edition.ts'
import { isOpen } from './states.ts'

export type ContractLine = typeof contractLines.$inferSelect

/** What a buyer says is wrong of a line, and what is right, as it is kept. */
export interface Correction {
  field: CorrectedField
  /** Euros, a size, a département or a day; null where the contract is not the buyer's. */
  after: string | null
  reason: string
}

/** A buyer and its agent. */
export interface Checker {
  partnerId: number
  actor: string
  now: Date
}

/** Sizes of firms, the smallest first. */
export const SIZES: readonly FirmSize[] = ['micro', 'sme', 'mid-size', 'large']

/** A line of this partner's own contracts in what was frozen last; null for anybody else's. */
export async function ownLine(
  reader: Reader,
  { year, partnerId, line }: { year: number; partnerId: number; line: string },
): Promise<ContractLine | null> {
  const edition = await lastEdition(reader, year)
  if (edition === null) return null
  const [found] = await reader
    .select({ line: contractLines })
    .from(contractLines)
    .innerJoin(buyers, eq(buyers.slug, contractLines.buyer))
    .where(
      and(
        eq(contractLines.year, year),
        eq(contractLines.edition, edition),
        eq(contractLines.line, line),
        eq(buyers.partnerId, partnerId),
      ),
    )
  return found?.line ?? null
}

/**
 * Keeps a buyer's correction of one of its lines; it takes the place of the one that it made of the same field before.
 * Only while its lines are being checked, and only of its own. Amount, date and belonging are the contract's: they are
 * corrected on the line of the firm that leads.
 */
export async function correctLine(
  tx: Tx,
  checker: Checker,
  { year, line }: { year: number; line: string },
  correction: Correction,
): Promise<YearWritten> {
  const closed = await refusalOfChecks(tx, year, checker.now)
  if (closed) return closed
  const { partnerId, actor, now } = checker
  const row = await ownLine(tx, { year, partnerId, line })
  if (!row) return refused('no-such-line')
  const { field, after, reason } = correction
  if (row.position > 0 && field !== 'size' && field !== 'place')
    return refused('no-such-supplier', 'field')
  const before = valueOf(row, field)
  if (field !== 'not-ours' && before === after) return refused('nothing-changed', field)
  await withdraw(tx, { year, line, field, now })
  await tx
    .insert(analysisCorrections)
    .values({ year, partnerId, line, field, before, after, reason, at: now, actor })
  await recordAudit(tx, {
    at: now,
    actor,
    partnerId,
    action: 'analysis.correct',
    subject: `analysis:${year}`,
    before: { line, [field]: before },
    after: { line, [field]: after, reason },
  })
  return { ok: true }
}

/** Takes a correction back while lines are being checked; null where there is none. */
export async function withdrawCorrection(
  tx: Tx,
  { partnerId, actor, now }: Checker,
  { year, id }: { year: number; id: number },
): Promise<YearWritten | null> {
  const closed = await refusalOfChecks(tx, year, now)
  if (closed) return closed
  const [withdrawn] = await tx
    .update(analysisCorrections)
    .set({ withdrawnAt: now })
    .where(
      and(
        eq(analysisCorrections.id, id),
        eq(analysisCorrections.year, year),
        eq(analysisCorrections.partnerId, partnerId),
        isNull(analysisCorrections.withdrawnAt),
      ),
    )
    .returning()
  if (!withdrawn) return null
  await recordAudit(tx, {
    at: now,
    actor,
    partnerId,
    action: 'analysis.correct.withdraw',
    subject: `analysis:${year}`,
    before: { line: withdrawn.line, [withdrawn.field]: withdrawn.after },
  })
  return { ok: true }
}

/** A buyer says that its lines are right, as frozen and as it corrected them. Once. */
export async function confirmLines(
  tx: Tx,
  { partnerId, actor, now }: Checker,
  year: number,
): Promise<YearWritten> {
  const closed = await refusalOfChecks(tx, year, now)
  if (closed) return closed
  const [check] = await tx
    .insert(analysisChecks)
    .values({ year, partnerId, confirmedAt: now })
    .onConflictDoUpdate({
      target: [analysisChecks.year, analysisChecks.partnerId],
      set: { confirmedAt: now },
      setWhere: isNull(analysisChecks.confirmedAt),
    })
    .returning()
  if (!check) return refused('already-confirmed')
  await recordAudit(tx, {
    at: now,
    actor,
    partnerId,
    action: 'analysis.confirm',
    subject: `analysis:${year}`,
  })
  return { ok: true }
}

async function refusalOfChecks(tx: Tx, year: number, now: Date) {
  const row = await lockYear(tx, year)
  if (row?.state === 'frozen' && isOpen(row.checksEndOn, parisDay(now))) return null
  return refused('checks-closed', null, row?.checksEndOn ? { day: row.checksEndOn } : {})
}

async function withdraw(
  tx: Tx,
  { year, line, field, now }: { year: number; line: string; field: CorrectedField; now: Date },
): Promise<void> {
  await tx
    .update(analysisCorrections)
    .set({ withdrawnAt: now })
    .where(
      and(
        eq(analysisCorrections.year, year),
        eq(analysisCorrections.line, line),
        eq(analysisCorrections.field, field),
        isNull(analysisCorrections.withdrawnAt),
      ),
    )
}

/** What a line says where a correction may be, as it is kept. */
export function valueOf(row: ContractLine, field: CorrectedField): string | null {
  switch (field) {
    case 'amount':
      return row.amount === null ? null : String(row.amount)
    case 'size':
      return row.size
    case 'place':
      return row.departement
    case 'notified':
      return row.notifiedOn
    case 'not-ours':
      return null
  }
}
