import { recordAudit } from '../audit/record.ts'
import { CheckPage, type RefusedPublication } from '../../views/posting/check-page.tsx'
import { DraftPage } from '../../views/posting/draft-page.tsx'
import { StartPage } from '../../views/posting/start-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { amountText, longMoment } from '../../views/format.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { tradeOptions } from '../../views/shared/trade-options.ts'
import {
  fieldLabelOf,
  typedProblemError,
  typedSourceName,
  unknownAddressSentence,
} from '../../views/words/posting.ts'
import { nearMatches } from '../consultations/records/near-matches.ts'
import { actingPartner, agentOf, formOf } from '../auth/guard.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { Facts } from '../consultations/facts.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { frenchHolidays } from '../rules/calendar.ts'
import { firstDeadline } from '../rules/check-deadline.ts'
import { entryBands } from '../rules/entry-bands.ts'
import { recordContext } from '../sources/record-context.ts'
import { checkDraft, undisclosedIn } from './check-draft.ts'
import {
  beginDraft,
  discardDraft,
  type Draft,
  openDraft,
  publishedAs,
  saveDraft,
  type Typist,
} from './drafts.ts'
import { findElsewhere } from './find-elsewhere.ts'
import { type FormStep, isFormName, STEPS } from './form-steps.ts'
import { publishDraft } from './publish.ts'
import { lotRowsFor, readTyped, type TypedReading } from './read-typed.ts'
import type { TypedFields } from './schema.ts'
import { bandWord, momentFields, withBand } from './typed-fields.ts'
import { fieldsOfLastTime, type TypingContext, typingContext } from './typing-context.ts'

const { page, write } = routesFor('write-consultations')

/** Typing a consultation: from nothing, or from what was read elsewhere, to the board. */
export const draftRoutes: Route[] = [
  page(
    '/espace/:partner/consultations/nouvelle',
    { example: '/espace/narbonne/consultations/nouvelle' },
    (c) => startPage(c, '', []),
  ),
  write('/espace/:partner/consultations/nouvelle', start),
  page('/espace/:partner/brouillons/:id', (c) =>
    withDraft(c, (draft, context) => draftPage(c, draft, context)),
  ),
  write('/espace/:partner/brouillons/:id', (c) =>
    withDraft(c, (draft, context) => save(c, draft, context)),
  ),
  page('/espace/:partner/brouillons/:id/verification', (c) =>
    withDraft(c, (draft, context) => checkPage(c, draft, context, null)),
  ),
  write('/espace/:partner/brouillons/:id/publication', (c) =>
    withDraft(c, (draft, context) => publish(c, draft, context)),
  ),
  write('/espace/:partner/brouillons/:id/abandon', async (c) => {
    const { db, now } = c.var.deps
    const partner = actingPartner(c)
    const id = c.req.param('id') ?? ''
    const draft = await openDraft(db, partner.id, id)
    if (!draft) return missingPage(c)
    await db.transaction(async (tx) => {
      await discardDraft(tx, partner.id, id, now())
      await recordAudit(tx, {
        at: now(),
        actor: agentOf(c).actor,
        partnerId: partner.id,
        action: 'draft.discard',
        subject: `draft:${id}`,
      })
    })
    return c.redirect('/espace', 303)
  }),
]

async function withDraft(
  c: GuichetContext,
  answer: (draft: Draft, context: TypingContext) => Promise<Response>,
): Promise<Response> {
  const { db } = c.var.deps
  const partner = actingPartner(c)
  const id = c.req.param('id') ?? ''
  const draft = await openDraft(db, partner.id, id)
  if (draft) return answer(draft, await typingContext(c.var.deps, draft.partnerId))
  // A button pressed twice, or a list of drafts that is old.
  const reference = await publishedAs(db, partner.id, id)
  return reference === null
    ? missingPage(c)
    : c.redirect(`/espace/${partner.slug}/consultations/${reference}?publiee=oui`, 303)
}

