import type { LotFacts, RecordFacts } from '../consultations/facts.ts'
import { statusOf, structured } from './structured-facts.ts'

/** What a notice does in its procedure. */
export type NoticeKind =
  'planned' | 'call' | 'correction' | 'cancellation' | 'award' | 'modification'

/** One notice among the others of its procedure. */
export interface ProcedureNotice {
  /** Its own number or identifier. */
  externalId: string
  kind: NoticeKind
  /** Other notices of the procedure that it names. */
  concerns: string[]
  /** It says everything anew (eForms, a call) rather than what changes; results that do replace earlier ones. */
  whole: boolean
  facts: RecordFacts
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

/** A notice that changes nothing. */
export function noChanges(): NoticeChanges {
  return { facts: {}, lots: [], deadlineMoved: false, file: [] }
}

/**
 * A procedure as it stands after the last of its notices, given in order: a correction is laid over what was known, a
 * cancellation or a result sets the state of what it names. The whole is awarded, or came to nothing, once no lot is
 * left open. A deadline that has moved to a date not given stays, in doubt.
 */
export function standingFacts(ordered: ProcedureNotice[]): RecordFacts {
  let facts: RecordFacts = {}
  for (const notice of withoutRetracted(ordered)) facts = applied(facts, notice)
  return facts
}

/**
 * A cancellation whose last notice is one of results takes that one back, not the call; results that are published
 * anew take the place of the last they name.
 */
function withoutRetracted(ordered: ProcedureNotice[]): ProcedureNotice[] {
  const gone = new Set<ProcedureNotice>()
  for (const notice of ordered) {
    if (notice.kind !== 'cancellation' && !(notice.kind === 'award' && notice.whole)) continue
    const last = ordered.findLast(({ externalId }) => notice.concerns.includes(externalId))
    if (last?.kind !== 'award') continue
    gone.add(last)
    if (notice.kind === 'cancellation') gone.add(notice)
  }
  return ordered.filter((notice) => !gone.has(notice))
}

function applied(before: RecordFacts, notice: ProcedureNotice): RecordFacts {
  const { facts, changes, kind } = notice
  switch (kind) {
    case 'planned':
      if (before.status && before.status.value !== 'planned') return { ...facts, ...before }
      return notice.whole ? anew(before, facts) : { ...before, ...facts }
    case 'call':
      return notice.whole ? anew(before, facts) : { ...before, ...facts }
    case 'correction':
      if (notice.whole) return anew(before, facts)
      return corrected({ ...facts, ...before, ...changes.facts }, notice)
    case 'cancellation': {
      const after = { ...facts, ...before, ...changes.facts }
      return changes.lots.length > 0
        ? settled(withLots({ ...after, status: keptStatus(before) }, changes.lots))
        : after
    }
    case 'award':
      return awarded(before, facts)
    case 'modification':
      return { ...facts, ...before }
  }
}

/** What is told anew, with what the lots it still has had come to. */
function anew(before: RecordFacts, told: RecordFacts): RecordFacts {
  const numbers = new Set(told.lots?.value.map(({ number }) => number))
  const decided = (before.lots?.value ?? []).flatMap(({ number, outcome }) =>
    outcome && numbers.has(number) ? [{ number, outcome }] : [],
  )
  const { outcome, documentsVersion } = before
  return settled({
    ...(outcome ? { outcome } : {}),
    ...(documentsVersion ? { documentsVersion } : {}),
    ...withLots(told, decided),
  })
}

function keptStatus({ status }: RecordFacts) {
  return status ?? structured<'active'>('active')
}

function corrected(facts: RecordFacts, { externalId, changes }: ProcedureNotice): RecordFacts {
  const after = withLots(facts, changes.lots)
  if (changes.deadlineMoved && after.deadline)
    after.deadline = {
      ...after.deadline,
      value: { ...after.deadline.value, doubt: 'sources-disagree' },
    }
  if (changes.file.length > 0)
    after.documentsVersion = structured(externalId, changes.file.join('\n'))
  return after
}

/** Lots with the fields that a notice changes; lots that were not known are added. */
function withLots(facts: RecordFacts, changes: LotChange[]): RecordFacts {
  if (changes.length === 0) return { ...facts }
  const lots = new Map((facts.lots?.value ?? []).map((lot) => [lot.number, lot]))
  for (const change of changes)
    lots.set(change.number, { ...BARE, ...lots.get(change.number), ...change })
  const value = [...lots.values()]
  return {
    ...facts,
    lots: structured(value),
    ...(value.length > 1 ? { divided: structured(true) } : {}),
    // The number of lots follows their list only where the whole list is known.
    ...(facts.lots && facts.lotCount ? { lotCount: structured(value.length) } : {}),
  }
}

const BARE = { title: '' }

/** Outcomes join the lots; what is told of the one lot of a contract that is not divided is told of the whole. */
function awarded(before: RecordFacts, told: RecordFacts): RecordFacts {
  const decided = (told.lots?.value ?? []).flatMap(({ number, title, outcome }) =>
    outcome ? [{ number, title, outcome }] : [],
  )
  const [only, ...others] = decided
  if (only && others.length === 0 && before.divided?.value === false && !before.lots) {
    const { lots: _, ...rest } = told
    return settled({ ...rest, ...before, outcome: structured(only.outcome) })
  }
  const facts = { ...told, ...before }
  const titles = new Map(facts.lots?.value.map(({ number, title }) => [number, title]))
  const after = withLots(
    facts,
    decided.map((lot) => ({ ...lot, title: titles.get(lot.number) || lot.title })),
  )
  if (told.outcome) after.outcome = told.outcome
  if (decided.length > 0 && after.lots?.value.some(({ outcome }) => !outcome))
    return { ...after, status: keptStatus(before) }
  return settled({ ...after, ...(told.status ? { status: told.status } : {}) })
}

/** With the state that follows once everything is decided. */
function settled(facts: RecordFacts): RecordFacts {
  const each = facts.lots?.value.map(({ outcome }) => outcome) ?? [facts.outcome?.value]
  const outcomes = each.filter((outcome) => outcome !== undefined)
  const status = outcomes.length === each.length ? statusOf(outcomes) : undefined
  return status ? { ...facts, status: structured(status) } : facts
}
