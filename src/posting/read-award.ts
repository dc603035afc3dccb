import type { LotOutcome, Winner } from '../consultations/facts.ts'
import {
  type CellReader,
  day as readDayCell,
  euros,
  siret,
  wholeNumber,
  words,
} from '../sources/file/cell-values.ts'
import type { FileProblemCode } from '../sources/file/problems.ts'
import { MONTHS } from '../sources/french/vocabulary.ts'
import { nameKey } from '../places/name-key.ts'
import type { TypedFields } from './schema.ts'

/** Rows for winners of one lot, at most. */
export const MOST_WINNERS = 20

export const SIZES = ['micro', 'sme', 'mid-size', 'large'] as const

/** The parts of a row for a winner, and of what is said of the award as a whole. */
export const WINNER_PARTS = ['nom', 'identifiant', 'commune', 'taille'] as const
export type WinnerPart = (typeof WINNER_PARTS)[number]
export type AwardPart = 'montant' | 'offres' | 'pme' | 'irregulieres' | 'notification'

/** Something wrong with an award, at the field of this name. */
export interface AwardProblem {
  name: string
  part: WinnerPart | AwardPart
  code:
    | FileProblemCode
    | 'no-winner'
    | 'name-missing'
    | 'not-an-identifier'
    | 'more-than-bids'
    | 'not-yet'
}

export type AwardReading =
  { ok: true; outcome: LotOutcome } | { ok: false; problems: AwardProblem[] }

/** The name under which a form sends a part of the winner at this row, of the lot at this place. */
export function winnerField(lot: number, row: number, part: WinnerPart): string {
  return `${part}-${lot}-${row}`
}

/** The name of what is said of the award of the lot at this place. */
export function awardField(lot: number, part: AwardPart): string {
  return `${part}-${lot}`
}

/** How many rows for winners a form has for this lot. */
export function winnerRows(fields: TypedFields, lot: number): number {
  let rows = 1
  while (rows < MOST_WINNERS && fields[winnerField(lot, rows, 'nom')] !== undefined) rows += 1
  return rows
}

/**
 * The award of one lot, or of the whole (place 0): its winners, amount, bids and day, or everything that is wrong with
 * what was typed. A firm abroad has a number with letters in the place of a SIRET. `today` is the day in Paris.
 */
export function readAward(fields: TypedFields, lot: number, today: string): AwardReading {
  const problems: AwardProblem[] = []
  const refuse = (name: string, part: AwardProblem['part'], code: AwardProblem['code']) =>
    problems.push({ name, part, code })
  const winners = Array.from({ length: winnerRows(fields, lot) }, (_, row) => row).flatMap(
    (row) => {
      const winner = readWinner(fields, lot, row, refuse)
      return winner ? [winner] : []
    },
  )
  if (winners.length === 0 && problems.length === 0)
    refuse(winnerField(lot, 0, 'nom'), 'nom', 'no-winner')
  const take = <T>(part: AwardPart, read: CellReader<T>): T | null => {
    const name = awardField(lot, part)
    return takeFrom(fields, name, read, (code) => refuse(name, part, code))
  }
  const amount = take('montant', euros)
  const bids = take('offres', COUNT)
  const smeBids = take('pme', COUNT)
  const irregularBids = take('irregulieres', COUNT)
  for (const [part, count] of [
    ['pme', smeBids],
    ['irregulieres', irregularBids],
  ] as const)
    if (count !== null && bids !== null && count > bids)
      refuse(awardField(lot, part), part, 'more-than-bids')
  const notifiedOn = readNotification(fields, lot, today, refuse)
  if (problems.length > 0) return { ok: false, problems }
  const outcome = { winners, amount, bids, irregularBids, notifiedOn, ground: null }
  return {
    ok: true,
    outcome: { kind: 'awarded', ...outcome, ...(smeBids === null ? {} : { smeBids }) },
  }
}

const COUNT = wholeNumber(0, 9_999)
const NAME = words(300)
const COMMUNE = words(200)

type Refuse = (name: string, part: AwardProblem['part'], code: AwardProblem['code']) => void

