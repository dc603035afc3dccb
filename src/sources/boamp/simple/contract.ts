import type { Criterion, Facts, LotFacts } from '../../../consultations/facts.ts'
import { readCriteria } from '../../french/criteria.ts'
import { Passage } from '../../french/passage.ts'
import { numberIn } from '../../structured-facts.ts'
import { cpvIn, type Gathered, placeOf } from '../facts.ts'
import { plainLotNumber } from '../outcomes.ts'
import { branch, branches, firstSaid, holds, keysOf, line, type Node, prose } from '../tree.ts'

/** What is bought, where and how it is chosen; null and empty ones are unknown. */
export function contractOf(part: Node, root: string): Partial<Gathered> {
  const nature = branch(part, 'natureMarche')
  const description = branch(part, 'description')
  const lots = firstSaid(...lotLists(part).map((list) => (list.length > 0 ? list : null))) ?? []
  const place = firstSaid(
    branch(description, 'lieuExecutionLivraison') ?? null,
    branch(description, 'lieuExecution') ?? null,
    branch(nature, 'lieuExecution') ?? null,
  )
  const months = numberIn(
    firstSaid(line(nature, 'dureeMois'), line(part, 'duree', 'nbMois'), line(nature, 'nbMois')),
  )
  return {
    object: firstSaid(
      line(nature, 'intitule'),
      line(description, 'objet'),
      line(nature, 'description'),
    ),
    description: firstSaid(
      prose(nature, 'description'),
      prose(part, 'caracteristiques', 'principales'),
      prose(description, 'objet'),
    ),
    reference: firstSaid(
      line(part, 'communication', 'identifiantInterne'),
      line(part, 'renseignements', 'idMarche'),
    ),
    category: categoryOf(
      keysOf(branch(nature, 'typeMarche')).concat(keysOf(branch(part, 'natureMarche', 'type'))),
    ),
    cpv: cpvUnder(nature).concat(lots.flatMap(cpvUnder)),
    place: firstSaid(placeOf(line(place, 'cp'), line(place, 'ville')), placeOf(line(place))),
    amount: amountOf(branch(nature, 'valeurEstimee')),
    lots: lots.map(lotOf),
    duration: months === null ? null : `${months} mois`,
    criteria: criteriaOf(part),
    procedure: procedureOf(root, branch(part, 'procedure')),
    variants: variantsOf(branch(part, 'procedure')),
  }
}

function lotLists(part: Node): Node[][] {
  return [
    branches(part, 'lots', 'lot'),
    branches(part, 'natureMarche', 'lotsMarche', 'lot'),
    branches(part, 'description', 'lots', 'lot'),
  ]
}

/** Lots are told in one text, mostly « 3 : Menuiseries »; a number of its own stands beside it at times. */
function lotOf(lot: Node, index: number): LotFacts {
  const words = firstSaid(line(lot, 'intitule'), line(lot, 'description')) ?? ''
  const [, written = null, rest = words] =
    /^(?:lots?\s*(?:n[°o]\s*)?)?(\d{1,3}[a-z]?)\s*[:.)–-]\s*(\S.*)$/i.exec(words) ?? []
  const cpv = cpvUnder(lot)
  const amount = amountOf(branch(lot, 'estimationValeur')) ?? amountOf(branch(lot, 'valeurEstimee'))
  const place = placeOf(firstSaid(line(lot, 'lieuExecution'), line(lot, 'lieuExecutionLivraison')))
  return {
    number: plainLotNumber(line(lot, 'numLot')) ?? plainLotNumber(written) ?? String(index + 1),
    title: rest,
    ...(cpv.length > 0 ? { cpv } : {}),
    ...(amount ? { amount } : {}),
    ...(place === null ? {} : { place }),
  }
}

/** A code is the text of `classPrincipale`, or at times the name of an empty element. */
function cpvUnder(node: Node): string[] {
  return branches(node, 'codeCPV').flatMap((code) =>
    ['objetPrincipal', 'objetSecondaire', 'objetSupplementaire'].flatMap((kind) =>
      branches(code, kind).flatMap((each) => {
        const told = branches(each, 'classPrincipale').flatMap((text) => cpvIn(line(text)))
        return told.length > 0 ? told : keysOf(each).flatMap(cpvIn)
      }),
    ),
  )
}

function categoryOf(kinds: string[]): Gathered['category'] {
  const [kind = '', another] = kinds
  if (another !== undefined) return null
  if (/travaux/i.test(kind)) return 'works'
  if (/fourniture/i.test(kind)) return 'supplies'
  return /service/i.test(kind) ? 'services' : null
}

/** A procedure is a ticked box: `procedureAdapteeO`, `procedureAdaptee`, `typeProcedure: {ouvert: ""}`. */
function procedureOf(root: string, procedure: Node): Facts['procedure'] | null {
  if (root === 'DSP') return 'concession'
  const ticked = [...keysOf(procedure), ...keysOf(branch(procedure, 'typeProcedure'))].join(' ')
  if (root === 'MAPA' || /adaptee/i.test(ticked)) return 'adapted'
  if (/dialogue/i.test(ticked)) return 'competitive-dialogue'
  if (/negoci/i.test(ticked)) return 'negotiated'
  if (/restreint/i.test(ticked)) return 'restricted'
  return /ouvert/i.test(ticked) ? 'open' : null
}

function amountOf(value: Node): Gathered['amount'] {
  const currency = firstSaid(line(value, '@devise'), line(value, 'valeur', '@devise'))
  if (currency !== null && currency !== 'EUR') return null
  const exact = numberIn(firstSaid(line(value, 'valeur'), line(value)))
  if (exact !== null) return exact > 1 ? { min: exact, max: exact } : null
  const min = numberIn(line(value, 'fourchette', 'valeurBasse'))
  const max = numberIn(line(value, 'fourchette', 'valeurHaute'))
  if (max === null || max <= 1 || (min !== null && min > max)) return null
  return { min: min === 0 ? null : min, max }
}

function criteriaOf(part: Node): Criterion[] {
  const weighted = branches(part, 'criteres', 'criterePondere').flatMap((node) => {
    const name = line(node, 'critere')
    return name === null ? [] : [{ name, weight: numberIn(line(node, 'criterePCT')) }]
  })
  if (weighted.length > 0) return weighted
  const words = firstSaid(prose(part, 'procedure', 'criteresAttrib'), prose(part, 'criteres'))
  return words === null ? [] : (readCriteria(Passage.of(words))?.value ?? [])
}

function variantsOf(procedure: Node): Facts['variants'] | null {
  const variants = branch(procedure, 'variantes')
  if (holds(variants, 'oui')) return 'allowed'
  return holds(variants, 'non') ? 'refused' : null
}
