import type { LotFacts, LotOutcome, RecordFacts, Winner } from '../../consultations/facts.ts'
import { awardFacts, plainLotNumber } from '../boamp/outcomes.ts'
import { readDate } from '../french/dates.ts'
import { eurosIn, lineAt, numberIn, siretIn, townIn } from '../structured-facts.ts'
import { elementAt, elementsAt, holds, wordAt, type XmlElement } from '../xml-tree.ts'

/**
 * Reads ATTRIBUTION: each decision with its winners, or without a winner why; `listed` are the lots that the notice
 * lists. A decision ticked as awarded that names nobody in a procedure declared « sans suite » or « infructueuse » as
 * a whole is that. Several decisions without a lot's number are those of the lots in their order.
 */
export function readAward(attribution: XmlElement | undefined, listed: LotFacts[]): RecordFacts {
  const decisions = elementsAt(attribution, 'DECISION').flatMap((decision) => {
    const outcome = outcomeOf(decision, attribution)
    const lot = plainLotNumber(wordAt(decision, 'NUM_LOT'))
    const title = lineAt(decision, 'INTITULE') ?? lineAt(decision, 'DESCRIPTION')
    return outcome === null ? [] : [{ lot, title, outcome }]
  })
  const [first, ...others] = decisions
  if (first === undefined) {
    const kind = kindOfAll(attribution)
    return awardFacts(
      kind === null ? [] : [{ lot: null, title: null, outcome: { ...UNKNOWN, kind } }],
    )
  }
  if (others.length === 0 && first.lot === null) {
    const total = eurosIn(elementAt(attribution, 'VALEUR_TOTALE'), 'DEVISE')
    const amount = first.outcome.kind === 'awarded' ? (first.outcome.amount ?? total) : null
    return awardFacts([{ ...first, outcome: { ...first.outcome, amount } }])
  }
  return awardFacts(
    decisions.map(({ lot, title, outcome }, position) => {
      const number = lot ?? String(position + 1)
      return { lot: number, title: title ?? `Lot ${number}`, outcome }
    }),
    listed,
  )
}

const UNKNOWN = {
  winners: [],
  amount: null,
  bids: null,
  irregularBids: null,
  notifiedOn: null,
  ground: null,
}

function kindOfAll(attribution: XmlElement | undefined): 'abandoned' | 'unsuccessful' | null {
  if (holds(attribution, 'SANS_SUITE')) return 'abandoned'
  return holds(attribution, 'TOTALEMENT_INFRUCTUEUX', 'INFRUCTUEUX') ? 'unsuccessful' : null
}

function outcomeOf(decision: XmlElement, attribution: XmlElement | undefined): LotOutcome | null {
  const details = elementsAt(decision, 'RENSEIGNEMENT')
  const winners = elementsAt(decision, 'TITULAIRE').flatMap(winnerOf)
  const kind = kindOf(decision, winners.length > 0, attribution)
  if (kind === null) return null
  const amounts = new Set(
    details.flatMap((each) => eurosIn(elementAt(each, 'MONTANT'), 'DEVISE') ?? []),
  )
  const [amount] = amounts
  const bids = details.map((each) => numberIn(wordAt(each, 'NB_OFFRE_RECU')))
  const days = [
    ...details.map((each) => wordAt(each, 'DATE_ATTRIBUTION')),
    wordAt(attribution, 'DATE_DECISION'),
  ]
  return {
    kind,
    winners: winners
      .toSorted((one, other) => Number(other.leads) - Number(one.leads))
      .map((each) => each.winner),
    amount: kind === 'awarded' && amounts.size === 1 ? (amount ?? null) : null,
    bids: bids.find((count) => count !== null) ?? null,
    irregularBids: null,
    notifiedOn:
      kind === 'awarded' ? (days.map(readDate).find((day) => day !== null) ?? null) : null,
    ground: null,
  }
}

function kindOf(
  decision: XmlElement,
  hasWinner: boolean,
  attribution: XmlElement | undefined,
): LotOutcome['kind'] | null {
  if (holds(decision, 'INFRUCTUEUX')) return 'unsuccessful'
  if (holds(decision, 'SANS_SUITE')) return 'abandoned'
  if (hasWinner) return 'awarded'
  return kindOfAll(attribution) ?? (holds(decision, 'ATTRIBUE') ? 'awarded' : null)
}

/** The part a firm has in a group is typed behind its name: « CONCRETE WAVES(Mandataire) ». */
function winnerOf(titulaire: XmlElement): { winner: Winner; leads: boolean }[] {
  const written = lineAt(titulaire, 'DENOMINATION')
  if (written === null) return []
  const [, name = written, part = ''] = PART.exec(written) ?? []
  const winner: Winner = {
    name,
    siret: siretIn(wordAt(titulaire, 'CODE_IDENT_NATIONAL')),
    commune: townIn(lineAt(titulaire, 'VILLE')),
  }
  return [{ winner, leads: /^mandataire/i.test(part) }]
}

const PART = /^(.+?)\s*[([-]\s*(mandataire[^)\]]*|co-?traitante?[^)\]]*)[)\]]?$/i
