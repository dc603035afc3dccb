import type { Amount, Facts, LotFacts, Place } from '../consultations/facts.ts'
import {
  consultationSchema,
  type PushedConsultation,
  type PushedLot,
} from './consultation-schema.ts'
import { writtenMoment } from './moments.ts'

/**
 * What a program has announced, as it could announce it again: the reverse of factsOf. What is not named here is said as
 * facts have it.
 */
export function announced(facts: Partial<Facts>): Partial<PushedConsultation> {
  const { place, lots, deadline, questionsUntil, siteVisit, criteria, response, contact } = facts
  const said = {
    ...facts,
    title: facts.object,
    buyers: facts.buyers?.map(({ name, siret }) => defined({ name, siret: siret ?? undefined })),
    place: placeText(place),
    amount: amountText(facts.amount),
    lots: lots?.map(lotText),
    deadline: deadline && writtenMoment(deadline),
    questionsUntil: questionsUntil && writtenMoment(questionsUntil),
    siteVisit:
      siteVisit &&
      defined({
        obligation: siteVisit.obligation,
        dates: siteVisit.dates.length > 0 ? siteVisit.dates.map(writtenMoment) : undefined,
        booking: siteVisit.booking ?? undefined,
      }),
    criteria: criteria?.map(({ name, weight }) => defined({ name, weight: weight ?? undefined })),
    response: response && responseText(response),
    documents: facts.documents?.map(({ name, href, on }) => ({ name, url: href, addedOn: on })),
    answers: facts.answers?.map(({ question, answer, on }) => ({
      question,
      answer,
      answeredOn: on,
    })),
    contact:
      contact &&
      defined({
        name: contact.name ?? undefined,
        phone: contact.phone ?? undefined,
        email: contact.email ?? undefined,
      }),
    status: facts.status === 'planned' ? ('planned' as const) : undefined,
  }
  return defined<Partial<PushedConsultation>>(said, Object.keys(consultationSchema.shape))
}

function lotText(lot: LotFacts): PushedLot {
  return defined({
    number: lot.number,
    title: lot.title,
    description: lot.description,
    category: lot.category,
    cpv: lot.cpv,
    trades: lot.trades,
    place: placeText(lot.place),
    amount: amountText(lot.amount),
    deadline: lot.deadline && writtenMoment(lot.deadline),
    reserved: lot.reserved,
  })
}

function placeText(place: Place | undefined): PushedConsultation['place'] {
  return place && defined({ name: place.name, code: place.code ?? undefined })
}

function amountText(amount: Amount | undefined): PushedConsultation['amount'] {
  return amount && defined({ min: amount.min ?? undefined, max: amount.max ?? undefined })
}

function responseText({
  kind,
  address,
  signature,
}: Facts['response']): PushedConsultation['response'] {
  const signed = signature === null ? {} : { signature }
  if (kind === 'paper') return { kind, ...(address === null ? {} : { address }), ...signed }
  return { kind, address: address ?? '', ...signed }
}

/** What is known of these fields, in their order; absent: of all. */
function defined<T extends object>(values: T, fields = Object.keys(values)): T {
  const given = new Map(Object.entries(values))
  const kept = fields.filter((field) => given.get(field) !== undefined)
  return Object.fromEntries(kept.map((field) => [field, given.get(field)])) as T
}
