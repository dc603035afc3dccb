import type { FactName, LotFacts, RecordFacts } from '../../consultations/facts.ts'
import type { RecordDraft } from '../../consultations/record.ts'
import { compareNumbers } from './links.ts'
import type { BoampNotice, LotChange } from './notice.ts'
import { noticeAddress, readBoampRecord } from './read-record.ts'
import { parsed, structured } from './tree.ts'

/**
 * Brings together the notices of each procedure: those that name each other, and those that share the identifier of
 * their eForms procedure (prior information aside, which may announce several).
 */
export function proceduresAmong(notices: BoampNotice[]): BoampNotice[][] {
  const leaders = new Map<string, string>()
  const leaderOf = (name: string): string => {
    const leader = leaders.get(name)
    return leader === undefined || leader === name ? name : leaderOf(leader)
  }
  for (const notice of notices)
    for (const name of namesOf(notice)) leaders.set(leaderOf(name), leaderOf(notice.externalId))
  return [...Map.groupBy(notices, ({ externalId }) => leaderOf(externalId)).values()]
}

/**
 * One record for the notices of one procedure, as it stands after the last of them: each correction is applied to
 * what was known, a cancellation or an award sets the state. Order is that of publication (of the numbers where a
 * date is missing).
 *
 * The record's identity is the first number of the procedure, whether that notice is at hand or only named by the
 * others; its second identities are all other numbers and the eForms identifier. `raw` holds every notice, so that
 * noticesIn gives them back when another one follows: without the earlier ones a correction would tell too little.
 * A deadline that has moved to a date not given stays, in doubt. Throws where there is no notice.
 */
export function mergeNotices(notices: BoampNotice[]): RecordDraft {
  const ordered = inOrder(notices)
  const standing = withoutCancelledAwards(ordered)
  const numbers = ordered.flatMap(({ externalId, concerns }) => [externalId, ...concerns])
  const [root, ...others] = [...new Set(numbers)].toSorted(compareNumbers)
  if (root === undefined) throw new Error('a procedure has at least one notice')
  let facts: RecordFacts = {}
  for (const notice of standing) facts = applied(facts, notice)
  return {
    externalId: root,
    alternateIds: [...others, ...new Set(ordered.flatMap(({ alternateIds }) => alternateIds))],
    raw: JSON.stringify(ordered.map(({ raw }) => parsed(raw))),
    facts: { ...facts, boampId: structured(root), noticeUrl: structured(noticeAddress(root)) },
    publishedAt: ordered.find(({ externalId }) => externalId === root)?.publishedAt ?? null,
  }
}

/** The notices that a record of mergeNotices was made of. */
export function noticesIn(raw: string): BoampNotice[] {
  return [parsed(raw)].flat().flatMap((record) => {
    const notice = readBoampRecord(record)
    return 'refused' in notice ? [] : [notice]
  })
}

function namesOf({ kind, concerns, folder }: BoampNotice): string[] {
  return folder === null || kind === 'planned' ? concerns : [...concerns, `procedure:${folder}`]
}

function inOrder(notices: BoampNotice[]): BoampNotice[] {
  const each = [...new Map(notices.map((notice) => [notice.externalId, notice])).values()]
  const dated = each.every(({ publishedAt }) => publishedAt !== null)
  const time = ({ publishedAt }: BoampNotice) => (dated ? (publishedAt?.getTime() ?? 0) : 0)
  return each.toSorted(
    (one, other) => time(one) - time(other) || compareNumbers(one.externalId, other.externalId),
  )
}

/** A cancellation whose last notice is one of results takes that one back, not the call. */
function withoutCancelledAwards(ordered: BoampNotice[]): BoampNotice[] {
  const gone = new Set<BoampNotice>()
  for (const notice of ordered) {
    if (notice.kind !== 'cancellation') continue
    const last = ordered.findLast(({ externalId }) => notice.concerns.includes(externalId))
    if (last?.kind === 'award') gone.add(last).add(notice)
  }
  return ordered.filter((notice) => !gone.has(notice))
}

function applied(before: RecordFacts, notice: BoampNotice): RecordFacts {
  const { facts, changes, kind } = notice
  switch (kind) {
    case 'planned':
    case 'call':
      return { ...before, ...facts }
    case 'correction':
      if (notice.whole) return { ...before, ...facts, ...keptStatus(before) }
      return corrected({ ...facts, ...before, ...changes.facts }, notice)
    case 'cancellation': {
      const after = { ...facts, ...before, ...changes.facts }
      return changes.lots.length > 0
        ? withLots({ ...after, ...keptStatus(before) }, changes.lots)
        : after
    }
    case 'award':
      return awarded({ ...facts, ...before }, notice)
    case 'modification':
      return { ...facts, ...before }
  }
}

function keptStatus({ status }: RecordFacts): RecordFacts {
  return status ? { status } : {}
}

function corrected(facts: RecordFacts, { externalId, changes }: BoampNotice): RecordFacts {
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

/** Outcomes join the lots; the whole is awarded once no lot is left open. */
function awarded(facts: RecordFacts, { facts: told }: BoampNotice): RecordFacts {
  const outcomes = (told.lots?.value ?? []).flatMap(({ number, title, outcome }): LotChange[] =>
    outcome ? [{ number, outcome, ...(titleOf(facts, number) === '' ? { title } : {}) }] : [],
  )
  const after = withLots(facts, outcomes)
  const names: FactName[] = ['outcome', 'status']
  const open = after.lots?.value.some(({ outcome }) => !outcome) ?? false
  const decided = { ...after, ...picked(told, names) }
  if (outcomes.length === 0 || !open) return decided.lots ? withStatus(decided) : decided
  return { ...decided, status: facts.status ?? structured('active') }
}

function titleOf(facts: RecordFacts, number: string): string {
  return facts.lots?.value.find((lot) => lot.number === number)?.title ?? ''
}

function picked(facts: RecordFacts, names: FactName[]): RecordFacts {
  return Object.fromEntries(names.flatMap((name) => (facts[name] ? [[name, facts[name]]] : [])))
}

/** Of lots that have all been decided: awarded where one is, else what the first has come to. */
function withStatus(facts: RecordFacts): RecordFacts {
  const kinds = (facts.lots?.value ?? []).flatMap(({ outcome }: LotFacts) => outcome?.kind ?? [])
  const kind = kinds.includes('awarded') ? 'awarded' : kinds[0]
  return kind ? { ...facts, status: structured(kind) } : facts
}
