import type { RecordFacts } from '../../consultations/facts.ts'
import { noChanges, type NoticeKind, type ProcedureNotice } from '../standing-facts.ts'
import type { EformsChanges } from './changes.ts'
import type { EformsKind } from './facts.ts'
import type { EformsReading } from './read-eforms.ts'

/** What an eForms notice does in its procedure; results that are corrected or taken back stay results, told anew. */
export function noticeKindOf(
  kind: EformsKind,
  changes: EformsChanges | undefined,
  facts: RecordFacts,
): NoticeKind {
  if (kind !== 'call' || changes === undefined) return KINDS[kind]
  return facts.status?.value === 'active' ? 'correction' : 'cancellation'
}

const KINDS: Record<EformsKind, NoticeKind> = {
  planning: 'planned',
  call: 'call',
  result: 'award',
}

/** A notice among those of its procedure; `numbers` are those of the lots by their technical identifiers. */
export function procedureNotice(
  { draft, notice, changes }: Extract<EformsReading, { ok: true }>,
  numbers: ReadonlyMap<string, string>,
): ProcedureNotice {
  const { status, statusReason } = draft.facts
  const kind = noticeKindOf(notice.kind, changes, draft.facts)
  return {
    externalId: notice.id,
    kind,
    concerns: notice.follows,
    whole: notice.kind !== 'result' || changes !== undefined,
    facts: kind === 'award' ? renumbered(draft.facts, notice.lots, numbers) : draft.facts,
    changes:
      kind === 'cancellation' ? { ...noChanges(), facts: { status, statusReason } } : noChanges(),
  }
}

/**
 * Results with the numbers that the call gave to the lots. A result of one lot that bears the procedure's own title
 * looks like one of the whole: the call knows better.
 */
function renumbered(
  facts: RecordFacts,
  own: ReadonlyMap<string, string>,
  numbers: ReadonlyMap<string, string>,
): RecordFacts {
  const called = new Map(
    [...own].flatMap(([id, number]) => {
      const known = numbers.get(id)
      return known === undefined ? [] : [[number, known] as const]
    }),
  )
  const [only, another] = [...called.values()]
  if (facts.outcome && only !== undefined && another === undefined && numbers.size > 1) {
    const { outcome, ...rest } = facts
    return {
      ...rest,
      lots: { ...outcome, value: [{ number: only, title: '', outcome: outcome.value }] },
    }
  }
  if (!facts.lots) return facts
  const value = facts.lots.value.map((lot) => ({
    ...lot,
    number: called.get(lot.number) ?? lot.number,
  }))
  return { ...facts, lots: { ...facts.lots, value } }
}
