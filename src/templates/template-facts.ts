import type { FactName, Facts } from '../consultations/facts.ts'

/** What the documents of a consultation are filled from: nothing that they do not say. */
export interface TemplateFacts {
  buyer: { name: string; siret: string | null }
  facts: Partial<Facts>
}

/** What a blank document is made from. */
export const NOTHING_KNOWN: TemplateFacts = { buyer: { name: '', siret: null }, facts: {} }

const TAKEN: FactName[] = [
  'object',
  'description',
  'buyers',
  'reference',
  'category',
  'procedure',
  'contractForm',
  'frameworkMaximum',
  'place',
  'amount',
  'lots',
  'divided',
  'deadline',
  'questionsUntil',
  'siteVisit',
  'duration',
  'expectedStart',
  'renewals',
  'variants',
  'grouping',
  'reserved',
  'socialClauses',
  'environmentalClauses',
  'criteria',
  'qualifications',
  'requiredDocuments',
  'minimumTurnover',
  'samples',
  'advance',
  'paymentDelayDays',
  'response',
  'documentsUrl',
  'contact',
]

/** These facts of a consultation for the documents of this buyer. */
export function templateFacts(buyer: TemplateFacts['buyer'], facts: Partial<Facts>): TemplateFacts {
  return {
    buyer,
    facts: Object.fromEntries(
      TAKEN.flatMap((name) => (name in facts ? [[name, facts[name]]] : [])),
    ),
  }
}
