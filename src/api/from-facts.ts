import type { Amount, Facts, LotFacts, Place } from '../consultations/facts.ts'
import type { PushedConsultation, PushedLot } from './consultation-schema.ts'
import { writtenMoment } from './moments.ts'

/** What a program has announced, as it could announce it again: the reverse of factsOf. */
export function announced(facts: Partial<Facts>): Partial<PushedConsultation> {
  const { siteVisit, response, contact, amount } = facts
  return defined({
    title: facts.object,
    description: facts.description,
    buyers: facts.buyers?.map(({ name, siret }) => defined({ name, siret: siret ?? undefined })),
    reference: facts.reference,
    boampId: facts.boampId,
    category: facts.category,
    procedure: facts.procedure,
    contractForm: facts.contractForm,
    frameworkMaximum: facts.frameworkMaximum,
    cpv: facts.cpv,
    trades: facts.trades,
    place: placeText(facts.place),
    amount: amountText(amount),
    lots: facts.lots?.map(lotText),
    divided: facts.divided,
    lotCount: facts.lotCount,
    deadline: facts.deadline && writtenMoment(facts.deadline),
    deadlineStage: facts.deadlineStage,
    questionsUntil: facts.questionsUntil && writtenMoment(facts.questionsUntil),
    siteVisit:
      siteVisit &&
      defined({
        obligation: siteVisit.obligation,
        dates: siteVisit.dates.length > 0 ? siteVisit.dates.map(writtenMoment) : undefined,
        booking: siteVisit.booking ?? undefined,
      }),
    duration: facts.duration,
    expectedStart: facts.expectedStart,
    renewals: facts.renewals,
    variants: facts.variants,
    grouping: facts.grouping,
    reserved: facts.reserved,
    socialClauses: facts.socialClauses,
    environmentalClauses: facts.environmentalClauses,
    criteria: facts.criteria?.map(({ name, weight }) =>
      defined({ name, weight: weight ?? undefined }),
    ),
    qualifications: facts.qualifications,
    requiredDocuments: facts.requiredDocuments,
    minimumTurnover: facts.minimumTurnover,
    samples: facts.samples,
    advance: facts.advance,
    paymentDelayDays: facts.paymentDelayDays,
    response: response && responseText(response),
    noticeUrl: facts.noticeUrl,
    documentsUrl: facts.documentsUrl,
    documentsVersion: facts.documentsVersion,
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
    status: facts.status === 'planned' ? 'planned' : undefined,
    renews: facts.renews,
  })
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

function defined<T extends object>(values: T): T {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as T
}
