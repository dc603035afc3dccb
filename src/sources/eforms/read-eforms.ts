import type { RecordFacts } from '../../consultations/facts.ts'
import type { RecordDraft } from '../../consultations/record.ts'
import { nameAt, tell } from '../structured-facts.ts'
import {
  elementAt,
  elementsAt,
  readXml,
  wordAt,
  type XmlElement,
  type XmlErrorCode,
} from '../xml-tree.ts'
import { type EformsChanges, noticeReference, readChanges } from './changes.ts'
import { type EformsKind, readFacts, subtypeOf } from './facts.ts'
import { publishedAt } from './moments.ts'

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
  /** Identifiers of the notices that this one corrects or follows (BT-758, BT-125). */
  follows: string[]
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
  return {
    ok: true,
    draft: {
      externalId: procedure ?? id,
      alternateIds: [id, ...follows],
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
      follows,
    },
    ...(changes === undefined ? {} : { changes }),
  }
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

/** A cancelled call is withdrawn; a cancelled result leaves what the procedure has come to unsaid. */
function applyChanges(
  facts: RecordFacts,
  { reason, documentsChangedOn }: EformsChanges,
  kind: EformsKind,
): void {
  tell(facts, 'documentsVersion', documentsChangedOn)
  if (reason === null) return
  tell(facts, 'statusReason', reason.description ?? reason.label)
  if (reason.code !== 'cancel') return
  if (kind !== 'result') {
    tell(facts, 'status', 'withdrawn')
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
