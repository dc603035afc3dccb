import type { RecordFacts } from '../../consultations/facts.ts'
import type { RecordDraft } from '../../consultations/record.ts'
import { readPublished } from '../french/dates.ts'
import { lineAt, proseAt, statusOf, tell } from '../structured-facts.ts'
import {
  elementAt,
  elementsAt,
  readXml,
  wordAt,
  type XmlElement,
  type XmlErrorCode,
} from '../xml-tree.ts'
import { readAward } from './award.ts'
import { type BoampChanges, readCorrections } from './corrections.ts'
import { readObject } from './object.ts'
import { readBuyers, readProcedure, readTerms } from './terms.ts'

/**
 * Why a document is not read. `not-boamp`: another root than ANNONCE. `no-consultation`: a notice of something firms
 * cannot answer and could not have answered (contract changed, direct award announced). `no-identifier`, `no-object`:
 * what no notice lacks.
 */
export type BoampXmlErrorCode =
  XmlErrorCode | 'not-boamp' | 'no-consultation' | 'no-identifier' | 'no-object'

/** A notice among the others of its consultation. */
export interface BoampXmlNotice {
  /** Number of the notice (`17-22464`), as in `boampId`. */
  idweb: string
  kind: 'planning' | 'call' | 'correction' | 'cancellation' | 'result'
  /** Numbers of the earlier notices that this one names, in its order. */
  follows: string[]
  /**
   * Whether the notice tells the whole. The facts of a correction or cancellation are to be laid over those of the
   * call, but for its number and address.
   */
  whole: boolean
  /** The object in short, by the editors of BOAMP; null where they wrote none. */
  summary: string | null
}

export type BoampXmlReading =
  | { ok: true; draft: RecordDraft; notice: BoampXmlNotice; changes?: BoampChanges }
  | { ok: false; code: BoampXmlErrorCode; line: number | null }

/**
 * Reads a notice in BOAMP XML 2.3.0: calls, concessions, awards, corrections and cancellations. Deadlines are the
 * figures printed, in Europe/Paris. Amounts in other currencies than the euro are left out.
 *
 * The draft's identity is the number of the call that the notice follows, its own where it is that call, so that a
 * consultation's notices meet; its second identities are its own number and all that it names.
 */
export function readBoampXml(xml: string): BoampXmlReading {
  const document = readXml(xml)
  if (!document.ok) return document
  const { root } = document
  if (root.name !== 'ANNONCE') return refused('not-boamp')
  const idweb = numberAt(root, 'GESTION/REFERENCE/IDWEB')
  if (idweb === null) return refused('no-identifier')
  const kind = kindOf(root)
  if (kind === null) return refused('no-consultation')
  const earlier = earlierNotices(root)
  const { facts, changes } = readFacts(root, kind, idweb)
  const whole = kind !== 'correction' && kind !== 'cancellation'
  const summary = lineAt(root, 'GESTION/INDEXATION/RESUME_OBJET')
  if (whole && facts.object === undefined) tell(facts, 'object', summary)
  if (whole && facts.object === undefined) return refused('no-object')
  const follows = [...new Set(earlier.map((each) => each.idweb))].filter((each) => each !== idweb)
  const published = readPublished(wordAt(root, 'GESTION/INDEXATION/DATE_PUBLICATION'))
  return {
    ok: true,
    draft: {
      externalId: kind === 'planning' || kind === 'call' ? idweb : (callAmong(earlier) ?? idweb),
      alternateIds: [idweb, ...follows],
      raw: xml,
      facts,
      publishedAt: published === null ? null : new Date(published),
    },
    notice: { idweb, kind, follows, whole, summary },
    ...(changes === undefined ? {} : { changes }),
  }
}

function refused(code: BoampXmlErrorCode): BoampXmlReading {
  return { ok: false, code, line: null }
}

/** The number of a notice, `17-22464`; null for what is none. */
function numberAt(element: XmlElement, path: string): string | null {
  return /^\d\d-\d{1,7}$/.exec(wordAt(element, path))?.[0] ?? null
}

