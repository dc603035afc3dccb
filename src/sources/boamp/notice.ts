import type { LotFacts, Reading, RecordFacts } from '../../consultations/facts.ts'
import type { RecordDraft } from '../../consultations/record.ts'

/** What a notice of BOAMP does in its procedure. */
export type BoampNoticeKind =
  'planned' | 'call' | 'correction' | 'cancellation' | 'award' | 'modification'

/**
 * One notice of BOAMP, read. Its identity is its own number (`externalId`, as `boampId`); to which procedure it
 * belongs is told by `concerns` and `folder`, and mergeNotices makes the one record of that procedure.
 */
export interface BoampNotice extends RecordDraft {
  kind: BoampNoticeKind
  /** BOAMP numbers of other notices of the same procedure; empty for a call that follows nothing. */
  concerns: string[]
  /** Identifier of the procedure that its eForms notices share; null elsewhere. */
  folder: string | null
  /** A correction that publishes everything anew (eForms) rather than what changes. */
  whole: boolean
  changes: NoticeChanges
}

/** What a correction or a cancellation changes in what earlier notices told. */
export interface NoticeChanges {
  /** Fields with their new value; `facts` of the notice has them too, among others that only repeat. */
  facts: RecordFacts
  /** Fields of single lots; other lots, and other fields, stay as they were. */
  lots: LotChange[]
  /** The deadline has moved to a date that the notice, as data, does not give. */
  deadlineMoved: boolean
  /** What changes in the file or in words of no field. */
  file: string[]
}

export type LotChange = Partial<LotFacts> & { number: string }

/** What the reader of one shape of `donnees` makes of it. */
export interface NoticeBody {
  facts: RecordFacts
  /** null where the document does not show it. */
  kind: BoampNoticeKind | null
  whole: boolean
  statements: Statement[]
  /** Why a notice is cancelled or corrected, in the buyer's words. */
  ground: Reading<string> | null
}

/** One change as BOAMP lays it out: under which heading, instead of what, what to read. */
export interface Statement {
  heading: string
  /** « Après la mention » : the words behind which the change stands. */
  mention: string
  before: string | null
  /** « Lire » or « ajouter » : what stands now. */
  now: string | null
  /** A date was given whose figures did not come with the data. */
  dateLost: boolean
  /** « Informations complémentaires » of the whole correction. */
  remark: string | null
}

/** A notice that changes nothing. */
export function noChanges(): NoticeChanges {
  return { facts: {}, lots: [], deadlineMoved: false, file: [] }
}
