import type { Lists } from '../consultations/lists.ts'
import type { Contact } from '../consultations/facts.ts'
import {
  type CellReader,
  cpvCodes,
  emailAddress,
  euros,
  oneOf,
  phone,
  prose,
  tradesNamed,
  wholeNumber,
  words,
} from '../sources/file/cell-values.ts'
import type { FileProblemCode } from '../sources/file/problems.ts'
import type { Cell } from '../sources/file/read-rows.ts'
import { CATEGORIES } from '../sources/file/template.ts'
import { recognisedPlace } from './columns.ts'
import type { PurchaseFacts } from './purchase.ts'
import { LINE_COLUMNS, type LineKey, QUARTERS } from './template.ts'

/** What is wrong with one cell, or one field. */
export interface LineProblem {
  column: LineKey
  code: FileProblemCode
  /** What was written, cut; empty where nothing was. */
  value: string
}

/** What a line says: facts, how it calls itself, and why it is dropped where it is. */
export interface ReadLine {
  facts: PurchaseFacts
  identifier: string | null
  /** The words that name its buyer. */
  buyer: string | null
  dropped: string | null
}

export type LineRead = { ok: true; line: ReadLine } | { ok: false; problems: LineProblem[] }

/** Far enough for any programme; what is typed beyond is a slip. */
const YEARS = { before: 10, after: 10 }

/** Reads the cells of a row, or the fields of a form, which are the same; all that is wrong is told at once. */
export function readLine(
  cells: ReadonlyMap<LineKey, Cell>,
  lists: Lists,
  thisYear: number,
): LineRead {
  const problems: LineProblem[] = []
  const refuse = (column: LineKey, code: FileProblemCode) =>
    problems.push({ column, code, value: cells.get(column)?.text.slice(0, 100) ?? '' })
  const take = <T>(column: LineKey, read: CellReader<T>): T | null => {
    const cell = cells.get(column)
    if (cell === undefined || cell.text.trim() === '') {
      if (LINE_COLUMNS[column].compulsory) refuse(column, 'missing')
      return null
    }
    const found = read({ ...cell, text: cell.text.trim() })
    if (found.ok) return found.value
    refuse(column, found.code)
    return null
  }

  const object = take('object', words(500))
  if (object !== null && !/\p{L}/u.test(object)) refuse('object', 'no-letter')
  const year = take('year', wholeNumber(thisYear - YEARS.before, thisYear + YEARS.after))
  const amountMin = take('amountMin', euros)
  const amountMax = take('amountMax', euros)
  if (amountMin !== null && amountMax !== null && amountMin > amountMax)
    refuse('amountMin', 'amounts-reversed')
  const place = take('place', words(200))
  const facts = {
    object: object ?? '',
    description: take('description', prose(4_000)) ?? '',
    category: take('category', oneOf(CATEGORIES)),
    cpv: take('cpv', cpvCodes) ?? [],
    trades: take('trades', tradesNamed(lists.trades)) ?? [],
    amount: amountMin === null && amountMax === null ? null : { min: amountMin, max: amountMax },
    year: year ?? thisYear,
    quarter: take('quarter', quarter),
    place: place === null ? null : recognisedPlace(place, lists.gazetteer),
    contact: contactOf({
      name: take('contactName', words(200)),
      phone: take('contactPhone', phone),
      email: take('contactEmail', emailAddress),
    }),
  }
  const identifier = take('identifier', words(100))
  const buyer = take('buyer', words(300))
  const dropped = take('dropped', words(500))
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, line: { facts, identifier, buyer, dropped } }
}

/** « T2 », « 2 », « 2e trimestre »; the year stands in a column of its own. */
const quarter: CellReader<number> = (cell) => {
  const read = oneOf(QUARTERS)(cell)
  return read.ok ? read : { ok: false, code: 'quarter' }
}

function contactOf(contact: Contact): Contact | null {
  return contact.name === null && contact.phone === null && contact.email === null ? null : contact
}
