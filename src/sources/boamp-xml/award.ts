import type { LotFacts, LotOutcome, Winner } from '../../consultations/facts.ts'
import { readDate } from '../french/dates.ts'
import { eurosIn, lineAt, numberIn, proseAt, siretIn, townIn } from '../structured-facts.ts'
import { elementAt, elementsAt, holds, wordAt, type XmlElement } from '../xml-tree.ts'

/** What an award notice tells: of the whole, or lot by lot. */
export interface Award {
  whole: LotOutcome | null
  lots: LotFacts[]
  /** All of them. */
  outcomes: LotOutcome[]
}

/**
 * Reads ATTRIBUTION: each decision with its winners, or without a winner why. A decision ticked as awarded that names
 * nobody in a procedure declared « sans suite » or « infructueuse » as a whole is that.
 */
export function readAward(attribution: XmlElement | undefined): Award {
  const decisions = elementsAt(attribution, 'DECISION').flatMap((decision) => {
    const outcome = outcomeOf(decision, attribution)
    return outcome === null ? [] : [{ decision, outcome }]
  })
  const [first, ...others] = decisions
  if (first === undefined) {
    const kind = kindOfAll(attribution)
    const whole = kind === null ? null : { ...UNKNOWN, kind }
    return { whole, lots: [], outcomes: whole === null ? [] : [whole] }
  }
  if (others.length === 0 && numberOf(first.decision) === null) {
    const total = eurosIn(elementAt(attribution, 'VALEUR_TOTALE'), 'DEVISE')
    const isAwarded = first.outcome.kind === 'awarded'
    const whole = isAwarded
      ? { ...first.outcome, amount: first.outcome.amount ?? total }
      : first.outcome
    return { whole, lots: [], outcomes: [whole] }
  }
  const lots = decisions.map(({ decision, outcome }, position): LotFacts => {
    const number = numberOf(decision) ?? String(position + 1)
    const title = lineAt(decision, 'INTITULE')
    if (title === null)
      return { number, title: lineAt(decision, 'DESCRIPTION') ?? `Lot ${number}`, outcome }
    return { number, title, description: proseAt(decision, 'DESCRIPTION') ?? undefined, outcome }
  })
  return { whole: null, lots, outcomes: decisions.map(({ outcome }) => outcome) }
}

const UNKNOWN = {
  winners: [],
  amount: null,
  bids: null,
  irregularBids: null,
  notifiedOn: null,
  ground: null,
}

/** The number of a lot; that of a contract (`2016-52`), which some type in its place, is none. */
function numberOf(decision: XmlElement): string | null {
  return (
    /^(?:lots?\s*(?:n\s*[°o.]\s*)?)?0*(\d{1,3}[a-z]?)$/i.exec(wordAt(decision, 'NUM_LOT'))?.[1] ??
    null
  )
}

function kindOfAll(attribution: XmlElement | undefined): 'abandoned' | 'unsuccessful' | null {
  if (holds(attribution, 'SANS_SUITE')) return 'abandoned'
  return holds(attribution, 'TOTALEMENT_INFRUCTUEUX') ? 'unsuccessful' : null
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