function readWinner(fields: TypedFields, lot: number, row: number, refuse: Refuse): Winner | null {
  const field = (part: WinnerPart) => winnerField(lot, row, part)
  if (WINNER_PARTS.every((part) => textOf(fields, field(part)) === '')) return null
  const take = <T>(part: WinnerPart, read: CellReader<T>) =>
    takeFrom(fields, field(part), read, (code) => refuse(field(part), part, code))
  const name = take('nom', NAME)
  if (name === null && textOf(fields, field('nom')) === '')
    refuse(field('nom'), 'nom', 'name-missing')
  const identity = readIdentifier(textOf(fields, field('identifiant')), (code) =>
    refuse(field('identifiant'), 'identifiant', code),
  )
  const size = SIZES.find((each) => each === textOf(fields, field('taille')))
  const commune = take('commune', COMMUNE)
  return { name: name ?? '', ...identity, commune, ...(size ? { size } : {}) }
}

/** Digits alone are a SIRET; « ES B12345678 » is a number abroad. */
function readIdentifier(
  text: string,
  refuse: (code: AwardProblem['code']) => void,
): Pick<Winner, 'siret' | 'foreignId'> {
  if (text === '') return { siret: null }
  if (/^[\d\s.-]+$/.test(text)) {
    const read = siret({ text, kind: 'text' })
    if (!read.ok) refuse(read.code)
    return { siret: read.ok ? read.value : null }
  }
  const number = text.replaceAll(/\s+/g, ' ')
  if (number.length > 40 || !/\d/.test(number)) refuse('not-an-identifier')
  return { siret: null, foreignId: number }
}

function readNotification(
  fields: TypedFields,
  lot: number,
  today: string,
  refuse: Refuse,
): string | null {
  const name = awardField(lot, 'notification')
  const [day, month, year] = ['day', 'month', 'year'].map((part) =>
    textOf(fields, `${name}.${part}`),
  )
  if (!day && !month && !year) return null
  const text = `${(day ?? '').replace(/^1er$/i, '1')}/${MONTHS[nameKey(month ?? '').replace('.', '')] ?? month}/${/^\d\d$/.test(year ?? '') ? `20${year}` : year}`
  const read = readDayCell({ text, kind: 'text' })
  if (!read.ok) refuse(name, 'notification', read.code)
  else if (read.value > today) refuse(name, 'notification', 'not-yet')
  return read.ok ? read.value : null
}

function takeFrom<T>(
  fields: TypedFields,
  name: string,
  read: CellReader<T>,
  refuse: (code: FileProblemCode) => void,
): T | null {
  const text = textOf(fields, name)
  if (text === '') return null
  const found = read({ text, kind: 'text' })
  if (found.ok) return found.value
  refuse(found.code)
  return null
}

function textOf(fields: TypedFields, name: string): string {
  return fields[name]?.[0]?.trim() ?? ''
}

/** The fields that say this award, to correct what was published. */
export function awardFields(lot: number, outcome: LotOutcome): TypedFields {
  const fields: TypedFields = {}
  const put = (name: string, value: string | number | null | undefined) => {
    if (value !== null && value !== undefined) fields[name] = [String(value)]
  }
  for (const [row, winner] of outcome.winners.slice(0, MOST_WINNERS).entries()) {
    put(winnerField(lot, row, 'nom'), winner.name)
    put(winnerField(lot, row, 'identifiant'), winner.siret ?? winner.foreignId)
    put(winnerField(lot, row, 'commune'), winner.commune)
    put(winnerField(lot, row, 'taille'), winner.size)
  }
  put(awardField(lot, 'montant'), outcome.amount)
  put(awardField(lot, 'offres'), outcome.bids)
  put(awardField(lot, 'pme'), outcome.smeBids)
  put(awardField(lot, 'irregulieres'), outcome.irregularBids)
  const [year, month, day] = outcome.notifiedOn?.split('-').map(Number) ?? []
  put(`${awardField(lot, 'notification')}.day`, day)
  put(`${awardField(lot, 'notification')}.month`, month)
  put(`${awardField(lot, 'notification')}.year`, year)
  return fields
}
