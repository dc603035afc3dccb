import * as z from 'zod'
import type { Criterion, Moment } from '../../consultations/facts.ts'
import type { Trade } from '../../consultations/trades.ts'
import { checkSiret } from '../../partners/siret.ts'
import { nameKey } from '../../places/name-key.ts'
import { phoneIn } from '../french/addresses.ts'
import { momentOf } from '../french/dates.ts'
import { Passage } from '../french/passage.ts'
import type { FileProblemCode } from './problems.ts'
import type { Cell } from './read-rows.ts'

/** What a cell says, or why it is refused. */
export type CellRead<T> = { ok: true; value: T } | { ok: false; code: FileProblemCode }

/** Reads one kind of cell; never guesses. */
export type CellReader<T> = (cell: Cell) => CellRead<T>

/** A text on one line, of so many characters at most; not what a spreadsheet made of it. */
export function words(longest: number): CellReader<string> {
  const read = prose(longest)
  return ({ text, kind }) => read({ text: text.replaceAll(/\s+/g, ' '), kind })
}

/** The same with its line breaks. */
export function prose(longest: number): CellReader<string> {
  return ({ text, kind }) => {
    if (kind === 'date') return refused('became-date')
    if (/^\d[.,]\d+E\+\d+$/i.test(text)) return refused('became-rounded')
    if (/^#(?:N\/A|NOM|NAME|REF|VALEUR|VALUE|DIV\/0|NUL|NULL|NOMBRE|NUM)[!?]?$/i.test(text))
      return refused('formula-error')
    return text.length > longest ? refused('too-long') : said(text)
  }
}

/** A text, or a day that a spreadsheet made of it (`2027-03-15`). */
export function wordsOrDay(longest: number): CellReader<string> {
  return (cell) => (cell.kind === 'date' ? day(cell) : words(longest)(cell))
}

/** One of these words; case, accents and punctuation make no difference. */
export function oneOf<T>(choices: Record<string, T>): CellReader<T> {
  const meanings = new Map(
    Object.entries(choices).map(([word, meaning]) => [nameKey(word), meaning]),
  )
  return ({ text }) => {
    const meaning = meanings.get(nameKey(text))
    return meaning === undefined ? refused('choice') : said(meaning)
  }
}

/** The first word of such a table that means this: the one that forms offer. */
export function wordFor<T>(choices: Record<string, T>, meaning: T | undefined): string | undefined {
  return Object.entries(choices).find(([, each]) => each === meaning)?.[0]
}

export const yesOrNo: CellReader<boolean> = ({ text }) => {
  const word = nameKey(text)
  return word === 'oui' || word === 'non' ? said(word === 'oui') : refused('yes-or-no')
}

/** Several values, each read alike, none of them empty. */
export function several<T>(read: CellReader<T>, separators = /[|\n]/): CellReader<T[]> {
  return ({ text, kind }) => {
    const values: T[] = []
    for (const part of kind === 'text' ? text.split(separators) : [text]) {
      if (part.trim() === '') continue
      const value = read({ text: part.trim(), kind })
      if (!value.ok) return value
      values.push(value.value)
    }
    return said(values)
  }
}

/** A date with its hour in Paris; one that cannot be, that comes twice, or that may be either end of a day is refused. */
export const momentWithHour: CellReader<Moment> = (cell) => {
  const written = writtenMoment(cell)
  return written.ok && written.value.time === null ? refused('hour-missing') : strictMoment(written)
}

/** The same where the hour need not be known: without one, or at 00:00, it has the doubt `no-hour`. */
export const moment: CellReader<Moment> = (cell) => {
  const written = writtenMoment(cell)
  if (!written.ok) return written
  const { time, ...date } = written.value
  const isUntimed = time?.hour === 0 && time.minute === 0
  return strictMoment(said({ ...date, time: isUntimed ? null : time }))
}

/** A day as `2026-12-15`; an hour written with it is left out. */
export const day: CellReader<string> = (cell) => {
  const written = writtenMoment(cell)
  if (!written.ok) return written
  const read = strictMoment(said({ ...written.value, time: null }))
  return read.ok ? said(read.value.wall.slice(0, 10)) : read
}

/** Euros, with two decimals at most: « 40 000 », « 68 400,50 € HT ». Thousands apart by dots are refused. */
export const euros: CellReader<number> = ({ text, kind }) => {
  if (kind === 'date') return refused('became-date')
  // A formula's result has more decimals than euros have.
  if (kind === 'number') {
    const value = Math.round(Number(text.replace(',', '.')) * 100) / 100
    return value >= 0 && value < 1e11 ? said(value) : refused('amount')
  }
  const written = text.replace(/ ?(?:€|euros?) ?(?:H\.?T\.?)?$|(?<=\d) ?H\.?T\.?$/i, '')
  if (!/^(?:\d{1,3}(?: \d{3})+|\d{1,11})(?:[.,]\d{1,2})?$/.test(written)) return refused('amount')
  return said(Number(written.replaceAll(' ', '').replace(',', '.')))
}

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): CellReader<number> {
  return ({ text, kind }) => {
    const number = /^\d{1,6}$/.test(text) && kind !== 'date' ? Number(text) : Number.NaN
    return number >= least && number <= most ? said(number) : refused('whole-number')
  }
}

/** « Prix 60 % »; a criterion without weight stands alone. Weights make 100 together when all are given. */
export const criteria: CellReader<Criterion[]> = (cell) => {
  const read = several(criterion, /[|\n;]/)(cell)
  if (!read.ok) return read
  const weights = read.value.map(({ weight }) => weight)
  const total = weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0)
  const isRight = weights.includes(null) ? total <= 100 : Math.abs(total - 100) < 0.5
  return isRight ? read : refused('weights')
}

