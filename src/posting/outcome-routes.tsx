import { AwardPage } from '../../views/posting/life/award-page.tsx'
import { EndPage } from '../../views/posting/life/end-page.tsx'
import { WHOLE } from '../../views/posting/life/lot-ticks.tsx'
import { RelaunchPage } from '../../views/posting/life/relaunch-page.tsx'
import { WithdrawPage } from '../../views/posting/life/withdraw-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { awardError } from '../../views/words/awards.ts'
import {
  ABANDON_GROUNDS,
  CHANGED_MEANWHILE,
  GROUND_MISSING,
  GROUND_WORDS_MISSING,
  groundText,
  NO_LOT_CHOSEN,
  NOT_OVER_YET,
  REASON_MISSING,
  TOO_LONG,
  TOO_MANY_LOTS,
  UNSUCCESSFUL_GROUNDS,
  UNTIMELY,
} from '../../views/words/life.ts'
import { typedSourceName } from '../../views/words/posting.ts'
import { agentOf, formOf } from '../auth/guard.ts'
import type { LotOutcome } from '../consultations/facts.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { type LotChoice, lotChoices, lotsMeant } from './lot-changes.ts'
import { type Decided, outcomeChange } from './outcome-change.ts'
import { awardFields, readAward } from './read-award.ts'
import { relaunch } from './relaunch.ts'
import type { TypedFields } from './schema.ts'
import { typedIn } from './typed-in.ts'
import { type Acting, sayDecision, withConsultation } from './with-consultation.ts'

const { page, write } = routesFor('write-consultations')

/** How a consultation ends, as a whole or by lots: withdrawn, abandoned, without a bid, awarded; and what follows. */
export const outcomeRoutes: Route[] = [
  ...pageAndForm('retirer', (c, acting) => withdrawPage(c, acting, 'retirer'), withdraw),
  ...pageAndForm('rouvrir', (c, acting) => withdrawPage(c, acting, 'rouvrir'), reopen),
  ...pageAndForm(
    'sans-suite',
    (c, acting) => endPage(c, acting, ABANDONMENT),
    (c, acting) => end(c, acting, ABANDONMENT),
  ),
  ...pageAndForm(
    'infructueux',
    (c, acting) => endPage(c, acting, FAILURE),
    (c, acting) => end(c, acting, FAILURE),
  ),
  ...pageAndForm('attribution', showAward, award),
  ...pageAndForm('relance', relaunchPage, beginAgain),
]

type Answer = (c: GuichetContext, acting: Acting) => Promise<Response>

function pageAndForm(word: string, show: Answer, take: Answer): Route[] {
  const path = `/espace/:partner/consultations/:reference/${word}`
  return [
    page(path, (c) => withConsultation(c, (it) => show(c, it))),
    write(path, (c) => withConsultation(c, (it) => take(c, it))),
  ]
}

const LONGEST_REASON = 500

/* Withdrawn by mistake, and back again. */

type Withdrawal = 'retirer' | 'rouvrir'

function refusalOf({ consultation: { state } }: Acting, deed: Withdrawal): string | null {
  const isEnded = state === 'withdrawn' || state === 'abandoned' || state === 'unsuccessful'
  if (deed === 'rouvrir') return isEnded ? null : UNTIMELY.rouvrir
  return isEnded || state === 'awarded' ? UNTIMELY.retirer : null
}

async function withdraw(c: GuichetContext, acting: Acting): Promise<Response> {
  return restate(c, acting, 'retirer', 'consultation.withdraw', 'annulee')
}

async function reopen(c: GuichetContext, acting: Acting): Promise<Response> {
  return restate(c, acting, 'rouvrir', 'consultation.reopen', 'rouverte')
}

async function restate(
  c: GuichetContext,
  acting: Acting,
  deed: Withdrawal,
  action: string,
  done: string,
): Promise<Response> {
  const form = formOf(c)
  const reason = form.get('motif')?.trim() ?? ''
  if (refusalOf(acting, deed)) return withdrawPage(c, acting, deed, { reason }, [], 422)
  const errors = reasonErrors('motif', reason)
  if (errors.length > 0) return withdrawPage(c, acting, deed, { reason }, errors)
  const isBack = deed === 'rouvrir'
  const said = await sayDecision(c, acting, typedSourceName(acting.context.partner.shortName), {
    version: form.get('version') ?? '',
    change: {
      status: isBack ? 'active' : 'withdrawn',
      statusReason: reason,
      ...(isBack ? { outcome: undefined } : {}),
    },
    action,
    before: { state: acting.consultation.state },
    after: { reason },
  })
  if (said) return c.redirect(`${acting.base}?fait=${done}`, 303)
  return withConsultation(c, (fresh) => withdrawPage(c, fresh, deed, { reason }, [STALE]))
}

const STALE: FormError = { name: null, text: CHANGED_MEANWHILE }

function reasonErrors(name: string, reason: string): FormError[] {
  if (reason === '') return [{ name, text: REASON_MISSING }]
  return reason.length > LONGEST_REASON ? [{ name, text: TOO_LONG }] : []
}

