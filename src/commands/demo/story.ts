import type {
  Amount,
  BuyerName,
  Contact,
  Facts,
  LotFacts,
  LotOutcome,
  Moment,
  Place,
  Reading,
  RecordFacts,
} from '../../consultations/facts.ts'
import type { RecordDraft } from '../../consultations/records/draft.ts'
import { DEMO_SOURCES, type DemoSource, type DemoSourceKey } from './sources.ts'

/** What one source told of one consultation, from its first publication on; each telling adds to the one before. */
export interface Story {
  source: DemoSourceKey
  /** Identity within the source; on a buyer's profile also the buyer's reference. */
  id: string
  told: [Telling, ...Telling[]]
}

export interface Telling {
  at: Moment
  facts: Partial<Facts>
}

/** One draft to record, and when its source published it. */
export interface Step {
  source: DemoSourceKey
  at: Date
  draft: RecordDraft
}

/** Everything that was told, in the order of time. */
export function stepsOf(stories: Story[]): Step[] {
  return stories
    .flatMap(stepsOfStory)
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
}

function stepsOfStory({ source, id, told }: Story): Step[] {
  let facts: Partial<Facts> = DEMO_SOURCES[source].says(id)
  return told.map((telling) => {
    facts = { ...facts, ...telling.facts }
    const at = new Date(telling.at.instant)
    const draft = {
      externalId: id,
      alternateIds: [],
      raw: rawText(facts),
      facts: readings(facts, DEMO_SOURCES[source]),
      publishedAt: at,
    }
    return { source, at, draft }
  })
}

function rawText({ object, description, deadline }: Partial<Facts>): string {
  return ['Consultation de démonstration', object, description, deadline && deadlineWords(deadline)]
    .filter(Boolean)
    .join('\n')
}

/** « Date limite de remise des offres : 14/03/2022 à 16h00 », as platforms write it. */
function deadlineWords({ wall }: Moment): string {
  const [day = '', hour = ''] = wall.split('T')
  const written = day.split('-').toReversed().join('/')
  return `Date limite de remise des offres : ${written} à ${hour.replace(':', 'h')}`
}

function readings(facts: Partial<Facts>, { basis }: DemoSource): RecordFacts {
  const read: Record<string, Reading<unknown>> = {}
  for (const [name, value] of Object.entries(facts)) read[name] = { value, words: null, basis }
  // Buyers' profiles write the deadline in a sentence.
  if (facts.deadline && basis === 'structured')
    read['deadline'] = {
      value: facts.deadline,
      words: deadlineWords(facts.deadline),
      basis: 'extracted',
    }
  return read as RecordFacts
}

/** One buyer alone, under the name that the source gives it. */
export function boughtBy(name: string): BuyerName[] {
  return [{ name, siret: null, coordinator: false }]
}

export function commune(code: string, name: string): Place {
  return { kind: 'commune', name, code }
}

export function intercommunality(code: string, name: string): Place {
  return { kind: 'epci', name, code }
}

export const WHOLE_AUDE: Place = { kind: 'departement', name: 'Aude', code: '11' }

/** Euros excluding VAT. */
export function between(min: number, max: number): Amount {
  return { min, max }
}

/** Ceiling of a framework, in euros excluding VAT. */
export function atMost(max: number): Amount {
  return { min: null, max, maximum: true }
}

export function contact(name: string): Contact {
  return { name, phone: '04 00 00 00 00', email: 'marches@example.org' }
}

/** Criteria of award with their weights per cent: the price, and the technical value for the rest. */
export function priceAndQuality(price: number): Facts['criteria'] {
  return [
    { name: 'Prix', weight: price },
    { name: 'Valeur technique', weight: 100 - price },
  ]
}

/** Lots numbered from 1, from their titles and what else is known of each. */
export function numbered(...lots: Omit<LotFacts, 'number'>[]): LotFacts[] {
  return lots.map((lot, position) => ({ ...lot, number: String(position + 1) }))
}

/** The same lots with what became of each, in their order; those past the end keep waiting. */
export function withOutcomes(lots: LotFacts[], ...outcomes: LotOutcome[]): LotFacts[] {
  return lots.map((lot, position) => {
    const outcome = outcomes[position]
    return outcome ? { ...lot, outcome } : lot
  })
}

/** A contract won by an invented firm: amount in euros excluding VAT, day of notification. */
export function won(
  firm: string,
  where: string,
  amount: number,
  bids: number,
  notifiedOn: string,
): LotOutcome {
  return {
    kind: 'awarded',
    winners: [{ name: firm, siret: null, commune: where }],
    amount,
    bids,
    irregularBids: null,
    notifiedOn,
    ground: null,
  }
}

/** A lot or contract that nobody won, and the ground given. */
export function nobody(
  kind: 'unsuccessful' | 'abandoned',
  ground: string,
  bids: number | null = null,
): LotOutcome {
  return { kind, winners: [], amount: null, bids, irregularBids: null, notifiedOn: null, ground }
}
