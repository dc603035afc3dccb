import type { Amount, Facts, Moment } from '../consultations/facts.ts'
import { wordFor } from '../sources/file/cell-values.ts'
import {
  CATEGORIES,
  CONTRACT_FORMS,
  DEMAND_NAMES,
  PLAIN_CELLS,
  type PlainFact,
  PROCEDURES,
  RESPONSES,
  STAGES,
  TERM_NAMES,
  VISITS,
} from '../sources/file/template.ts'
import type { TypedFields } from './schema.ts'

/**
 * The fields of a form that say these facts, as an agent would have typed them: what readTyped reads back. Outcomes,
 * states and what a form does not ask are left out.
 */
export function fieldsOf(facts: Partial<Facts>): TypedFields {
  const fields: TypedFields = {}
  const text = (name: string, value: string | number | null | undefined) => {
    if (value !== null && value !== undefined && value !== '') fields[name] = [String(value)]
  }
  const lines = (name: string, values: string[] | undefined) => text(name, values?.join('\n'))
  const plain = <K extends PlainFact>(name: K) => {
    const value = facts[name]
    if (value !== undefined) text(name, PLAIN_CELLS[name].write(value))
  }
  text('object', facts.object)
  text('description', facts.description)
  text('reference', facts.reference)
  text('category', wordFor(CATEGORIES, facts.category))
  text('procedure', wordFor(PROCEDURES, facts.procedure))
  text('contractForm', wordFor(CONTRACT_FORMS, facts.contractForm))
  text('frameworkMaximum', facts.frameworkMaximum)
  if (facts.trades) fields.trades = facts.trades
  lines('cpv', facts.cpv)
  text('place', facts.place?.name)
  text('amountBand', facts.amount && bandWord(facts.amount))
  moment(fields, 'deadline', facts.deadline)
  moment(fields, 'questionsUntil', facts.questionsUntil)
  text('deadlineStage', wordFor(STAGES, facts.deadlineStage))
  text('visit', wordFor(VISITS, facts.siteVisit?.obligation))
  lines('visitDates', facts.siteVisit?.dates.map(visitDate))
  text('visitBooking', facts.siteVisit?.booking)
  TERM_NAMES.forEach(plain)
  lines(
    'criteria',
    facts.criteria?.map(({ name, weight }) => (weight === null ? name : `${name} ${weight} %`)),
  )
  DEMAND_NAMES.forEach(plain)
  text('responseKind', wordFor(RESPONSES, facts.response?.kind))
  text('responseAddress', facts.response?.address)
  text('signature', yesOrNo(facts.response?.signature))
  text('documentsUrl', facts.documentsUrl)
  text('contactName', facts.contact?.name)
  text('contactPhone', facts.contact?.phone)
  text('contactEmail', facts.contact?.email)
  text('divided', yesOrNo(facts.divided ?? (facts.lots?.length ? true : undefined)))
  lines(
    'otherBuyers',
    facts.buyers?.slice(1).map(({ name }) => name),
  )
  if (facts.lots?.length) {
    fields.lotNumber = facts.lots.map(({ number }) => number)
    fields.lotTitle = facts.lots.map(({ title }) => title)
    fields.lotAmountMin = facts.lots.map(({ amount }) => numberWord(amount?.min))
    fields.lotAmountMax = facts.lots.map(({ amount }) => numberWord(amount?.max))
  }
  return fields
}

/** A band as the form sends it: `40000-90000`, `5000000-`. */
export function bandWord({ min, max }: Amount): string {
  return `${min ?? 0}-${max ?? ''}`
}

/** The same fields with a band that was chosen written as the two amounts that a file has. */
export function withBand(fields: TypedFields): TypedFields {
  const [, min, max] =
    /^(\d{1,11}(?:\.\d+)?)-(\d{1,11}(?:\.\d+)?)?$/.exec(fields.amountBand?.[0] ?? '') ?? []
  return min === undefined ? fields : { ...fields, amountMin: [min], amountMax: [max ?? ''] }
}

/** A wall time (`2026-12-18T12:00`) as a form asks for it. */
export function momentFields(name: string, wall: string): TypedFields {
  const [, year = '', month = '', day = '', hour = '', minute = ''] =
    /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/.exec(wall) ?? []
  return {
    [`${name}.day`]: [String(Number(day))],
    [`${name}.month`]: [String(Number(month))],
    [`${name}.year`]: [year],
    [`${name}.time`]: [hour === '' ? '' : `${Number(hour)} h ${minute}`],
  }
}

function moment(fields: TypedFields, name: string, at: Moment | undefined): void {
  if (at)
    Object.assign(
      fields,
      momentFields(name, at.doubt === 'no-hour' ? at.wall.slice(0, 10) : at.wall),
    )
}

function visitDate({ wall, doubt }: Moment): string {
  const [year = '', month = '', day = ''] = wall.slice(0, 10).split('-')
  return `${day}/${month}/${year}${doubt === 'no-hour' ? '' : ` ${wall.slice(11, 16)}`}`
}

function yesOrNo(value: boolean | null | undefined): string | undefined {
  return value === true ? 'oui' : value === false ? 'non' : undefined
}

function numberWord(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}