async function withdrawPage(
  c: GuichetContext,
  acting: Acting,
  deed: Withdrawal,
  typed = { reason: '' },
  errors: FormError[] = [],
  status?: 422,
): Promise<Response> {
  const refusal = refusalOf(acting, deed)
  const page = { ...(await frameFor(c, acting)), deed, typed, errors, refusal }
  return c.html(renderPage(<WithdrawPage {...page} />), status ?? statusOf(errors))
}

/* Abandoned, or without a bid that can be kept. */

interface End {
  deed: 'sans-suite' | 'infructueux'
  kind: 'abandoned' | 'unsuccessful'
  grounds: Record<string, string>
  action: string
  done: string
}

const ABANDONMENT: End = {
  deed: 'sans-suite',
  kind: 'abandoned',
  grounds: ABANDON_GROUNDS,
  action: 'consultation.abandon',
  done: 'sans-suite',
}

const FAILURE: End = {
  deed: 'infructueux',
  kind: 'unsuccessful',
  grounds: UNSUCCESSFUL_GROUNDS,
  action: 'consultation.unsuccessful',
  done: 'infructueuse',
}

interface TypedEnd {
  lots: string[]
  ground: string
  words: string
}

async function end(c: GuichetContext, acting: Acting, ending: End): Promise<Response> {
  const { context } = acting
  const form = formOf(c)
  const typed = {
    lots: form.getAll('lot'),
    ground: form.get('motif') ?? '',
    words: form.get('precisions')?.trim() ?? '',
  }
  const meant = meantBy(acting, typed.lots)
  const untimely = untimelyOf(c, acting, ending.kind, meant)
  const label = Object.hasOwn(ending.grounds, typed.ground) ? ending.grounds[typed.ground] : null
  const errors: FormError[] = [
    ...(meant.length === 0 ? [{ name: 'lot', text: NO_LOT_CHOSEN }] : []),
    ...(untimely ? [{ name: 'lot', text: untimely }] : []),
    ...(label ? [] : [{ name: 'motif', text: GROUND_MISSING }]),
    ...(typed.ground === 'interet' && typed.words === ''
      ? [{ name: 'precisions', text: GROUND_WORDS_MISSING }]
      : []),
    ...(typed.words.length > LONGEST_REASON ? [{ name: 'precisions', text: TOO_LONG }] : []),
  ]
  if (errors.length > 0 || !label) return endPage(c, acting, ending, typed, errors)
  const ground = groundText(label, typed.words)
  const outcome: LotOutcome = { ...NOTHING, kind: ending.kind, ground }
  const decided = meant.map((choice) => ({ choice, outcome }))
  const said = await sayOutcome(c, acting, form, decided, ground, ending.action, context)
  if (said) return c.redirect(`${acting.base}?fait=${ending.done}`, 303)
  return withConsultation(c, (fresh) => endPage(c, fresh, ending, typed, [STALE]))
}

const NOTHING = { winners: [], amount: null, bids: null, irregularBids: null, notifiedOn: null }

/** The lots that the form means; null: the whole. Nothing where it means none that there is. */
function meantBy({ consultation: { facts } }: Acting, words: string[]): (LotChoice | null)[] {
  if (words.includes(WHOLE) && mayBeWhole(facts)) return [null]
  return lotsMeant(facts, words)
}

/** Once lots have ends of their own, those of the others are told by lots too. */
function mayBeWhole({ lots = [] }: Acting['consultation']['facts']): boolean {
  return lots.every(({ outcome }) => !outcome)
}

/** No bid can be judged before it may be sent. */
function untimelyOf(
  c: GuichetContext,
  { consultation: { facts, state } }: Acting,
  kind: LotOutcome['kind'],
  meant: (LotChoice | null)[],
): string | null {
  if (state === 'withdrawn') return UNTIMELY.outcome
  if (kind === 'abandoned') return null
  const now = c.var.deps.now()
  const isAwaited = meant.some((choice) => {
    const deadline = choice?.lot.deadline ?? facts.deadline
    return deadline !== undefined && new Date(deadline.instant) > now
  })
  return isAwaited ? NOT_OVER_YET : null
}

async function sayOutcome(
  c: GuichetContext,
  acting: Acting,
  form: URLSearchParams,
  decided: Decided[],
  reason: string | null,
  action: string,
  { partner }: Acting['context'],
): Promise<boolean> {
  const { facts, own, state } = acting.consultation
  return sayDecision(c, acting, typedSourceName(partner.shortName), {
    version: form.get('version') ?? '',
    change: outcomeChange(facts, own, decided, reason),
    action,
    before: { state },
    after: { lots: decided.flatMap(({ choice }) => choice?.value ?? []), ground: reason },
  })
}

async function endPage(
  c: GuichetContext,
  acting: Acting,
  { deed, kind, grounds }: End,
  typed: TypedEnd = { lots: [], ground: '', words: '' },
  errors: FormError[] = [],
): Promise<Response> {
  const { facts } = acting.consultation
  const lots = lotChoices(facts)
  const page = {
    ...(await frameFor(c, acting)),
    deed,
    lots,
    whole: mayBeWhole(facts),
    grounds: Object.entries(grounds).map(([value, label]) => ({ value, label })),
    typed,
    errors,
    tooEarly: untimelyOf(c, acting, kind, lots.length > 0 ? [] : [null]),
  }
  return c.html(renderPage(<EndPage {...page} />), statusOf(errors))
}

