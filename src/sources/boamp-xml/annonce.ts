import type { RecordFacts } from '../../consultations/facts.ts'
import { factsInWords } from '../boamp/facts.ts'
import type { NoticeBody } from '../boamp/notice.ts'
import type { NoticeKind } from '../standing-facts.ts'
import { proseAt, structured, tell } from '../structured-facts.ts'
import { elementAt, elementsAt, holds, type XmlElement } from '../xml-tree.ts'
import { readAward } from './award.ts'
import { readObject } from './object.ts'
import { readStatements } from './statements.ts'
import { readBuyers, readProcedure, readTerms } from './terms.ts'

/**
 * What an ANNONCE of Boamp_v230.xsd says, as XML or out of the API's JSON (there DONNEES alone). Without a kind of
 * its own it is what its elements show; null for a call, which no element shows.
 */
export function readAnnonce(root: XmlElement, told: NoticeKind | null): NoticeBody {
  const data = elementAt(root, 'DONNEES')
  const kind = told ?? kindOf(data)
  const facts: RecordFacts = factsInWords(
    proseAt(data, 'RENSEIGNEMENTS_COMPLEMENTAIRES/RENS_COMPLEMENT'),
  )
  readObject(facts, root, kind === null || kind === 'call' || kind === 'planned')
  tell(facts, 'buyers', readBuyers(root))
  tell(facts, 'procedure', readProcedure(root))
  if (kind === 'award')
    Object.assign(facts, readAward(elementAt(data, 'ATTRIBUTION'), facts.lots?.value ?? []))
  else readTerms(facts, root)
  const motive = proseAt(data, 'ANNULATION/MOTIF')
  return {
    facts,
    kind,
    whole: false,
    statements: elementsAt(data, 'RECTIF').flatMap(readStatements),
    ground: motive === null ? null : structured(motive, motive),
  }
}

function kindOf(data: XmlElement | undefined): NoticeKind | null {
  if (holds(data, 'ANNULATION')) return 'cancellation'
  if (holds(data, 'RECTIF')) return 'correction'
  if (holds(data, 'MODIF')) return 'modification'
  return holds(data, 'ATTRIBUTION') ? 'award' : null
}
