import type { Lists } from '../consultations/lists.ts'
import type { Cell } from '../sources/file/read-rows.ts'
import type { ListedPurchase } from './listed.ts'
import { type LineRead, readLine } from './read-line.ts'
import { LINE_KEYS, type LineKey } from './template.ts'

/** Columns of files that no form asks. */
const NOT_TYPED: LineKey[] = ['identifier', 'buyer', 'dropped']

/** Fields of the form: the columns of the file under their keys, so that what a form takes is what a file does. */
const TYPED_KEYS = LINE_KEYS.filter((key) => !NOT_TYPED.includes(key))

/** What a form says of a planned purchase, or what is wrong with it. */
export function readTypedLine(form: URLSearchParams, lists: Lists, thisYear: number): LineRead {
  const cells = new Map<LineKey, Cell>(
    TYPED_KEYS.map((key) => [key, { text: form.getAll(key).join('|'), kind: 'text' }]),
  )
  return readLine(cells, lists, thisYear)
}

/** The fields of the form for a line as it stands. */
export function typedFieldsOf({ facts }: ListedPurchase): URLSearchParams {
  const { amount, contact } = facts
  return new URLSearchParams([
    ['object', facts.object],
    ['year', String(facts.year)],
    ['quarter', facts.quarter === null ? '' : `T${facts.quarter}`],
    ['category', facts.category ? CATEGORY_WORDS[facts.category] : ''],
    ...facts.trades.map((slug) => ['trades', slug]),
    ['cpv', facts.cpv.join(', ')],
    ['amountMin', amount?.min?.toString().replace('.', ',') ?? ''],
    ['amountMax', amount?.max?.toString().replace('.', ',') ?? ''],
    ['place', facts.place?.name ?? ''],
    ['description', facts.description],
    ['contactName', contact?.name ?? ''],
    ['contactPhone', contact?.phone ?? ''],
    ['contactEmail', contact?.email ?? ''],
  ])
}

const CATEGORY_WORDS = { works: 'travaux', supplies: 'fournitures', services: 'services' }
