import type { Place } from '../../consultations/facts.ts'
import { departementOfNuts } from '../nuts.ts'
import { lineAt, placeOf } from '../structured-facts.ts'
import { elementsAt, wordAt, type XmlElement } from '../xml-tree.ts'

/**
 * Where a procurement project is done (BG-708): the towns as written, else the département of the NUTS code; unknown
 * where only a country or « anywhere » is said.
 */
export function readPlace(project: XmlElement | undefined): Place | undefined {
  return placeOf(
    elementsAt(project, 'RealizedLocation/Address').flatMap((address) => {
      const town = lineAt(address, 'CityName')
      if (town === null) return departementOfNuts(wordAt(address, 'CountrySubentityCode')) ?? []
      const postcode = /^\d{5}$/.exec(wordAt(address, 'PostalZone'))?.[0]
      const name = postcode === undefined ? town : `${postcode} ${town}`
      return [{ kind: 'unrecognised' as const, name, code: null }]
    }),
  )
}