async function startPage(
  c: GuichetContext,
  address: string,
  errors: FormError[],
  known: Parameters<typeof StartPage>[0]['known'] = null,
): Promise<Response> {
  const partner = actingPartner(c)
  const frame = await frameOf(c, c.req.path)
  const page = { frame, partner, address, errors, known }
  return c.html(renderPage(<StartPage {...page} />), errors.length > 0 ? 422 : 200)
}

async function start(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const form = formOf(c)
  const address = form.get('adresse')?.trim() ?? ''
  const context = await typingContext(c.var.deps, partner.id)
  let found: TypedFields = {}
  if (form.has('adresse')) {
    const elsewhere = await findElsewhere(c.var.deps, address)
    if (elsewhere.kind === 'unknown')
      return startPage(c, address, [
        { name: 'adresse', text: unknownAddressSentence(elsewhere.why) },
      ])
    if (elsewhere.kind === 'known') {
      const completeAt = `/espace/${partner.slug}/consultations/${elsewhere.reference}/complement`
      return startPage(c, address, [], { ...elsewhere, completeAt })
    }
    found = elsewhere.fields
  }
  const kind = form.get('form') === 'steps' ? 'steps' : 'short'
  const prefilled = Object.keys(found)
  const fields = { ...(await firstFields(c, context, kind)), ...found }
  const typist = typistOf(c)
  const id = await db.transaction((tx) =>
    beginDraft(tx, typist, { form: kind, fields, prefilled }, now()),
  )
  return c.redirect(`/espace/${partner.slug}/brouillons/${id}`, 303)
}

function typistOf(c: GuichetContext): Typist {
  const { id: agentId, actor } = agentOf(c)
  return { partnerId: actingPartner(c).id, agentId, actor }
}

/** What a form begins with: how it was answered last time, noon, and for a small contract the first day that keeps the pact. */
async function firstFields(
  c: GuichetContext,
  { partner, today, rules }: TypingContext,
  kind: Draft['form'],
): Promise<TypedFields> {
  const fields: TypedFields = {
    'deadline.time': ['12 h 00'],
    ...(await fieldsOfLastTime(c.var.deps.db, partner.id)),
  }
  if (kind === 'steps') return fields
  const asked = {
    deadline: '',
    firstPublication: today,
    dispatch: null,
    procedure: 'below-threshold' as const,
    stage: 'tender' as const,
    electronic: true,
    priorNotice: false,
    urgencyGround: null,
    amount: { min: 40_000, max: 90_000 },
    category: null,
    buyer: 'local' as const,
    visit: null,
    change: null,
  }
  const first = firstDeadline(asked, rules, frenchHolidays)
  return {
    ...fields,
    procedure: ['petit marché'],
    ...(first ? momentFields('deadline', `${first.date}T${first.hour}`) : {}),
  }
}

function stepOf(c: GuichetContext, draft: Draft): FormStep | null {
  if (draft.form === 'short') return null
  const [first] = STEPS
  return STEPS.find(({ slug }) => slug === c.req.query('etape')) ?? first ?? null
}

interface Shown {
  fields?: TypedFields
  errors?: FormError[]
  theirs?: { label: string; value: string }[] | null
  extraLots?: number
}

async function draftPage(
  c: GuichetContext,
  draft: Draft,
  { reading, rules, today }: TypingContext,
  { fields = draft.fields, errors = [], theirs = null, extraLots = 0 }: Shown = {},
): Promise<Response> {
  const page = {
    frame: await frameOf(c, c.req.path),
    partner: actingPartner(c),
    draft,
    step: stepOf(c, draft),
    theirs,
    typed: fields,
    errors,
    prefilled: draft.prefilled,
    trades: tradeOptions(reading.trades),
    bands: entryBands({ category: null, buyer: 'local', on: today }, rules).map((band) => ({
      value: bandWord(band),
      label: amountText(band) ?? '',
    })),
    lotRows: lotRowsFor(fields, extraLots),
  }
  return c.html(renderPage(<DraftPage {...page} />), errors.length > 0 || theirs ? 422 : 200)
}

