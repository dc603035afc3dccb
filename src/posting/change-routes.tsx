import { ChangePage } from '../../views/posting/life/change-page.tsx'
import { ExtendPage } from '../../views/posting/life/extend-page.tsx'
import { bandOptions } from '../../views/posting/life/band-options.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { tradeOptions } from '../../views/shared/trade-options.ts'
import {
  CHANGED_MEANWHILE,
  DEADLINE_PASSED,
  NOTHING_CHANGED,
  SAME_DEADLINE,
  TOO_LONG,
} from '../../views/words/life.ts'
import { fieldLabelOf, typedProblemError, typedSourceName } from '../../views/words/posting.ts'
import { formOf } from '../auth/guard.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { frenchHolidays } from '../rules/calendar.ts'
import { entryBands } from '../rules/entry-bands.ts'
import type { Finding } from '../rules/finding.ts'
import { answeredIn, checkLife, type Circumstances } from './check-life.ts'
import type { FactChange } from './fact-change.ts'
import { followedSources } from './followed-sources.ts'
import { proposeExtensions } from './propose-extensions.ts'
import { differs, readChange } from './read-change.ts'
import { lotRowsFor } from './read-typed.ts'
import type { TypedFields } from './schema.ts'
import { fieldsOf, momentFields } from './typed-fields.ts'
import { typedIn } from './typed-in.ts'
import { type Acting, sayDecision, withConsultation } from './with-consultation.ts'

const { page, write } = routesFor('write-consultations')

/** Correcting a consultation that stands, and giving firms more time. */
export const changeRoutes: Route[] = [
  page('/espace/:partner/consultations/:reference/modifier', (c) =>
    withConsultation(c, (acting) => CHANGE.show(c, acting, asItStands(acting))),
  ),
  write('/espace/:partner/consultations/:reference/modifier', (c) =>
    withConsultation(c, (acting) => publish(c, acting, CHANGE)),
  ),
  page('/espace/:partner/consultations/:reference/prolonger', (c) =>
    withConsultation(c, (acting) => EXTENSION.show(c, acting, { typed: {} })),
  ),
  write('/espace/:partner/consultations/:reference/prolonger', (c) =>
    withConsultation(c, (acting) => publish(c, acting, EXTENSION)),
  ),
]

/** What a form is shown with, beside the consultation itself. */
interface Shown {
  typed: TypedFields
  errors?: FormError[]
  findings?: Finding[]
  refused?: boolean
  theirs?: { label: string; value: string }[]
  extraLots?: number
}

/** A page with a form that changes facts. */
interface Form {
  show: (c: GuichetContext, acting: Acting, shown: Shown) => Promise<Response>
  /** Fields that count, of all that were sent. */
  takes: (name: string) => boolean
  /** Whether a proposed date is published at once, or filled in first. */
  takesAtOnce: boolean
  action: string
  done: string
  nothing: string
}

const CHANGE: Form = {
  show: changePage,
  takes: () => true,
  takesAtOnce: false,
  action: 'consultation.change',
  done: 'modifiee',
  nothing: NOTHING_CHANGED,
}

const EXTENSION: Form = {
  show: extendPage,
  takes: (name) => name.startsWith('deadline.') || name === 'motif' || name.startsWith('kept.'),
  takesAtOnce: true,
  action: 'consultation.extend',
  done: 'prolongee',
  nothing: SAME_DEADLINE,
}

const LONGEST_REASON = 500

async function publish(c: GuichetContext, acting: Acting, form: Form): Promise<Response> {
  const { consultation, context } = acting
  const { facts, own } = consultation
  const sent = formOf(c)
  const taken = sent.get('prendre')
  const typed: TypedFields = {
    ...fieldsIn(sent, form),
    ...(taken === null ? {} : momentFields('deadline', taken)),
  }
  if (sent.get('action') === 'lots') return form.show(c, acting, { typed, extraLots: 3 })
  if (sent.get('version') !== consultation.version) return stale(c, acting, form, typed)
  const read = readChange(facts, own, typed, context.reading)
  if (!read.ok) return form.show(c, acting, { typed, errors: read.problems.map(typedProblemError) })
  const { change } = read
  const findings = findingsOf(acting, change, typed)
  if (taken !== null && !form.takesAtOnce) return form.show(c, acting, { typed, findings })
  const errors = errorsIn(c, acting, change, typed, form)
  if (errors.length > 0) return form.show(c, acting, { typed, errors, findings })
  const { kept, ready } = answeredIn(findings, typed)
  if (!ready) return form.show(c, acting, { typed, findings, refused: true })
  const said = await sayDecision(c, acting, typedSourceName(context.partner.shortName), {
    version: consultation.version,
    change: { ...change, statusReason: reasonIn(typed) ?? undefined },
    kept,
    action: form.action,
    before: { deadline: facts.deadline?.wall ?? null },
    after: {
      fields: Object.keys(change),
      deadline: (change.deadline ?? facts.deadline)?.wall ?? null,
    },
  })
  if (!said) return withConsultation(c, (fresh) => stale(c, fresh, form, typed))
  return c.redirect(`${acting.base}?fait=${form.done}`, 303)
}

