import type { Criterion } from '../../consultations/facts.ts'
import { PRICE } from '../french/clauses.ts'
import { inPercent, lineIn, numberIn } from '../structured-facts.ts'
import { elementAt, elementsAt, holds, type XmlElement } from '../xml-tree.ts'

/**
 * Award criteria in order with weights in per cent; coefficients are counted as parts of their total. None where the
 * notice points to the file (CRITERES_CCTP). CRITERES_PRIX is the price, alone or beside others.
 */
export function readCriteria(element: XmlElement | undefined): Criterion[] {
  if (element === undefined || holds(element, 'CRITERES_CCTP')) return []
  const named = LISTS.flatMap((list) => elementsAt(element, `${list}/CRITERE`)).flatMap(
    (criterion) => {
      const name = lineIn(criterion)
      return name === null ? [] : [weighted(name, criterion.attributes.get('POIDS') ?? '')]
    },
  )
  const price = elementAt(element, 'CRITERES_PRIX')
  const all = price ? [...named, weighted(PRICE, elementAt(price, 'POIDS')?.text ?? '')] : named
  const total = all.reduce((sum, { weight }) => sum + (weight ?? 0), 0)
  if (total > 100.5) return all.map(({ name }) => ({ name, weight: null }))
  return total < 99.5 ? inPercent(all) : all
}

const LISTS = ['CRITERES_PRIORITES', 'CRITERES_PONDERES', 'CRITERES_QUALITE', 'CRITERES_COUT']

function weighted(name: string, weight: string): Criterion {
  return { name, weight: numberIn(weight.replace(/\s*(?:%|\/\s*100|points?)\s*$/i, '')) }
}
