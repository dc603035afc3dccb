import type { Moment } from '../consultations/facts.ts'
import { nameKey } from '../places/name-key.ts'
import { readDate, readMoment } from '../sources/french/dates.ts'
import { MONTHS } from '../sources/french/vocabulary.ts'
import type { TypedForm } from './typed-text.ts'

/** A day with its hour, typed apart as `name.day`, `.month` (a number or a French name), `.year` and `.time`. */
export function typedMoment(
  typed: TypedForm,
  form: URLSearchParams,
  name: string,
  sameDayAs?: string,
): Moment | null {
  const isBare = PARTS.every((part) => partOf(form, name, part) === '')
  const day = dayText(form, isBare && sameDayAs ? sameDayAs : name)
  const time = timeText(partOf(form, name, 'time'))
  if (day === null) typed.refuse(name, 'missing')
  else if (readDate(day) === null) typed.refuse(name, 'date')
  else if (time === '') typed.refuse(name, 'hour')
  else {
    const moment = readMoment(`${day} ${time}`)
    if (moment === null || moment.doubt === 'no-hour') typed.refuse(name, 'hour')
    else if (moment.doubt) typed.refuse(name, 'ambiguous-hour')
    else return { wall: moment.wall, instant: moment.instant }
  }
  return null
}

/** A day alone (2027-01-28); null where none was typed, or what was typed is none. */
export function typedDay(typed: TypedForm, form: URLSearchParams, name: string): string | null {
  const text = dayText(form, name)
  if (text === null) return null
  const day = readDate(text)
  if (day === null) typed.refuse(name, 'date')
  return day
}

/** The fields of a moment (`2027-02-04T09:30`) or a day, as they are typed. */
export function momentFields(name: string, wall: string | null): [string, string][] {
  const [, year = '', month = '', day = '', hour, minute = ''] =
    /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/.exec(wall ?? '') ?? []
  return [
    [`${name}.day`, day === '' ? '' : String(Number(day))],
    [`${name}.month`, month === '' ? '' : String(Number(month))],
    [`${name}.year`, year],
    [`${name}.time`, hour === undefined ? '' : `${Number(hour)} h ${minute}`],
  ]
}

const PARTS = ['day', 'month', 'year'] as const

/** « 15/12/2026 »; null where nothing was typed. */
function dayText(form: URLSearchParams, name: string): string | null {
  const [day = '', month = '', year = ''] = PARTS.map((part) => partOf(form, name, part))
  if (day === '' && month === '' && year === '') return null
  const numbered = MONTHS[nameKey(month).replace('.', '')] ?? month
  const whole = /^\d\d$/.test(year) ? `20${year}` : year
  return `${day.replace(/^1er$/i, '1')}/${numbered}/${whole}`
}

/** « 9 h », « 9h30 », « 9:30 », « 09.30 » as hours and minutes; anything else as nothing. */
function timeText(text: string): string {
  const [, hour, minute = '00'] =
    /^(\d{1,2})\s*(?:h(?:eures?)?|[:.,])?\s*(\d\d)?$/i.exec(text.replaceAll(/\s+/g, ' ')) ?? []
  return hour === undefined ? '' : `${hour.padStart(2, '0')}:${minute}`
}

function partOf(form: URLSearchParams, name: string, part: string): string {
  return (form.get(`${name}.${part}`) ?? '').trim()
}
