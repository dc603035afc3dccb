import type { Criterion } from '../../consultations/facts.ts'
import { inPercent, numberIn } from '../structured-facts.ts'
import { elementsAt, wordAt, type XmlElement } from '../xml-tree.ts'
import { CRITERION_TYPES } from './codes-fr.ts'
import { lineOf } from './language.ts'

/**
 * The award criteria of a lot (BT-539 to BT-543, BT-734) in order, weights in per cent; points and fractions are
 * counted as parts of their total, an order of importance gives none.
 */
export function readCriteria(terms: XmlElement | undefined): Criterion[] {
  const read = elementsAt(
    terms,
    'AwardingTerms/AwardingCriterion/SubordinateAwardingCriterion',
  ).flatMap((criterion) => {
    const name =
      lineOf(criterion, 'Name') ??
      lineOf(criterion, 'Description') ??
      CRITERION_TYPES.get(wordAt(criterion, 'AwardingCriterionTypeCode'))
    return name === undefined ? [] : [{ name, ...weightOf(criterion) }]
  })
  const criteria = read.map(({ name, weight }) => ({ name, weight }))
  return read.some(({ unit }) => unit === 'percent') ? criteria : inPercent(criteria)
}

function weightOf(criterion: XmlElement): {
  weight: number | null
  unit: 'percent' | 'parts' | null
} {
  for (const parameter of elementsAt(criterion, PARAMETER)) {
    const code = elementsAt(parameter, 'ParameterCode').find(
      ({ attributes }) => attributes.get('listName') === 'number-weight',
    )
    const unit = UNITS.get(code?.text.trim().slice(0, 3) ?? '')
    const weight = numberIn(wordAt(parameter, 'ParameterNumeric'))
    if (unit !== undefined && weight !== null) return { weight, unit }
  }
  return { weight: null, unit: null }
}

const PARAMETER =
  'UBLExtensions/UBLExtension/ExtensionContent/EformsExtension/AwardCriterionParameter'

/** How the codes of the list begin: `per-exa`, `per-mid`, `dec-exa`, `poi-exa`… */
const UNITS = new Map<string, 'percent' | 'parts'>([
  ['per', 'percent'],
  ['dec', 'parts'],
  ['poi', 'parts'],
])
