import { DomUtils, parseDocument } from 'htmlparser2'
import { factNames, type Facts, type LotFacts } from '../facts.ts'
import type { Change, NoticeKind } from '../shown.ts'
import { lotKey } from '../lot-key.ts'

/** One notice to be logged: what happened and what it changed. */
export interface NoticeDraft {
  kind: NoticeKind
  changes: Change[]
}

/**
 * Compares what was known with what is: one change per field that says something else. Case, accents, spaces, the forms
 * of quotes and dashes, character entities, the order of lots and how their numbers are written (« 03 », « Lot 3 »), the
 * words around a deadline and a source's own references make no change.
 */
export function changesBetween(before: Partial<Facts>, after: Partial<Facts>): Change[] {
  const fields = new Set([...factNames(before), ...factNames(after)])
  const changes: Change[] = []
  for (const field of fields) {
    if (field === 'lots' || IDENTIFYING.has(field)) continue
    if (significant(before[field]) !== significant(after[field]))
      changes.push({ field, before: before[field] ?? null, after: after[field] ?? null })
  }
  changes.push(...lotChanges(before.lots ?? [], after.lots ?? []))
  const told = changes.filter((change) => change.field !== 'description')
  // A description repeats in words what the other fields say: alone it is a change, beside them it is noise.
  return told.length > 0 ? told : changes
}

/** Fields by which a source names the consultation: they say nothing of what is bought. */
const IDENTIFYING = new Set<keyof Facts>(['reference', 'boampId', 'noticeUrl'])

/** The notices of a consultation seen for the first time. */
export function firstNotices(facts: Partial<Facts>): NoticeDraft[] {
  switch (facts.status) {
    case 'planned':
      return [{ kind: 'planned', changes: [] }]
    case 'withdrawn':
    case 'abandoned':
      return [{ kind: 'cancellation', changes: [statusChange(facts.status)] }]
    case 'unsuccessful':
      return [{ kind: 'unsuccessful', changes: [statusChange(facts.status)] }]
    case 'awarded':
      return [{ kind: 'award', changes: [statusChange(facts.status)] }]
    default: {
      const outcomes = outcomeNotices(
        (facts.lots ?? []).flatMap((lot) =>
          lot.outcome ? [lotChange(lot.number, 'outcome', undefined, lot.outcome)] : [],
        ),
      )
      return outcomes.length > 0 ? outcomes : [{ kind: 'tender', changes: [] }]
    }
  }
}

/** The notices that these changes make: outcomes each their own, everything else one correction. */
export function noticesOf(changes: Change[]): NoticeDraft[] {
  if (changes.length === 0) return []
  const status = changes.find((change) => change.field === 'status')
  const isOutcome = (change: Change) =>
    change.field === 'lot.outcome' || change.field === 'outcome' || change.field === 'statusReason'
  const outcomes = outcomeNotices(changes.filter((change) => change.field === 'lot.outcome'))
  const rest = changes.filter((change) => change !== status && !isOutcome(change))
  const aboutStatus = status ? statusNotice(status, changes.filter(isOutcome), outcomes) : []
  if (aboutStatus.some((notice) => notice.kind === 'tender')) return aboutStatus
  const corrections: NoticeDraft[] =
    rest.length > 0 ? [{ kind: isExtension(rest) ? 'extension' : 'correction', changes: rest }] : []
  const unsaid = changes.filter(
    (change) => change.field === 'statusReason' || change.field === 'outcome',
  )
  if (!status && outcomes.length === 0 && corrections.length === 0 && unsaid.length > 0)
    return [{ kind: 'correction', changes: unsaid }]
  // A whole that is abandoned says so once, not again for each of its lots.
  const whole = new Set(aboutStatus.map((notice) => notice.kind))
  return [...corrections, ...aboutStatus, ...outcomes.filter(({ kind }) => !whole.has(kind))]
}

