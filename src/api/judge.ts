import { changesBetween } from '../consultations/records/changes.ts'
import { statedFacts } from '../consultations/records/draft.ts'
import { saySame } from '../consultations/records/match-records.ts'
import type { FactName, Facts, LotFacts, LotOutcome, Winner } from '../consultations/facts.ts'
import { lotKey } from '../consultations/lot-key.ts'
import type { Kept } from '../posting/check-draft.ts'
import { changedFacts, type FactChange } from '../posting/fact-change.ts'
import { type LotChoice, lotChoices } from '../posting/lot-changes.ts'
import { type Decided, outcomeChange } from '../posting/outcome-change.ts'
import {
  checkAnnounced,
  checkChanged,
  findingPointer,
  type JudgedBy,
  type PushedFinding,
} from './check-pushed.ts'
import { parisDay } from '../rules/calendar.ts'
import type { Finding } from '../rules/finding.ts'
import type { Operation } from './operation.ts'
import type { PushedAward, PushedCancellation } from './outcome-schema.ts'
import type { OwnRecord } from './own-records.ts'
import type { Fault, ProblemKind } from './refusal.ts'
import { factsOf, type ReadingContext } from './to-facts.ts'

export interface JudgingContext extends ReadingContext, JudgedBy {}

/** What a write comes to, or why it cannot be. */
export type Judgement =
  | {
      ok: true
      /** Everything that the program states from now on. */
      facts: Partial<Facts>
      publishedAt: Date | null
      result: 'created' | 'changed' | 'unchanged'
      findings: PushedFinding[]
      reasons: Kept[]
      /** Why there are no lots; null where that is not said. */
      singleLot: { ground: string; words: string } | null
    }
  | { ok: false; kind: ProblemKind; faults: Fault[] }

/** Judges one write by what the program has stated before (null: nothing) and by the rules. */
export function judge(
  operation: Operation,
  known: OwnRecord | null,
  context: JudgingContext,
): Judgement {
  switch (operation.operation) {
    case 'put':
      return judgePut(operation, known, context)
    case 'cancel':
      return judgeOutcome(operation, known, context, cancelled(operation.cancellation))
    case 'award':
      return judgeOutcome(operation, known, context, awarded(operation.award))
  }
}

function judgePut(
  operation: Extract<Operation, { operation: 'put' }>,
  known: OwnRecord | null,
  context: JudgingContext,
): Judgement {
  const { consultation: body, elsewhere = false } = operation
  const read = factsOf(body, context)
  if (!read.ok) return refused(operation, 'invalid', read.faults)
  const facts = known ? withOutcomes(read.facts, known.own) : read.facts
  const result = resultOf(known, facts)
  const checks = known
    ? checkChanged(known.consultation, changeFrom(known, facts), body, context)
    : checkAnnounced(facts, body, read.publishedAt, context)
  const refusals = checks.refused.filter(({ code }) => !(elsewhere && UNSAID.has(code)))
  if (result !== 'unchanged' && refusals.length > 0)
    return refused(
      operation,
      'checks',
      refusals.map((finding) => ({
        pointer: findingPointer(finding),
        detail: refusalText(finding),
      })),
    )
  const { singleLot } = body.checks ?? {}
  return {
    ok: true,
    facts,
    publishedAt: read.publishedAt,
    result,
    findings: checks.findings,
    reasons: checks.reasons,
    singleLot:
      facts.divided === false && singleLot
        ? { ground: singleLot.ground, words: singleLot.reason }
        : null,
  }
}

function refusalText({ code, article, proposal }: Finding): string {
  const law = article === null ? '' : ` (${article})`
  const instead = proposal === null ? '' : `; ${proposal.date}T${proposal.hour} would do`
  return `${code}${law}${instead}`
}

/** Findings about what a release of OCDS has no field for. */
const UNSAID = new Set<string>(['lots-not-said', 'no-lots-ground', 'no-lots-reason'])

/** What has become of a consultation is told by its own calls: announcing it again changes nothing of that. */
function withOutcomes(announced: Partial<Facts>, own: Partial<Facts>): Partial<Facts> {
  const facts = { ...announced }
  if (own.outcome) facts.outcome = own.outcome
  if (isEnded(own.status)) {
    facts.status = own.status
    if (own.statusReason !== undefined) facts.statusReason = own.statusReason
  }
  const outcomes = (own.lots ?? []).filter(({ outcome }) => outcome)
  if (outcomes.length === 0) return facts
  const left = new Map(outcomes.map((lot) => [lotKey(lot.number), lot]))
  const lots = (facts.lots ?? []).map((lot): LotFacts => {
    const { outcome } = left.get(lotKey(lot.number)) ?? {}
    left.delete(lotKey(lot.number))
    return outcome ? { ...lot, outcome } : lot
  })
  return { ...facts, lots: [...lots, ...left.values()] }
}

function isEnded(status: Facts['status'] | undefined): boolean {
  return status !== undefined && status !== 'planned' && status !== 'active'
}

/** The facts that are stated otherwise than before. */
function changeFrom({ own }: OwnRecord, facts: Partial<Facts>): FactChange {
  const names = changesBetween(own, facts).map(({ field }) =>
    field.startsWith('lot.') ? 'lots' : (field as FactName),
  )
  return Object.fromEntries(names.map((name) => [name, facts[name]]))
}