/* Awarded. */

/** Lots awarded on one page. */
const MOST_AWARDS = 20

async function showAward(c: GuichetContext, acting: Acting): Promise<Response> {
  const { facts } = acting.consultation
  const words = c.req.queries('lot') ?? (facts.lots?.length ? [] : [WHOLE])
  const chosen = meantBy(acting, words)
  const typed = Object.assign(
    {},
    ...chosen.map((choice, place) => {
      const outcome = choice ? choice.lot.outcome : facts.outcome
      return outcome?.kind === 'awarded' ? awardFields(place, outcome) : {}
    }),
  ) as TypedFields
  const errors = chosenErrors(c, acting, chosen, c.req.queries('lot') !== undefined)
  return awardPage(c, acting, { chosen: errors.length > 0 ? [] : chosen, typed, errors })
}

function chosenErrors(
  c: GuichetContext,
  acting: Acting,
  chosen: (LotChoice | null)[],
  isAsked: boolean,
): FormError[] {
  if (!isAsked) return []
  if (chosen.length === 0) return [{ name: 'lot', text: NO_LOT_CHOSEN }]
  if (chosen.length > MOST_AWARDS) return [{ name: 'lot', text: TOO_MANY_LOTS }]
  const untimely = untimelyOf(c, acting, 'awarded', chosen)
  return untimely ? [{ name: 'lot', text: untimely }] : []
}

async function award(c: GuichetContext, acting: Acting): Promise<Response> {
  const { context } = acting
  const form = formOf(c)
  const chosen = meantBy(acting, form.getAll('lot'))
  const refused = chosenErrors(c, acting, chosen, true)
  const typed = typedIn(form)
  if (refused.length > 0) return awardPage(c, acting, { chosen: [], typed, errors: refused })
  if (form.get('action') === 'titulaires')
    return awardPage(c, acting, { chosen, typed, errors: [], extraRows: 2 })
  const read = chosen.map((choice, place) => ({
    choice,
    award: readAward(typed, place, context.today),
  }))
  const errors = read.flatMap(({ award: reading }) =>
    reading.ok ? [] : reading.problems.map(awardError),
  )
  if (errors.length > 0) return awardPage(c, acting, { chosen, typed, errors })
  const decided = read.flatMap(({ choice, award: reading }) =>
    reading.ok ? [{ choice, outcome: reading.outcome }] : [],
  )
  const said = await sayOutcome(c, acting, form, decided, null, 'consultation.award', context)
  if (said) return c.redirect(`${acting.base}?fait=attribuee`, 303)
  return withConsultation(c, (fresh) => {
    const still = meantBy(fresh, form.getAll('lot'))
    return awardPage(c, fresh, { chosen: still, typed, errors: [STALE] })
  })
}

async function awardPage(
  c: GuichetContext,
  acting: Acting,
  shown: {
    chosen: (LotChoice | null)[]
    typed: TypedFields
    errors: FormError[]
    extraRows?: number
  },
): Promise<Response> {
  const { facts } = acting.consultation
  const page = {
    ...(await frameFor(c, acting)),
    lots: lotChoices(facts),
    whole: mayBeWhole(facts),
    extraRows: 0,
    ...shown,
    tooEarly: facts.lots?.length ? null : untimelyOf(c, acting, 'awarded', [null]),
  }
  return c.html(renderPage(<AwardPage {...page} />), statusOf(shown.errors))
}

/* Started again. */

function mayRelaunch({ consultation: { facts, state } }: Acting): boolean {
  if (state === 'planned' || state === 'open') return false
  const lots = facts.lots ?? []
  return state !== 'awarded' || lots.some(({ outcome }) => outcome && outcome.kind !== 'awarded')
}

async function beginAgain(c: GuichetContext, acting: Acting): Promise<Response> {
  const { db, now } = c.var.deps
  if (!mayRelaunch(acting)) return relaunchPage(c, acting, 422)
  const { partner, consultation } = acting
  const { id: agentId, actor } = agentOf(c)
  const by = { partnerId: partner.id, agentId, actor }
  const draft = await db.transaction((tx) => relaunch(tx, by, consultation, now()))
  return c.redirect(`/espace/${partner.slug}/brouillons/${draft}`, 303)
}

async function relaunchPage(
  c: GuichetContext,
  acting: Acting,
  status: 200 | 422 = 200,
): Promise<Response> {
  const refusal = mayRelaunch(acting) ? null : UNTIMELY.relance
  const page = { ...(await frameFor(c, acting)), errors: [], refusal }
  return c.html(renderPage(<RelaunchPage {...page} />), status)
}

async function frameFor(c: GuichetContext, { partner, consultation, base }: Acting) {
  return { frame: await frameOf(c, c.req.path), partner, consultation, base }
}

function statusOf(errors: FormError[]): 200 | 422 {
  return errors.length > 0 ? 422 : 200
}