async function save(c: GuichetContext, draft: Draft, context: TypingContext): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const form = formOf(c)
  const step = stepOf(c, draft)
  const typed = typedIn(form, draft)
  const typist = typistOf(c)
  const version = Number(form.get('version') ?? 0)
  const saved = await db.transaction((tx) =>
    saveDraft(tx, typist, { id: draft.id, version, fields: typed }, now()),
  )
  const fields = { ...draft.fields, ...typed }
  if (!saved.ok) {
    if (saved.theirs === null) return missingPage(c)
    const theirs = differencesOf(saved.theirs.fields, typed)
    return draftPage(c, saved.theirs, context, { fields, theirs })
  }
  const standing = { ...draft, version: saved.version, savedAt: now(), fields }
  const base = `/espace/${partner.slug}/brouillons/${draft.id}`
  switch (form.get('action')) {
    case 'lots':
      return draftPage(c, standing, context, { fields, extraLots: 3 })
    case 'plus-tard':
      return c.redirect('/espace', 303)
    default: {
      const errors = errorsIn(fields, context).filter(({ name }) => isAsked(name, step))
      if (errors.length > 0) return draftPage(c, standing, context, { fields, errors })
      const next = step === null ? undefined : STEPS[STEPS.indexOf(step) + 1]
      return c.redirect(next ? `${base}?etape=${next.slug}` : `${base}/verification`, 303)
    }
  }
}

/** The fields that the form sent, and no other; a box that was unticked sends nothing and is emptied. */
function typedIn(form: URLSearchParams, draft: Draft): TypedFields {
  const typed: TypedFields = {}
  if (draft.form === 'short' || form.has('object')) typed.trades = []
  for (const name of new Set(form.keys())) if (isFormName(name)) typed[name] = form.getAll(name)
  return typed
}

function differencesOf(
  theirs: TypedFields,
  typed: TypedFields,
): { label: string; value: string }[] {
  return Object.entries(theirs).flatMap(([name, values]) =>
    typed[name] !== undefined && JSON.stringify(typed[name]) !== JSON.stringify(values)
      ? [{ label: fieldLabelOf(name), value: values.join(', ') }]
      : [],
  )
}

/** What a file may leave out and a form asks of everybody: without it a firm cannot tell whether and how to answer. */
const ALWAYS_ASKED = ['place', 'responseKind', 'visit'] as const

function readDraft(fields: TypedFields, { reading }: TypingContext): TypedReading {
  const read = readTyped(withBand(fields), reading)
  const missing = ALWAYS_ASKED.filter((name) => !fields[name]?.some((value) => value.trim() !== ''))
  if (missing.length === 0) return read
  const problems = missing.map((column) => ({ column, lot: null, code: 'missing' as const }))
  const known = read.ok ? [] : read.problems
  return {
    ok: false,
    problems: [
      ...known,
      ...problems.filter(({ column }) => !known.some((each) => each.column === column)),
    ],
  }
}

/** What is wrong with what was typed so far, by field. */
function errorsIn(fields: TypedFields, context: TypingContext): FormError[] {
  const read = readDraft(fields, context)
  return read.ok ? [] : read.problems.map(typedProblemError)
}

/** Later steps are not asked about yet. */
function isAsked(name: string | null, step: FormStep | null): boolean {
  if (step === null || name === null) return true
  const field = name.replace(/-\d+$/, '')
  return step.fields.some((each) => each === field || (each === 'lots' && field.startsWith('lot')))
}

