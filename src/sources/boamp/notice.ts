import type { Reading, RecordFacts } from '../../consultations/facts.ts'
import type { RecordDraft } from '../../consultations/records/draft.ts'
import type { NoticeKind, ProcedureNotice } from '../standing-facts.ts'

/**
 * One notice of BOAMP, read. Its identity is its own number (`externalId`, as `boampId`); to which procedure it
 * belongs is told by `concerns` (BOAMP numbers; empty for a call that follows nothing) and `alternateIds` (its eForms
 * procedure), and mergeNotices makes the one record of that procedure.
 */
export interface BoampNotice extends RecordDraft, ProcedureNotice {
  facts: RecordFacts
  externalId: string
}

/** What the reader of one shape of `donnees` makes of it. */
export interface NoticeBody {
  facts: RecordFacts
  /** null where the document does not show it. */
  kind: NoticeKind | null
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
