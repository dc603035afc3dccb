import type { LotFacts, LotOutcome, Winner } from '../../consultations/facts.ts'
import { type CellReader, cpvCodes, day, euros, momentWithHour } from './cell-values.ts'
import type { FileProblem } from './problems.ts'
import type { FileRow } from './read-rows.ts'
import type { ColumnKey } from './template.ts'
import { amountOf, placeIn, READ, Values } from './values.ts'

/** Lots of one consultation. */
const LOT_LIMIT = 500
/** Members of one group of winners. */
const WINNER_LIMIT = 10

interface RowParts {
  lots: LotFacts[]
  outcome: LotOutcome | undefined
}

/** The lots that the rows describe, and what the row without lot says of the whole's outcome. */
export function readRowParts(
  rows: FileRow[],
  problems: FileProblem[],
  readTrades: CellReader<string[]>,
): RowParts {
  const parts: RowParts = { lots: [], outcome: undefined }
  let wholeRows = 0
  for (const { number, cells } of rows) {
    const placed = new Map([...cells].map(([key, cell]) => [key, { ...cell, row: number }]))
    const row = new Values(placed, number, problems)
    if (row.has('lotNumber')) {
      const lot = readLot(row, readTrades)
      if (parts.lots.some((known) => known.number === lot.number))
        row.refuse('lotNumber', 'repeated-lot')
      parts.lots.push(lot)
    } else {
      wholeRows += 1
      if (wholeRows > 1) row.refuse('reference', 'repeated-reference')
      const ofLot = LOT_COLUMNS.find((key) => row.has(key))
      if (ofLot !== undefined) row.refuse(ofLot, 'lot-number-missing')
      parts.outcome = readOutcome(row) ?? parts.outcome
    }
  }
  if (parts.lots.length > LOT_LIMIT)
    problems.push({
      row: rows[0]?.number ?? 0,
      column: 'lotNumber',
      code: 'too-many-lots',
      value: '',
    })
  return parts
}

const LOT_COLUMNS: ColumnKey[] = [
  'lotTitle',
  'lotDescription',
  'lotCategory',
  'lotTrades',
  'lotCpv',
  'lotPlace',
  'lotAmountMin',
  'lotAmountMax',
  'lotDeadline',
  'lotReserved',
]

function readLot(row: Values, readTrades: CellReader<string[]>): LotFacts {
  if (!row.has('lotTitle')) row.refuse('lotTitle', 'missing')
  return {
    number: (row.take('lotNumber', READ.lotNumber) ?? '').replace(/^lot\s*(?:n\s*°)?\s*(?=.)/i, ''),
    title: row.take('lotTitle', READ.line) ?? '',
    description: row.take('lotDescription', READ.text),
    category: row.take('lotCategory', READ.category),
    cpv: row.take('lotCpv', cpvCodes),
    trades: row.take('lotTrades', readTrades),
    place: placeIn(row, 'lotPlace'),
    amount: amountOf(row, 'lotAmountMin', 'lotAmountMax'),
    deadline: row.take('lotDeadline', momentWithHour),
    reserved: row.take('lotReserved', READ.reserved),
    outcome: readOutcome(row),
  }
}

function readOutcome(row: Values): LotOutcome | undefined {
  const kind = row.take('outcome', READ.outcome)
  const winners = winnersOf(row)
  const outcome = {
    winners,
    amount: row.take('awardedAmount', euros) ?? null,
    bids: row.take('bids', READ.count) ?? null,
    irregularBids: row.take('irregularBids', READ.count) ?? null,
    notifiedOn: row.take('notifiedOn', day) ?? null,
    ground: row.take('ground', READ.line) ?? null,
  }
  const told = OUTCOME_COLUMNS.find((key) => row.has(key))
  if (told !== undefined && !row.has('outcome')) row.refuse('outcome', 'outcome-missing')
  if (kind === undefined) return undefined
  const ofAward = AWARD_COLUMNS.find((key) => row.has(key))
  if (kind !== 'awarded' && ofAward !== undefined) row.refuse(ofAward, 'outcome-contradiction')
  return { kind, ...outcome }
}

const AWARD_COLUMNS: ColumnKey[] = [
  'winners',
  'winnerSirets',
  'winnerCommunes',
  'awardedAmount',
  'notifiedOn',
]
const OUTCOME_COLUMNS: ColumnKey[] = [...AWARD_COLUMNS, 'bids', 'irregularBids', 'ground']

function winnersOf(row: Values): Winner[] {
  const names = row.take('winners', READ.names) ?? []
  const sirets = row.take('winnerSirets', READ.sirets) ?? []
  const communes = row.take('winnerCommunes', READ.places) ?? []
  if (names.length > WINNER_LIMIT) row.refuse('winners', 'too-many-winners')
  for (const [key, list] of [
    ['winnerSirets', sirets],
    ['winnerCommunes', communes],
  ] as const) {
    if (list.length === 0 || list.length === names.length) continue
    if (row.has('winners')) row.refuse(key, 'winner-lists')
    else row.refuse('winners', 'winner-missing')
  }
  return names.map((name, rank) => ({
    name,
    siret: sirets[rank] ?? null,
    commune: communes[rank] ?? null,
  }))
}