async function checkPage(
  c: GuichetContext,
  draft: Draft,
  context: TypingContext,
  refused: RefusedPublication | null,
): Promise<Response> {
  const read = readDraft(draft.fields, context)
  if (!read.ok) {
    const [first] = read.problems.map(typedProblemError)
    const step = STEPS.find((each) => isAsked(first?.name ?? null, each))
    const base = `/espace/${actingPartner(c).slug}/brouillons/${draft.id}`
    if (draft.form === 'steps' && step && c.req.query('etape') !== step.slug)
      return c.redirect(`${base}?etape=${step.slug}`, 303)
    return draftPage(c, draft, context, { errors: read.problems.map(typedProblemError) })
  }
  const { rules, today } = context
  const near = await nearOf(c, context, read.facts)
  const page = {
    frame: await frameOf(c, c.req.path),
    partner: actingPartner(c),
    draft,
    facts: read.facts,
    checked: checkDraft(read.facts, draft.fields, today, rules, frenchHolidays),
    near: near.slice(0, 5).map(({ path, title, deadlineAt, why }) => ({
      path,
      isSame: why === 'identity',
      title,
      deadline: deadlineAt && longMoment(deadlineAt),
    })),
    refused,
  }
  return c.html(renderPage(<CheckPage {...page} />), refused ? 422 : 200)
}

/** What the partner publishes already that may be this. */
async function nearOf(c: GuichetContext, { partner }: TypingContext, facts: Partial<Facts>) {
  return partner.buyerId === null ? [] : nearMatches(c.var.deps.db, partner.buyerId, facts)
}

/** Publishes, or takes the proposed date, or says what is still to be answered. */
async function publish(c: GuichetContext, draft: Draft, context: TypingContext): Promise<Response> {
  const { deps } = c.var
  const form = formOf(c)
  const partner = actingPartner(c)
  const { actor } = agentOf(c)
  const taken = form.get('prendre')
  const answers = Object.fromEntries(
    [...new Set(form.keys())]
      .filter((name) => /^kept\.[a-z-]+\.(?:ground|words)$/.test(name))
      .map((name) => [name, form.getAll(name)]),
  )
  const fields = { ...answers, ...(taken ? momentFields('deadline', taken) : {}) }
  const version = Number(form.get('version') ?? 0)
  // What is published is what the agent has read, not what somebody saved meanwhile.
  if (version !== draft.version) return checkPage(c, draft, context, 'changed')
  const typist = typistOf(c)
  const saved = await deps.db.transaction((tx) =>
    saveDraft(tx, typist, { id: draft.id, version, fields }, deps.now()),
  )
  if (!saved.ok)
    return saved.theirs ? checkPage(c, saved.theirs, context, 'changed') : missingPage(c)
  const standing = { ...draft, version: saved.version, fields: { ...draft.fields, ...fields } }
  if (taken) return c.redirect(`/espace/${partner.slug}/brouillons/${draft.id}/verification`, 303)
  const read = readDraft(standing.fields, context)
  if (!read.ok) return checkPage(c, standing, context, 'unanswered')
  const checked = checkDraft(
    read.facts,
    standing.fields,
    context.today,
    context.rules,
    frenchHolidays,
  )
  if (!checked.ready) return checkPage(c, standing, context, 'unanswered')
  const { lotGround, lotReason } = undisclosedIn(standing.fields)
  const singleLot =
    read.facts.divided === false && lotGround ? { ground: lotGround, words: lotReason } : null
  const near = await nearOf(c, context, read.facts)
  const recording = await recordContext(deps, context.partner)
  const said = await deps.db.transaction((tx) =>
    publishDraft(
      tx,
      context.partner,
      actor,
      typedSourceName(context.partner.shortName),
      { draft: standing, facts: read.facts, kept: checked.kept, singleLot },
      recording,
    ),
  )
  if (said === null) return missingPage(c)
  await deps.versions.refresh()
  const base = `/espace/${partner.slug}/consultations/${said.reference}`
  const joined = near.some(({ id }) => id === said.consultationId)
  return c.redirect(joined ? `${base}?fait=reunie` : `${base}?publiee=oui`, 303)
}
