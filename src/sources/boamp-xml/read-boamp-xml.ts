import { changesIn } from '../boamp/changes.ts'
import { isPlausible } from '../boamp/deadlines.ts'
import { told, withoutGaps } from '../boamp/facts.ts'
import type { BoampNotice } from '../boamp/notice.ts'
import { noticeAddress } from '../boamp/links.ts'
import { readPublished } from '../french/dates.ts'
import type { NoticeKind } from '../standing-facts.ts'
import { lineAt, tell } from '../structured-facts.ts'
import {
  elementAt,
  elementsAt,
  readXml,
  wordAt,
  type XmlElement,
  type XmlErrorCode,
} from '../xml-tree.ts'
import { readAnnonce } from './annonce.ts'

/**
 * Why a document is not read. `not-boamp`: another root than ANNONCE. `no-consultation`: a notice of something firms
 * cannot answer and could not have answered (contract changed, direct award announced). `no-identifier`, `no-object`:
 * what no notice lacks. `line` is counted from 1, null where no line is to blame.
 */
export interface BoampXmlRefusal {
  refused: XmlErrorCode | 'not-boamp' | 'no-consultation' | 'no-identifier' | 'no-object'
  line: number | null
}

/**
 * Reads a notice in BOAMP XML 2.3.0: calls, concessions, awards, corrections and cancellations. Deadlines are the
 * figures printed, in Europe/Paris; impossible years are unknown. Amounts in other currencies than the euro are left
 * out. The notice is to be merged with the others of its procedure by mergeBoampXml.
 */
export function readBoampXml(xml: string): BoampNotice | BoampXmlRefusal {
  const document = readXml(xml)
  if (!document.ok) return { refused: document.code, line: document.line }
  const { root } = document
  if (root.name !== 'ANNONCE') return refused('not-boamp')
  const id = numberAt(root, 'GESTION/REFERENCE/IDWEB')
  if (id === null) return refused('no-identifier')
  const kind = kindOf(root)
  if (kind === null) return refused('no-consultation')
  const body = readAnnonce(root, kind)
  const changes = changesIn(kind, body)
  const facts = withoutGaps(told({ ...body.facts, ...changes.facts }, kind))
  const published = readPublished(wordAt(root, 'GESTION/INDEXATION/DATE_PUBLICATION'))
  if (facts.deadline && !isPlausible(facts.deadline.value, published)) {
    delete facts.deadline
    delete facts.deadlineStage
  }
  if (!facts.object) tell(facts, 'object', lineAt(root, 'GESTION/INDEXATION/RESUME_OBJET'))
  const whole = kind === 'planned' || kind === 'call'
  if (whole && !facts.object) return refused('no-object')
  if (whole) tell(facts, 'status', kind === 'call' ? 'active' : 'planned')
  tell(facts, 'boampId', id)
  tell(facts, 'noticeUrl', noticeAddress(id))
  return {
    externalId: id,
    alternateIds: [],
    raw: xml,
    facts,
    publishedAt: published === null ? null : new Date(published),
    kind,
    concerns: whole ? [] : earlierNotices(root).filter((each) => each !== id),
    whole,
    changes,
  }
}

function refused(code: BoampXmlRefusal['refused']): BoampXmlRefusal {
  return { refused: code, line: null }
}

/** The number of a notice, `17-22464`; null for what is none. */
function numberAt(element: XmlElement, path: string): string | null {
  return /^\d\d-\d{1,7}$/.exec(wordAt(element, path))?.[0] ?? null
}

function kindOf(root: XmlElement): NoticeKind | null {
  const type = elementAt(root, 'GESTION/REFERENCE/TYPE_AVIS')
  const status = firstName(elementAt(type, 'STATUT'))
  const nature = elementAt(type, 'NATURE')
  if (status === 'ANNULATION') return 'cancellation'
  if (status === 'RECTIFICATIF' || firstName(nature) === 'RECTIFICATIF') return 'correction'
  if (elementAt(nature, 'PRE-INFORMATION/MISE_EN_CONCURRENCE')) return 'call'
  return KINDS.get(firstName(nature)) ?? null
}

const KINDS = new Map<string, NoticeKind>([
  ['PRE-INFORMATION', 'planned'],
  ['PERIODIQUE', 'planned'],
  ['PROFIL_ACHETEUR', 'planned'],
  ['APPEL_OFFRE', 'call'],
  ['QUALIFICATION', 'call'],
  ['SOUS-TRAITANCE', 'call'],
  ['AUTRE', 'call'],
  ['ATTRIBUTION', 'award'],
])

/** What a box of the notice is ticked with: the name of its first element. */
function firstName(element: XmlElement | undefined): string {
  return element?.children[0]?.name ?? ''
}

/** The notices of the same procedure that this one names; prior information may announce several. */
function earlierNotices(root: XmlElement): string[] {
  const named = EARLIER.flatMap((path) => elementsAt(root, path)).filter(
    (reference) => elementAt(reference, 'TYPE_AVIS/NATURE/PRE-INFORMATION') === undefined,
  )
  return [...new Set(named.flatMap((reference) => numberAt(reference, 'IDWEB') ?? []))]
}

const EARLIER = [
  'GESTION/MARCHE/ANNONCE_ANTERIEUR/REFERENCE',
  'DONNEES/RECTIF/ANNONCE_ANTERIEUR/REFERENCE',
  'DONNEES/ANNULATION/ANNONCE_ANTERIEUR/REFERENCE',
]
