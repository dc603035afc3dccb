import type {
  Amount,
  Category,
  Criterion,
  LotFacts,
  Place,
  RecordFacts,
} from '../../consultations/facts.ts'
import { plainLotNumber } from '../boamp/outcomes.ts'
import { readDate } from '../french/dates.ts'
import { NO_RENEWAL, withOptions } from '../french/clauses.ts'
import { durationText, spanText } from '../french/durations.ts'
import { departementOfNumber, departementOfNuts } from '../nuts.ts'
import {
  agreed,
  cpvIn,
  eurosIn,
  lineAt,
  lineIn,
  nameAt,
  numberIn,
  placeOf,
  proseAt,
  tell,
} from '../structured-facts.ts'
import { elementAt, elementsAt, holds, wordAt, type XmlElement } from '../xml-tree.ts'
import { readCriteria } from './criteria.ts'

/**
 * Reads OBJET: what is bought and where, the lots with their own terms. A notice that is not divided has one LOT all
 * the same, which stands for the whole. Notices may have several OBJET, each with lots: the first names the
 * consultation. `complete`: whether the notice lists all lots (a call does).
 */
export function readObject(facts: RecordFacts, root: XmlElement, complete: boolean): void {
  const objects = elementsAt(root, 'DONNEES/OBJET')
  const [main] = objects
  const title = lineAt(main, 'TITRE_MARCHE')
  const whole = proseAt(main, 'OBJET_COMPLET')
  tell(facts, 'object', title ?? lineAt(main, 'OBJET_COMPLET'))
  const lots = LOTS.flatMap((path) => objects.flatMap((object) => elementsAt(object, path)))
  const [only] = lots
  const divided = holds(elementAt(main, 'DIV_EN_LOTS'), 'OUI') || lots.length > 1
  const single = divided ? undefined : only
  tell(facts, 'description', description(title === null ? null : whole, single))
  tell(facts, 'reference', referenceOf(root, main))
  tell(facts, 'category', categoryOf(main))
  const codes = objects.flatMap((object) => elementsAt(object, 'CPV'))
  tell(facts, 'cpv', cpvOf(codes.concat(elementsAt(single, 'CPV'))))
  tell(
    facts,
    'amount',
    amountOf(elementAt(main, 'CARACTERISTIQUES')) ??
      amountOf(elementAt(main, 'ACCORD_CADRE')) ??
      amountOf(single),
  )
  tell(facts, 'place', placeOfNotice(root, objects, lots))
  if (complete) tell(facts, 'divided', dividedOf(main, divided))
  if (complete && lots.length > 1) tell(facts, 'lotCount', lots.length)
  tell(facts, 'lots', divided ? lots.map(readLot) : [])
  tellTerms(facts, root, main, lots)
}

const LOTS = ['LOTS/LOT', 'DIV_EN_LOTS/OUI/LOT']

function description(text: string | null, single: XmlElement | undefined): string | null {
  const parts = [text, proseAt(single, 'DESCRIPTION'), proseAt(single, 'INFO_COMPL')]
  return [...new Set(parts)].filter((part) => part !== null).join('\n\n') || null
}

function referenceOf(root: XmlElement, object: XmlElement | undefined): string | null {
  return (
    nameAt(object, 'REF_MARCHE') ??
    nameAt(root, 'DONNEES/CONDITION_ADMINISTRATIVE/REFERENCE_MARCHE')
  )
}

function categoryOf(object: XmlElement | undefined): Category | undefined {
  const name = elementAt(object, 'TYPE_MARCHE')?.children[0]?.name ?? ''
  return CATEGORIES.find(([start]) => name.startsWith(start))?.[1]
}

const CATEGORIES: [string, Category][] = [
  ['TRAVAUX', 'works'],
  ['FOURNITURE', 'supplies'],
  ['SERVICE', 'services'],
]

function cpvOf(elements: XmlElement[]): string[] {
  return cpvIn(elements.flatMap(({ children }) => children.map(({ text }) => text)))
}

function amountOf(element: XmlElement | undefined): Amount | undefined {
  // 0 and 1 stand for an amount that nobody wanted to tell.
  const euros = (name: string) => {
    const value = eurosIn(elementAt(element, name), 'DEVISE')
    return value !== null && value > 1 ? value : null
  }
  const [min, max] = [euros('VALEUR_MIN'), euros('VALEUR_MAX')]
  const estimate = euros('VALEUR_TOTALE') ?? euros('VALEUR')
  if (max !== null) return { min, max, maximum: true }
  if (estimate !== null) return { min: estimate, max: estimate }
  return min === null ? undefined : { min, max: null }
}

function dividedOf(object: XmlElement | undefined, divided: boolean): boolean | undefined {
  return divided || holds(elementAt(object, 'DIV_EN_LOTS'), 'NON') ? divided : undefined
}