interface Ending {
  /** The lot that is meant; null: the whole. */
  ends: { lot: string | null; outcome: LotOutcome; field: string }[]
  reason: string | null
  withdrawn: boolean
}

function judgeOutcome(
  operation: Operation,
  known: OwnRecord | null,
  { now }: JudgingContext,
  { ends, reason, withdrawn }: Ending,
): Judgement {
  if (!known)
    return refused(operation, 'not-found', [
      { pointer: '', detail: `nothing was pushed under ${operation.externalId}` },
    ])
  const { facts, closesAt } = known.consultation
  const clash = clashOf(operation, known, now, closesAt)
  if (clash !== null) return refused(operation, 'state', [{ pointer: '', detail: clash }])
  const choices = new Map(lotChoices(facts).map((choice) => [lotKey(choice.lot.number), choice]))
  const faults: Fault[] = []
  const decided: Decided[] = []
  for (const { lot, outcome, field } of ends) {
    const choice: LotChoice | null = lot === null ? null : (choices.get(lotKey(lot)) ?? null)
    if (lot !== null && choice === null)
      faults.push({ pointer: field, detail: 'the consultation has no such lot' })
    if (outcome.notifiedOn !== null && outcome.notifiedOn > parisDay(now))
      faults.push({
        pointer: field.replace(/\/lot$/, '/notifiedOn'),
        detail: 'this is still to come',
      })
    decided.push({ choice, outcome })
  }
  if (faults.length > 0) return refused(operation, 'invalid', faults)
  const change: FactChange = withdrawn
    ? { status: 'withdrawn', statusReason: reason ?? undefined }
    : outcomeChange(facts, known.own, decided, reason)
  const changed = changedFacts(known.own, change)
  return {
    ok: true,
    facts: changed,
    publishedAt: null,
    result: resultOf(known, changed),
    findings: [],
    reasons: [],
    singleLot: null,
  }
}

/** Why this end cannot be after what has been before; null where it can. */
function clashOf(
  operation: Operation,
  { consultation }: OwnRecord,
  now: Date,
  closesAt: Date,
): string | null {
  const { status = 'active' } = consultation.facts
  const isDue = consultation.facts.deadline === undefined || closesAt <= now
  if (operation.operation === 'award') {
    if (status === 'withdrawn' || status === 'abandoned' || status === 'unsuccessful')
      return `the consultation is ${status}: it cannot be awarded`
    return isDue ? null : 'the consultation is still open: nothing can be awarded yet'
  }
  if (operation.operation !== 'cancel') return null
  const { kind } = operation.cancellation
  if (status === 'awarded' && kind !== 'abandoned')
    return `the consultation is awarded: it cannot be ${kind}`
  return kind === 'unsuccessful' && !isDue
    ? 'the consultation is still open: bids may yet come'
    : null
}

function cancelled({ kind, ground, lots, bids, irregularBids }: PushedCancellation): Ending {
  const outcome: LotOutcome = {
    kind: kind === 'unsuccessful' ? 'unsuccessful' : 'abandoned',
    winners: [],
    amount: null,
    bids: bids ?? null,
    irregularBids: irregularBids ?? null,
    notifiedOn: null,
    ground: ground ?? null,
  }
  const ends = lots
    ? lots.map((lot, index) => ({ lot, outcome, field: `/lots/${index}` }))
    : [{ lot: null, outcome, field: '' }]
  return { ends, reason: ground ?? null, withdrawn: kind === 'withdrawn' }
}

function awarded({ awards }: PushedAward): Ending {
  const ends = awards.map((award, index) => ({
    lot: award.lot ?? null,
    field: `/awards/${index}/lot`,
    outcome: {
      kind: 'awarded' as const,
      winners: award.winners.map(({ name, siret, foreign, commune, size }): Winner => ({
        name,
        siret: siret?.replaceAll(/\D/g, '') ?? null,
        ...(foreign ? { foreignId: `${foreign.country} ${foreign.id}` } : {}),
        commune: commune ?? null,
        ...(size ? { size } : {}),
      })),
      amount: award.amount ?? null,
      bids: award.bids ?? null,
      irregularBids: award.irregularBids ?? null,
      ...(award.smeBids === undefined ? {} : { smeBids: award.smeBids }),
      notifiedOn: award.notifiedOn ?? null,
      ground: null,
    },
  }))
  return { ends, reason: null, withdrawn: false }
}

function resultOf(
  known: OwnRecord | null,
  facts: Partial<Facts>,
): 'created' | 'changed' | 'unchanged' {
  if (!known) return 'created'
  const isSame = saySame(statedFacts(known.own, 'typed'), statedFacts(facts, 'typed'))
  return isSame ? 'unchanged' : 'changed'
}

function refused(operation: Operation, kind: ProblemKind, faults: Fault[]): Judgement {
  const { row, pointer } = operation
  return {
    ok: false,
    kind,
    faults: faults.map((fault) => ({
      pointer: pointer(fault.pointer),
      detail: fault.detail,
      ...(row === undefined ? {} : { row }),
    })),
  }
}
