import type {
  Amount,
  Contact,
  Criterion,
  LotOutcome,
  ResponseMethod,
  SiteVisit,
  Winner,
} from '../../src/consultations/facts.ts'
import {
  amountText,
  euros,
  longMoment,
  lowerFirst,
  monthAndYear,
  numberText,
  percent,
  plural,
  shortDate,
} from '../format.ts'
import { OUTCOME_LABELS } from './outcomes.ts'
import { RESPONSE_LABELS } from './responses.ts'
import { SIZE_LABELS } from './sizes.ts'

/** « jeudi 3 décembre 2026 à 14 h 00, sur rendez-vous au 04 00 00 00 00 »; '' when neither is known. */
export function visitText({ dates, booking }: SiteVisit): string {
  return [dates.map(longMoment).join(' ou '), booking ? bookingText(booking) : '']
    .filter(Boolean)
    .join(', ')
}

/** « prix 60 %, valeur technique 40 % » */
export function criteriaText(criteria: Criterion[]): string {
  return criteria
    .map(({ name, weight }) =>
      weight === null ? lowerFirst(name) : `${lowerFirst(name)} ${percent(weight)}`,
    )
    .join(', ')
}

/** « service de la commande publique, 04 00 00 00 00 »; '' when nothing is known. */
export function contactText({ name, phone, email }: Contact): string {
  return [name, phone, email].filter(Boolean).join(', ')
}

/** « Par courriel : marches@narbonne.fr » */
export function responseText({ kind, address }: ResponseMethod): string {
  return address ? `${RESPONSE_LABELS[kind]} : ${address}` : RESPONSE_LABELS[kind]
}

/** « de 40 000 à 90 000 € HT »: an amount after « : » in a sentence; null when neither end is known. */
export function amountInFull(amount: Amount): string | null {
  const text = amountText(amount)
  const isBand = amount.min && amount.max !== null && amount.min !== amount.max && !amount.maximum
  return text && isBand ? `de ${text}` : text
}

/**
 * « durée 5 mois à partir de mars 2027 », with what of the two is known; '' when neither is. A start that came as a
 * date is told as a month or a day.
 */
export function executionText(duration: string | undefined, start: string | undefined): string {
  const from = start && startText(start)
  if (!duration) return from ? `démarrage ${from}` : ''
  const length = /^dur[ée]e/i.test(duration) ? lowerFirst(duration) : `durée ${duration}`
  if (!from) return length
  return /^[\p{L}]+ \d{4}$|^\d/u.test(from) ? `${length} à partir de ${from}` : `${length}, ${from}`
}

/** « mars 2027 » for `2027-03`, « le 15/03/2027 » for `2027-03-15`, else as it was written. */
export function startText(start: string): string {
  const [, year, month, day] = /^(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?$/.exec(start.trim()) ?? []
  if (!year || !month) return start.trim()
  return day ? `le ${shortDate(`${year}-${month}-${day}`)}` : monthAndYear(`${year}-${month}-01`)
}

/** « SARL Exemple (Lézignan-Corbières) » */
function winnerText({ name, commune, size }: Winner): string {
  const detail = [commune, size && SIZE_LABELS[size]].filter(Boolean).join(', ')
  return detail ? `${name} (${detail})` : name
}

/** « SARL Exemple (Lézignan-Corbières), 68 400 € HT, 4 offres reçues », « infructueux (aucune offre) » */
export function outcomeText(outcome: LotOutcome): string {
  const { kind, winners, amount, bids, irregularBids, smeBids, ground } = outcome
  if (kind !== 'awarded')
    return `${lowerFirst(OUTCOME_LABELS[kind])}${ground ? ` (${lowerFirst(ground)})` : ''}`
  const names = winners.map(winnerText).join(', ')
  return [
    names || 'attribué',
    amount === null ? '' : `${euros(amount)} HT`,
    bids === null
      ? ''
      : `${plural(bids, 'offre reçue', 'offres reçues')}${smeBids === undefined ? '' : ` dont ${numberText(smeBids)} de PME`}`,
    irregularBids ? plural(irregularBids, 'offre irrégulière', 'offres irrégulières') : '',
  ]
    .filter(Boolean)
    .join(', ')
}

function bookingText(booking: string): string {
  if (/^\+?[\d .]{10,20}$/.test(booking)) return `sur rendez-vous au ${booking}`
  if (/^\S+@\S+$/.test(booking)) return `sur rendez-vous à ${booking}`
  return booking
}