/** Slugs of trades, named by their labels or slugs. */
export function tradesNamed(trades: Trade[]): CellReader<string[]> {
  const slugs = new Map(
    trades.flatMap(({ slug, label }) => [
      [nameKey(label), slug],
      [nameKey(slug), slug],
    ]),
  )
  return several(({ text }) => {
    const slug = slugs.get(nameKey(text))
    return slug === undefined ? refused('trade') : said(slug)
  })
}

/** CPV codes without check figure; the zero that spreadsheets take from 03 and 09 is given back. */
export const cpvCodes: CellReader<string[]> = (cell) =>
  several(({ text }) => {
    const code = /^[39]\d{6}$/.test(text) ? `0${text}` : text
    return /^(?:0[39]|[1-9]\d)\d{6}(?:-\d)?$/.test(code) ? said(code.slice(0, 8)) : refused('cpv')
  }, /[|\n;, ]/)(cell)

export const siret: CellReader<string> = ({ text }) => {
  if (/E\+/i.test(text)) return refused('became-rounded')
  const checked = checkSiret(text)
  return checked.ok ? said(checked.siret) : refused(`siret-${checked.problem}`)
}

/** An address of http or https with a host. */
export const webAddress: CellReader<string> = ({ text }) => {
  const isAddress = /^https?:\/\/\S+$/i.test(text) && text.length <= 2_000 && URL.canParse(text)
  return isAddress ? said(text) : refused('url')
}

export const emailAddress: CellReader<string> = ({ text }) =>
  z.email().safeParse(text).success ? said(text) : refused('email')

/** A French number, with the zero that spreadsheets take from it. */
export const phone: CellReader<string> = ({ text }) => {
  const given = /^[1-9]\d{8}$/.test(text) ? `0${text}` : text
  if (given.length > 60 || phoneIn(Passage.of(given)) === null) return refused('phone')
  return said(/^0\d{9}$/.test(given) ? given.replaceAll(/(\d\d)(?=\d)/g, '$1 ') : given)
}

export const boampId: CellReader<string> = ({ text, kind }) =>
  kind === 'text' && /^\d{2}-\d{1,7}$/.test(text) ? said(text) : refused('boamp-id')

function said<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

function refused(code: FileProblemCode): { ok: false; code: FileProblemCode } {
  return { ok: false, code }
}

interface Written {
  year: number
  month: number
  day: number
  time: { hour: number; minute: number } | null
}

const CLOCK = String.raw`(\d{1,2})(?::(\d{2})(?::\d{2})?| ?h ?(\d{2})?)`
const FRENCH = new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4})(?: ?(?: |,|à) ?${CLOCK})?$`, 'i')
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?$/
/** Days since 30 December 1899, with a fraction of the day. */
const SERIAL = /^\d{5}(?:[.,]\d+)?$/

function writtenMoment({ text }: Cell): CellRead<Written> {
  const french = FRENCH.exec(text)
  if (french) {
    const [, day, month, year, hour, minute, minuteAfterH = '0'] = french
    return said(writtenOf(year, month, day, hour, minute ?? minuteAfterH))
  }
  const iso = ISO.exec(text)
  if (iso) {
    const [, year, month, day, hour, minute] = iso
    return said(writtenOf(year, month, day, hour, minute))
  }
  return SERIAL.test(text) ? said(ofSerial(Number(text.replace(',', '.')))) : refused('date-form')
}

function writtenOf(
  year = '',
  month = '',
  day = '',
  hour: string | undefined,
  minute = '0',
): Written {
  const time = hour === undefined ? null : { hour: Number(hour), minute: Number(minute) }
  return { year: Number(year), month: Number(month), day: Number(day), time }
}

function ofSerial(serial: number): Written {
  const wall = new Date(Math.round((serial - 25_569) * 1_440) * 60_000)
  const [hour, minute] = [wall.getUTCHours(), wall.getUTCMinutes()]
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    time: Number.isInteger(serial) ? null : { hour, minute },
  }
}

function strictMoment(written: CellRead<Written>): CellRead<Moment> {
  if (!written.ok) return written
  const { year, month, day, time } = written.value
  if (year < 1990 || year > 2100) return refused('year')
  const date = { start: 0, end: 0, year, month, day, zone: null }
  const midnight = momentOf({ ...date, time: null })
  if (midnight === null) return refused('no-such-day')
  if (time === null) return said(midnight)
  if (time.minute > 59 || time.hour > 24 || (time.hour === 24 && time.minute > 0))
    return refused('no-such-hour')
  if (time.hour % 24 === 0 && time.minute === 0) return refused('midnight')
  const read = momentOf({ ...date, time: { ...time, second: 0, midnight: false, foreign: false } })
  if (read === null) return refused('skipped-hour')
  return read.doubt === undefined ? said(read) : refused('doubled-hour')
}

function criterion({ text, kind }: Cell): CellRead<Criterion> {
  if (kind !== 'text' || text.length > 300) return refused('criteria')
  const [, name = '', weight = ''] =
    /^(.*?\p{L}.*?)[ :=(–-]*(\d{1,3}(?:[.,]\d{1,2})?) ?%\)?$/u.exec(text) ?? []
  if (name !== '') return said({ name, weight: Number(weight.replace(',', '.')) })
  return /%/.test(text) || !/\p{L}/u.test(text)
    ? refused('criteria')
    : said({ name: text, weight: null })
}
