import type { Facts, LotOutcome } from '../facts.ts'
import type { LotRow } from './columns.ts'
import type { awards } from '../schema.ts'

type AwardRow = typeof awards.$inferInsert

/** One row per lot and winner of what has been awarded; nothing where nobody is named. */
export function awardRows(
  consultationId: number,
  facts: Partial<Facts>,
  rows: LotRow[],
  now: Date,
  publishedAt: Date,
): AwardRow[] {
  const outcomes = rows.map((row, position) => ({
    row,
    outcome: row.number === null ? facts.outcome : facts.lots?.[position]?.outcome,
  }))
  return outcomes.flatMap(({ row, outcome }) =>
    outcome?.kind === 'awarded'
      ? outcome.winners.map((winner) => ({
          consultationId,
          lotNumber: row.number,
          lotTitle: row.title,
          trades: row.trades,
          placeKey: row.placeKey ?? null,
          supplierName: winner.name,
          supplierSiret: winner.siret,
          supplierCommune: winner.commune,
          amount: outcome.amount,
          bids: outcome.bids,
          notifiedOn: outcome.notifiedOn,
          listedOn: listedOn(outcome, now, publishedAt),
        }))
      : [],
  )
}

/** The day an award is listed at: its notification, else the day it was learnt. */
function listedOn(outcome: LotOutcome, now: Date, publishedAt: Date): string {
  return outcome.notifiedOn ?? (publishedAt > now ? publishedAt : now).toISOString().slice(0, 10)
}
