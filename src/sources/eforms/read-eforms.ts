import type { RecordFacts } from '../../consultations/facts.ts'
import type { RecordDraft } from '../../consultations/records/draft.ts'
import { cancellationFacts } from '../boamp/cancellation.ts'
import { nameAt, structured, tell } from '../structured-facts.ts'
import {
  elementAt,
  elementsAt,
  readXml,
  wordAt,
  type XmlElement,
  type XmlErrorCode,
} from '../xml-tree.ts'
import { type EformsChanges, noticeReference, readChanges } from './changes.ts'
import { type EformsKind, officialNumber, readFacts, subtypeOf } from './facts.ts'
import { publishedAt, sentAt } from './moments.ts'

/**
 * Why a document is not read. `not-eforms`: another root than a prior information, contract or award notice of UBL
 * 2.3. `no-consultation`: a notice of something firms cannot answer and could not have answered (contract changed or
 * completed, direct award announced, company registered). `no-identifier`, `no-object`: what no notice lacks.
 */
export type EformsErrorCode =
  XmlErrorCode | 'not-eforms' | 'no-consultation' | 'no-identifier' | 'no-object'

/** A notice among the others of its procedure. */
export interface EformsNotice {
  /** Identifier (BT-701) and version (BT-757): a higher version of one identifier replaces the lower. */
  id: string
  version: string
  /** Identifier of the procedure (BT-04), which all its notices bear; null in prior information notices. */
  procedure: string | null
  /** Code of the list notice-subtype (`16`, `29`, `E3`). */
  subtype: string
  kind: EformsKind
  /** Number in the Official Journal (`123456-2026`), once it has one. */
  official: string | null
  /** Identifiers, or numbers in the Official Journal, of the notices that this one corrects or follows (BT-758, BT-125). */
  follows: string[]
  sentAt: Date | null
  /** Numbers of its lots by their technical identifiers, which all notices of a procedure share. */
  lots: ReadonlyMap<string, string>
}

export type EformsReading =
  | { ok: true; draft: RecordDraft; notice: EformsNotice; changes?: EformsChanges }
  | { ok: false; code: EformsErrorCode; line: number | null }

/**
 * Reads an eForms notice (regulation 2019/1780, UBL 2.3): prior information, contract, change, cancellation and result
 * notices, above the European thresholds or below (E1 to E4). Amounts in other currencies than the euro are left out.
 *
 * The draft's identity is the procedure's, so that its notices meet; its second identities are the notice's own and
 * those it follows, by which prior information notices, that have no procedure yet, meet theirs. A change notice is
 * whole: it takes the place of the one before; a result notice adds to the call, whose deadlines it does not repeat.
 */
export function readEforms(xml: string): EformsReading {
  const document = readXml(xml)
  if (!document.ok) return document
  return readEformsTree(document.root, xml)
}

/** As readEforms, of a document already taken apart; `raw` is kept as evidence. */
export function readEformsTree(root: XmlElement, raw: string): EformsReading {
  if (!ROOTS.has(root.name)) return refused('not-eforms')
  const extension =
    elementAt(root, 'UBLExtensions/UBLExtension/ExtensionContent/EformsExtension') ?? NOTHING
  const kind = kindOf(root)
  if (kind === null) return refused('no-consultation')
  const id = nameAt(root, 'ID')?.toLowerCase()
  if (id === undefined) return refused('no-identifier')
  const procedure = nameAt(root, 'ContractFolderID')?.toLowerCase() ?? null
  const { facts, lots } = readFacts(root, extension, kind)
  if (facts.object === undefined) return refused('no-object')
  const changes = readChanges(extension, lots)
  if (changes !== undefined) applyChanges(facts, changes, kind)
  const follows = followed(root, changes).filter((each) => each !== id)
  const official = officialNumber(extension)
  return {
    ok: true,
    draft: {
      externalId: procedure ?? id,
      alternateIds: [id, ...(official === null ? [] : [official]), ...follows],
      raw,
      facts,
      publishedAt: publishedAt(root, extension),
    },
    notice: {
      id,
      version: wordAt(root, 'VersionID'),
      procedure,
      subtype: subtypeOf(extension),
      kind,
      official,
      follows,
      sentAt: sentAt(root),
      lots: new Map(lots.map((lot) => [lot.id, lot.facts.number])),
    },
    ...(changes === undefined ? {} : { changes }),
  }
}

const ABANDONED = {
  kind: 'abandoned' as const,
  winners: [],
  amount: null,
  bids: null,
  irregularBids: null,
  notifiedOn: null,
}

const ROOTS = new Set(['PriorInformationNotice', 'ContractNotice', 'ContractAwardNotice'])
const NOTHING: XmlElement = { name: '', attributes: new Map(), children: [], text: '' }

function refused(code: EformsErrorCode): EformsReading {
  return { ok: false, code, line: null }
}

/** By the form type (`listName` of BT-02), else by the root; null for what is no consultation. */
function kindOf(root: XmlElement): EformsKind | null {
  const form = elementAt(root, 'NoticeTypeCode')?.attributes.get('listName')
  if (form === undefined) return KINDS.get(root.name) ?? null
  return KINDS.get(form) ?? null
}

const KINDS = new Map<string, EformsKind>([
  ['planning', 'planning'],
  ['consultation', 'planning'],
  ['competition', 'call'],
  ['result', 'result'],
  ['PriorInformationNotice', 'planning'],
  ['ContractNotice', 'call'],
  ['ContractAwardNotice', 'result'],
])

function followed(root: XmlElement, changes: EformsChanges | undefined): string[] {
  const planned = elementsAt(root, 'ProcurementProjectLot/TenderingProcess')
    .concat(elementsAt(root, 'TenderingProcess'))
    .flatMap((process) => elementsAt(process, 'NoticeDocumentReference/ID'))
    .map(({ text }) => noticeReference(text.trim())?.id)
  const ids = [changes?.corrects?.id, ...planned].filter((each) => each !== undefined)
  return [...new Set(ids)]
}

/**
 * A cancelled call is withdrawn, or abandoned where the words say so; or only the lots that are said to be. A
 * cancelled result leaves what the procedure has come to unsaid.
 */
function applyChanges(
  facts: RecordFacts,
  { reason, said, documentsChangedOn }: EformsChanges,
  kind: EformsKind,
): void {
  tell(facts, 'documentsVersion', documentsChangedOn)
  if (reason === null) return
  const ground = reason.description ?? reason.label
  tell(facts, 'statusReason', ground)
  if (reason.code !== 'cancel') return
  if (kind !== 'result') {
    const fallen = new Set(said.flatMap((each) => each.lots))
    const lots = facts.lots?.value ?? []
    const inPart = said.every((each) => each.lots.length > 0) && fallen.size < lots.length
    if (fallen.size === 0 || !inPart)
      facts.status =
        cancellationFacts(ground === null ? null : structured(ground)).facts.status ??
        structured('withdrawn')
    else
      tell(
        facts,
        'lots',
        lots.map((lot) =>
          fallen.has(lot.number) ? { ...lot, outcome: { ...ABANDONED, ground } } : lot,
        ),
      )
    return
  }
  delete facts.status
  delete facts.outcome
  if (facts.lots)
    tell(
      facts,
      'lots',
      facts.lots.value.map((lot) => ({ ...lot, outcome: undefined })),
    )
}
