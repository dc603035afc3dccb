import { sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { nameKey } from '../places/name-key.ts'

/** An award of the board and a contract of the essential data that may be one, and are counted as two. */
export interface PossiblyTwice {
  boardId: number
  decpId: number
}

/**
 * Contracts of these buyers and years that may be counted twice: one buyer, days within 62 of each other, and one firm
 * (SIREN) with amounts that differ by less than one per cent, or one amount and firms of one name.
 */
export async function possiblyTwice(
  reader: Reader,
  { from, to }: { from: number; to: number },
): Promise<PossiblyTwice[]> {
  const rows = await reader.execute<{
    board_id: string
    decp_id: string
    same_firm: boolean
    board_name: string | null
    decp_name: string | null
  }>(sql`
    select board.id as board_id, decp.id as decp_id,
      coalesce(held.siren = holds.siren, false) as same_firm,
      held.name as board_name, coalesce(holds.name, firms.name) as decp_name
    from contracts board
    join contract_suppliers held on held.contract_id = board.id and held.position = 0
    join contracts decp on decp.buyer_id = board.buyer_id and decp.counted
      and abs(decp.amount - board.amount) < 0.01 * greatest(decp.amount, board.amount)
      and coalesce(abs(decp.notified_on - board.notified_on), 0) <= 62
    join contract_suppliers holds on holds.contract_id = decp.id and holds.position = 0
    left join firms on firms.siren = holds.siren
    where board.counted and board.key like 'board.%' and decp.key not like 'board.%'
      and coalesce(board.year, decp.year) between ${from} and ${to}
      and (held.siren is null or holds.siren is null or held.siren = holds.siren)
    order by board.id, decp.id`)
  return rows
    .filter((row) => row.same_firm || isOneName(row.board_name, row.decp_name))
    .map((row) => ({ boardId: Number(row.board_id), decpId: Number(row.decp_id) }))
}

function isOneName(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && nameKey(one) === nameKey(other)
}
