import * as z from 'zod'
import { checkSiret } from '../partners/siret.ts'
import { readDay } from '../rules/calendar.ts'
import { type MomentRead, readInstant, readInstantOrDay } from './moments.ts'

/** A text on one line, of so many characters at most; spaces that mean nothing are taken out. */
export function line(longest: number) {
  return z
    .string()
    .overwrite((text) => text.replaceAll(/\s+/g, ' ').trim())
    .min(1)
    .max(longest)
    .refine(isText, NO_CONTROL)
}

/** The same with its line breaks. */
export function prose(longest: number) {
  return z
    .string()
    .overwrite((text) => text.replaceAll(/\r\n?/g, '\n').trim())
    .min(1)
    .max(longest)
    .refine(isText, NO_CONTROL)
}

/** An instant, or a wall time of Paris, that exists. */
export const instant = moment(readInstant).meta({
  format: 'paris-date-time',
  example: '2027-01-15T12:00',
})

/** The same, or a day. */
export const instantOrDay = moment(readInstantOrDay).meta({
  format: 'paris-date-time-or-day',
  example: '2026-12-17T14:00',
})

/** A day that exists, as `2026-12-15`. */
export const day = z
  .string()
  .max(10)
  .refine((text) => readDay(text) !== null, 'expected a day that exists, as 2026-12-15')
  .meta({ format: 'date' })

/** Euros excluding VAT, with two decimals at most. */
export const euros = z
  .number()
  .min(0)
  .max(99_999_999_999)
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-3, {
    message: 'at most two decimals',
  })

/** The number of a French establishment, its key checked. */
export const siret = z
  .string()
  .max(20)
  .superRefine((text, context) => {
    const checked = checkSiret(text)
    if (!checked.ok) context.addIssue({ code: 'custom', message: SIRET_PROBLEMS[checked.problem] })
  })
  .meta({ example: '21110262500012' })

/** An address of http or https. */
export const webAddress = z
  .string()
  .max(2_000)
  .refine((text) => /^https?:\/\/[^\s]+$/i.test(text) && isText(text) && URL.canParse(text), {
    message: 'expected an address that begins with https:// or http://',
  })
  .meta({ format: 'uri' })

/** A code of the common procurement vocabulary, its check figure optional. */
export const cpv = z
  .string()
  .regex(/^(?:0[39]|[1-9]\d)\d{6}(?:-\d)?$/)
  .meta({ example: '45212222' })

export const email = z.email().max(254)

function moment(read: (text: string) => MomentRead) {
  return z
    .string()
    .max(40)
    .superRefine((text, context) => {
      const found = read(text)
      if (!found.ok) context.addIssue({ code: 'custom', message: found.problem })
    })
}

const NO_CONTROL = 'no control character, nor half of a surrogate pair'

/** PostgreSQL holds no U+0000, XML none of the others, and neither holds half a character. */
function isText(text: string): boolean {
  return text.isWellFormed() && !/[^\P{Cc}\n\t]|[\uFFFE\uFFFF]/u.test(text)
}

const SIRET_PROBLEMS = {
  length: 'a SIRET has 14 digits',
  digits: 'a SIRET has only digits',
  checksum: 'the check key of this SIRET is wrong',
}