function placeOfNotice(
  root: XmlElement,
  objects: XmlElement[],
  lots: XmlElement[],
): Place | undefined {
  const stated = objects
    .flatMap((object) => elementsAt(object, 'LIEU_EXEC_LIVR'))
    .flatMap(statedPlace)
  const ofLots = lots.flatMap((lot) => placeOfLot(lot) ?? [])
  const number = wordAt(root, 'GESTION/INDEXATION/DEP_PRESTATION')
  return placeOf(stated) ?? placeOf(ofLots) ?? departementOfNumber(number) ?? undefined
}

function statedPlace(place: XmlElement): Place[] {
  const town = lineAt(place, 'VILLE')
  const postcode = /^\d{5}$/.exec(wordAt(place, 'CP'))?.[0]
  const name = town === null ? lineAt(place, 'ADRESSE') : [postcode, town].filter(Boolean).join(' ')
  if (name !== null) return [{ kind: 'unrecognised', name, code: null }]
  return elementsAt(place, 'CODE_NUTS').flatMap(({ text }) => departementOfNuts(text) ?? [])
}

/**
 * A lot's place: the postcode and town that its words end with, short words whole, else the département of its code
 * with the words.
 */
function placeOfLot(lot: XmlElement): Place | undefined {
  const words = lineAt(lot, 'LIEU_PRINCIPAL')
  const coded = placeOf(
    elementsAt(lot, 'CODE_NUTS').flatMap(({ text }) => departementOfNuts(text) ?? []),
  )
  if (words === null) return coded
  const town = /(?<!\d)\d{5} [\p{L}' -]{2,60}$/u.exec(words)?.[0]
  if (town === undefined && words.length > 60 && coded !== undefined)
    return { ...coded, name: words }
  return { kind: 'unrecognised', name: town ?? words, code: null }
}

function readLot(lot: XmlElement, position: number): LotFacts {
  const number = plainLotNumber(wordAt(lot, 'NUM')) ?? String(position + 1)
  const codes = cpvOf(elementsAt(lot, 'CPV'))
  const texts = [proseAt(lot, 'DESCRIPTION'), proseAt(lot, 'INFO_COMPL')]
  return {
    number,
    title: lineAt(lot, 'INTITULE') ?? lineAt(lot, 'DESCRIPTION') ?? `Lot ${number}`,
    description: texts.filter((text) => text !== null).join('\n\n') || undefined,
    cpv: codes.length > 0 ? codes : undefined,
    place: placeOfLot(lot),
    amount: amountOf(lot),
  }
}

function tellTerms(
  facts: RecordFacts,
  root: XmlElement,
  main: XmlElement | undefined,
  lots: XmlElement[],
): void {
  const said = elementAt(main, 'DUREE_DELAI')
  tell(facts, 'duration', durationOf(said) ?? agreed(lots.map(durationOf)))
  tell(facts, 'expectedStart', startOf(said) ?? agreed(lots.map(startOf)))
  tell(facts, 'renewals', agreed(lots.map(renewalsOf)) ?? renewalsOfObject(main))
  tell(
    facts,
    'variants',
    variantsOf(main) ??
      variantsOf(elementAt(root, 'DONNEES/PROCEDURE')) ??
      agreed(lots.map(variantsOf)),
  )
  tell(facts, 'criteria', criteriaOf(root, lots))
}

/** Criteria are the lots'; what stands in PROCEDURE counts only where no lot has any. */
function criteriaOf(root: XmlElement, lots: XmlElement[]): Criterion[] | undefined {
  const own = lots.map((lot) => elementAt(lot, 'CRITERES_ATTRIBUTION'))
  if (own.some((element) => element !== undefined)) return agreed(own.map(readCriteria))
  return readCriteria(elementAt(root, 'DONNEES/PROCEDURE/CRITERES_ATTRIBUTION'))
}

function durationOf(element: XmlElement | undefined): string | null {
  const months = durationText(numberIn(wordAt(element, 'DUREE_MOIS')), 'month')
  const days = durationText(numberIn(wordAt(element, 'DUREE_JOURS')), 'day')
  const [first, last] = [startOf(element), readDate(wordAt(element, 'DATE_FIN'))]
  return months ?? days ?? (first === null || last === null ? null : spanText(first, last))
}

function startOf(element: XmlElement | undefined): string | null {
  return readDate(wordAt(element, 'DATE_DEBUT')) ?? readDate(wordAt(element, 'DATE_EXECUTION'))
}

function renewalsOf(lot: XmlElement): string | null {
  const renewals = holds(lot, 'RENOUVELLEMENT_NON')
    ? NO_RENEWAL
    : proseAt(lot, 'RENOUVELLEMENT_DESCRIPTION')
  return withOptions(renewals, proseAt(lot, 'OPTIONS_DESCRIPTION'))
}

function renewalsOfObject(object: XmlElement | undefined): string | null {
  const renewals = elementAt(object, 'CARACTERISTIQUES/RECONDUCTIONS')
  return holds(renewals, 'NON') ? NO_RENEWAL : lineIn(elementAt(renewals, 'CALENDRIER'))
}

function variantsOf(element: XmlElement | undefined): 'allowed' | 'refused' | undefined {
  if (holds(element, 'VARIANTES_OUI')) return 'allowed'
  return holds(element, 'VARIANTES_NON') ? 'refused' : undefined
}