function kindOf(root: XmlElement): BoampXmlNotice['kind'] | null {
  const type = elementAt(root, 'GESTION/REFERENCE/TYPE_AVIS')
  const status = firstName(elementAt(type, 'STATUT'))
  const nature = elementAt(type, 'NATURE')
  if (status === 'ANNULATION') return 'cancellation'
  if (status === 'RECTIFICATIF' || firstName(nature) === 'RECTIFICATIF') return 'correction'
  if (elementAt(nature, 'PRE-INFORMATION/MISE_EN_CONCURRENCE')) return 'call'
  return KINDS.get(firstName(nature)) ?? null
}

const KINDS = new Map<string, BoampXmlNotice['kind']>([
  ['PRE-INFORMATION', 'planning'],
  ['PERIODIQUE', 'planning'],
  ['PROFIL_ACHETEUR', 'planning'],
  ['APPEL_OFFRE', 'call'],
  ['QUALIFICATION', 'call'],
  ['SOUS-TRAITANCE', 'call'],
  ['AUTRE', 'call'],
  ['ATTRIBUTION', 'result'],
])

/** What a box of the notice is ticked with: the name of its first element. */
function firstName(element: XmlElement | undefined): string {
  return element?.children[0]?.name ?? ''
}

interface Earlier {
  idweb: string
  isCall: boolean
  isInitial: boolean
}

function earlierNotices(root: XmlElement): Earlier[] {
  return EARLIER.flatMap((path) => elementsAt(root, path)).flatMap((reference) => {
    const idweb = numberAt(reference, 'IDWEB')
    if (idweb === null) return []
    return {
      idweb,
      isCall: elementAt(reference, 'TYPE_AVIS/NATURE/APPEL_OFFRE') !== undefined,
      isInitial: elementAt(reference, 'TYPE_AVIS/STATUT/INITIAL') !== undefined,
    }
  })
}

const EARLIER = [
  'GESTION/MARCHE/ANNONCE_ANTERIEUR/REFERENCE',
  'DONNEES/RECTIF/ANNONCE_ANTERIEUR/REFERENCE',
  'DONNEES/ANNULATION/ANNONCE_ANTERIEUR/REFERENCE',
]

function callAmong(earlier: Earlier[]): string | undefined {
  const call =
    earlier.find(({ isCall, isInitial }) => isCall && isInitial) ??
    earlier.find(({ isCall }) => isCall) ??
    earlier[0]
  return call?.idweb
}

function readFacts(
  root: XmlElement,
  kind: BoampXmlNotice['kind'],
  idweb: string,
): { facts: RecordFacts; changes?: BoampChanges } {
  const facts: RecordFacts = {}
  const awarded = kind === 'result' ? readAward(elementAt(root, 'DONNEES/ATTRIBUTION')) : null
  readObject(facts, root, kind === 'call' || kind === 'planning', awarded)
  tell(facts, 'buyers', readBuyers(root))
  tell(facts, 'procedure', readProcedure(root))
  if (kind !== 'result') readTerms(facts, root)
  tell(facts, 'boampId', idweb)
  tell(facts, 'noticeUrl', `https://www.boamp.fr/pages/avis/?q=idweb:${idweb}`)
  switch (kind) {
    case 'planning':
      tell(facts, 'status', 'planned')
      return { facts }
    case 'call':
      tell(facts, 'status', 'active')
      return { facts }
    case 'cancellation':
      tell(facts, 'status', 'withdrawn')
      tell(facts, 'statusReason', proseAt(root, 'DONNEES/ANNULATION/MOTIF'))
      return { facts }
    case 'correction':
      return { facts, changes: readCorrections(facts, elementsAt(root, 'DONNEES/RECTIF')) }
    case 'result':
      tell(facts, 'status', statusOf(awarded?.outcomes ?? []))
      return { facts }
  }
}