function statusNotice(status: Change, outcome: Change[], lots: NoticeDraft[]): NoticeDraft[] {
  const own = outcome.filter((change) => change.field !== 'lot.outcome')
  switch (status.after) {
    case 'withdrawn':
    case 'abandoned':
      return [{ kind: 'cancellation', changes: [status, ...own] }]
    case 'unsuccessful':
      return lots.length > 0 ? [] : [{ kind: 'unsuccessful', changes: [status, ...own] }]
    case 'awarded':
      return lots.length > 0 ? [] : [{ kind: 'award', changes: [status, ...own] }]
    case 'planned':
      return [{ kind: 'planned', changes: [status] }]
    default:
      return status.before === 'planned'
        ? [{ kind: 'tender', changes: [status] }]
        : [{ kind: 'correction', changes: [status] }]
  }
}

function outcomeNotices(changes: Change[]): NoticeDraft[] {
  const kinds = {
    awarded: 'award',
    unsuccessful: 'unsuccessful',
    abandoned: 'cancellation',
  } as const
  return Object.entries(kinds).flatMap(([outcome, kind]) => {
    const those = changes.filter(
      (change) => (change.after as LotFacts['outcome'])?.kind === outcome,
    )
    return those.length > 0 ? [{ kind, changes: those }] : []
  })
}

function isExtension(changes: Change[]): boolean {
  const [change] = changes
  if (changes.length !== 1 || change?.field !== 'deadline') return false
  const before = change.before as Facts['deadline'] | null
  const after = change.after as Facts['deadline'] | null
  return before !== null && after !== null && after.instant > before.instant
}

/** A lot that is first heard of through its outcome has been decided, not added. */
function lotChanges(before: LotFacts[], after: LotFacts[]): Change[] {
  const earlier = byKey(before)
  const later = byKey(after)
  const added = [...later].filter(([key, lot]) => !earlier.has(key) && !lot.outcome)
  const removed = [...earlier].filter(([key]) => !later.has(key))
  const list: Change[] = added.length + removed.length > 0 ? [{ field: 'lots', before, after }] : []
  const each = [...later].flatMap(([key, lot]) => {
    const known = earlier.get(key)
    if (!known) return lot.outcome ? [lotChange(lot.number, 'outcome', undefined, lot.outcome)] : []
    const fields = new Set([...Object.keys(known), ...Object.keys(lot)] as (keyof LotFacts)[])
    return [...fields]
      .filter(
        (field) => field !== 'number' && significant(known[field]) !== significant(lot[field]),
      )
      .map((field) => lotChange(lot.number, field, known[field], lot[field]))
  })
  return [...list, ...each]
}

/** Lots by what their numbers have in common; two of one number are told apart by their rank. */
function byKey(lots: LotFacts[]): Map<string, LotFacts> {
  const found = new Map<string, LotFacts>()
  for (const lot of lots) {
    const key = lotKey(lot.number)
    let rank = 1
    while (found.has(`${key}#${rank}`)) rank += 1
    found.set(`${key}#${rank}`, lot)
  }
  return found
}

function lotChange(lot: string, field: keyof LotFacts, before: unknown, after: unknown): Change {
  return { field: `lot.${field}`, before: before ?? null, after: after ?? null, lot }
}

function statusChange(status: Facts['status']): Change {
  return { field: 'status', before: null, after: status }
}

/** A text that is the same for values that say the same. */
function significant(value: unknown): string {
  return (
    JSON.stringify(value, (key, part: unknown) => {
      if (key === 'wall' || key === 'doubt') return undefined
      if (typeof part === 'string') return plainest(part)
      if (part !== null && typeof part === 'object' && !Array.isArray(part))
        return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      return part
    }) ?? 'unknown'
  )
}

function plainest(text: string): string {
  return withoutEntities(text)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll(/['‘’‛`´]/g, "'")
    .replaceAll(/["“”„«»]/g, '"')
    .replaceAll(/\p{Pd}/gu, '-')
    .replaceAll(/[\s\p{Cf}]+/gu, ' ')
    .trim()
}

/** Some publishers encode twice, and mend it one day. */
function withoutEntities(text: string): string {
  let decoded = text
  for (let round = 0; round < 3 && /&#?\w{1,31};/.test(decoded); round += 1)
    decoded = DomUtils.textContent(parseDocument(decoded.replaceAll('<', '&lt;')))
  return decoded
}