/** What was typed, beside what the consultation says by now. */
function stale(c: GuichetContext, acting: Acting, form: Form, typed: TypedFields) {
  const errors = [{ name: null, text: CHANGED_MEANWHILE }]
  return form.show(c, acting, { typed, errors, theirs: differencesFrom(acting, typed) })
}

/** What counts of everything that was sent; a box that was unticked sends nothing and is emptied. */
function fieldsIn(sent: URLSearchParams, form: Form): TypedFields {
  const typed = Object.entries(typedIn(sent)).filter(
    ([name]) => !STEERING.has(name) && form.takes(name),
  )
  return { ...(sent.has('object') ? { trades: [] } : {}), ...Object.fromEntries(typed) }
}

const STEERING = new Set(['version', 'action', 'prendre'])

function errorsIn(
  c: GuichetContext,
  { consultation: { facts } }: Acting,
  change: FactChange,
  typed: TypedFields,
  form: Form,
): FormError[] {
  const isSame = change.deadline?.instant === facts.deadline?.instant
  const names = Object.keys(change).filter((name) => name !== 'deadline' || !isSame)
  const field = form.takesAtOnce ? 'deadline' : null
  if (names.length === 0) return [{ name: field, text: form.nothing }]
  const errors: FormError[] = []
  if (change.deadline && new Date(change.deadline.instant) <= c.var.deps.now())
    errors.push({ name: 'deadline', text: DEADLINE_PASSED })
  if ((reasonIn(typed)?.length ?? 0) > LONGEST_REASON)
    errors.push({ name: 'motif', text: TOO_LONG })
  return errors
}

/** A consultation that takes no bids any more may be corrected at any time. */
function findingsOf(acting: Acting, change: FactChange, typed: TypedFields): Finding[] {
  const { consultation } = acting
  const awaitsBids = consultation.state === 'open' || consultation.state === 'planned'
  if (!awaitsBids && !change.deadline) return []
  return checkLife(consultation.facts, change, typed, circumstancesOf(acting))
}

function circumstancesOf({ consultation, context }: Acting): Circumstances {
  const { rules, today } = context
  return { publishedAt: consultation.publishedAt, today, rules, calendar: frenchHolidays }
}

function reasonIn(typed: TypedFields): string | null {
  return typed.motif?.[0]?.trim() || null
}

/** What the consultation says where the form says something else. */
function differencesFrom({ consultation }: Acting, typed: TypedFields): Shown['theirs'] {
  const known = fieldsOf(consultation.facts)
  return Object.keys({ ...known, ...typed })
    .filter((name) => !/^(?:motif$|kept\.)/.test(name) && differs(typed, known, name))
    .map((name) => ({ label: fieldLabelOf(name), value: (known[name] ?? []).join(', ') }))
}

function asItStands({ consultation }: Acting): Shown {
  return { typed: fieldsOf(consultation.facts) }
}

/** 422 where something is to be put right or looked at again. */
function statusOf({ errors = [], refused = false }: Shown): 200 | 422 {
  return errors.length > 0 || refused ? 422 : 200
}

async function changePage(c: GuichetContext, acting: Acting, shown: Shown): Promise<Response> {
  const { consultation, context, partner, base } = acting
  const { typed, errors = [], findings = [], refused = false, theirs = [], extraLots = 0 } = shown
  const on = context.today
  const bands = entryBands({ category: null, buyer: 'local', on }, context.rules)
  const page = {
    frame: await frameOf(c, c.req.path),
    partner,
    consultation,
    base,
    typed,
    errors,
    findings,
    refused,
    theirs,
    followed: await followedSources(c.var.deps.db, consultation.id),
    trades: tradeOptions(context.reading.trades),
    bands: bandOptions(bands, consultation.facts.amount),
    lotRows: lotRowsFor(typed, extraLots),
  }
  return c.html(renderPage(<ChangePage {...page} />), statusOf(shown))
}

async function extendPage(c: GuichetContext, acting: Acting, shown: Shown): Promise<Response> {
  const { consultation, partner, base } = acting
  const { typed, errors = [], findings = [], refused = false, theirs = [] } = shown
  const page = {
    frame: await frameOf(c, c.req.path),
    partner,
    consultation,
    base,
    deadline: consultation.facts.deadline ?? null,
    proposals: proposeExtensions(consultation.facts, circumstancesOf(acting)),
    typed,
    errors,
    findings,
    refused,
    theirs,
  }
  return c.html(renderPage(<ExtendPage {...page} />), statusOf(shown))
}
