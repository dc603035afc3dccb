import { TO_CHECK } from '../../views/office/blank.ts'
import { TEMPLATE_VALUE_NAMES } from '../../views/office/template-values.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { TemplateDeskPage } from '../../views/templates/desk-page.tsx'
import { VersionDeskPage } from '../../views/templates/version-desk-page.tsx'
import { BLOCK_LABELS } from '../../views/words/templates.ts'
import { templateErrors } from '../../views/words/template-problems.ts'
import { recordAudit } from '../audit/record.ts'
import { actingPartner, agentOf, formOf } from '../auth/guard.ts'
import { rowId } from '../http/ids.ts'
import { can } from '../auth/policy.ts'
import { commit } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { committeeMeetings } from '../pact/meetings/read-meeting.ts'
import { readingFields } from '../forms/read-fields.ts'
import { parisDay } from '../rules/calendar.ts'
import { BLOCK_KEYS, type BlockKey } from './blocks.ts'
import { ordersOf } from './orders.ts'
import type { TemplateProblem } from './problem.ts'
import { glossaryText, readVersion } from './read-version.ts'
import { answerDeclaration, declareUse, hasDeclared, waitingDeclarations } from './uses.ts'
import {
  adoptVersion,
  type Author,
  beginVersion,
  listVersions,
  saveVersion,
  templateToUse,
  templateVersion,
  type TemplateVersion,
  type VersionWritten,
} from './versions.ts'

const BASE = '/espace/:partner/modele'

const members = routesFor('see-partner-area')
const writers = routesFor('write-consultations')
const { page, write } = routesFor('edit-pact')

/** The shared model in the partners' area: using it, and for the pact's editors writing and adopting its versions. */
export const templateDeskRoutes: Route[] = [
  members.page(BASE, { example: '/espace/narbonne/modele' }, deskPage),
  writers.write(`${BASE}/declaration`, declare),
  write(`${BASE}/versions`, begin),
  page(`${BASE}/versions/:number`, { example: '/espace/narbonne/modele/versions/3' }, (c) =>
    withVersion(c, (version) => versionPage(c, version)),
  ),
  write(`${BASE}/versions/:number`, (c) => withVersion(c, (version) => save(c, version))),
  write(`${BASE}/versions/:number/adoption`, (c) => withVersion(c, (version) => adopt(c, version))),
  write(`${BASE}/declarations/:id`, answer),
]

async function deskPage(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const agent = agentOf(c)
  const day = parisDay(now())
  const version = await templateToUse(db, day)
  if (!version) return missingPage(c)
  const may = {
    write: can(agent, 'write-consultations', partner.id),
    edit: can(agent, 'edit-pact', partner.id),
  }
  const page = {
    frame: await frameOf(c, c.req.path),
    partner,
    may,
    current: version.number,
    declared: await hasDeclared(db, partner.id, version.number),
    orders: may.write ? await ordersOf(db, partner.id) : [],
    versions: await listVersions(db, day),
    waiting: may.edit ? await waitingDeclarations(db) : [],
    done: c.req.query('fait') ?? null,
  }
  return c.html(renderPage(<TemplateDeskPage {...page} />))
}

async function declare(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const version = await templateToUse(db, parisDay(now()))
  if (!version) return missingPage(c)
  await commit(c, async (tx) => {
    const user = { partnerId: partner.id, organisation: null, siret: null }
    await recordAudit(tx, {
      at: now(),
      actor: agentOf(c).actor,
      partnerId: partner.id,
      action: 'template.use',
      subject: `template:${version.number}`,
    })
    await declareUse(tx, user, version.number, now())
  })
  return c.redirect(`/espace/${partner.slug}/modele?fait=declaree`, 303)
}

async function answer(c: GuichetContext): Promise<Response> {
  const { now } = c.var.deps
  const id = rowId(c.req.param('id') ?? '')
  const word = formOf(c).get('reponse') === 'confirmer' ? 'confirm' : 'decline'
  if (id === null) return missingPage(c)
  await commit(c, (tx) => answerDeclaration(tx, id, word, authorOf(c), now()))
  return c.redirect(`/espace/${actingPartner(c).slug}/modele?fait=${word}`, 303)
}

async function begin(c: GuichetContext): Promise<Response> {
  const { now } = c.var.deps
  const number = await commit(c, (tx) => beginVersion(tx, authorOf(c), now()))
  return c.redirect(`/espace/${actingPartner(c).slug}/modele/versions/${number}`, 303)
}

async function withVersion(
  c: GuichetContext,
  handle: (version: TemplateVersion) => Promise<Response>,
): Promise<Response> {
  const [number] = /^[1-9]\d{0,5}$/.exec(c.req.param('number') ?? '') ?? []
  const version = number === undefined ? null : await templateVersion(c.var.deps.db, Number(number))
  if (!version) return missingPage(c)
  if (version.adoptedOn === null) return handle(version)
  return c.redirect(`/modele/versions/${version.number}`, 303)
}

interface Shown {
  form?: URLSearchParams
  errors?: FormError[]
  stale?: boolean
}

async function versionPage(
  c: GuichetContext,
  version: TemplateVersion,
  { form = fieldsOf(version), errors = [], stale = false }: Shown = {},
): Promise<Response> {
  const { db, now } = c.var.deps
  const held = (await committeeMeetings(db)).filter(({ meeting }) => meeting.startsAt <= now())
  const page = {
    frame: await frameOf(c, c.req.path),
    partner: actingPartner(c),
    version,
    form,
    errors,
    stale,
    values: TEMPLATE_VALUE_NAMES,
    meetings: held.map(({ meeting: { id, startsAt } }) => ({ id, startsAt })),
    saved: c.req.query('fait') === 'enregistree',
  }
  return c.html(
    renderPage(<VersionDeskPage {...page} />),
    stale ? 409 : errors.length > 0 ? 422 : 200,
  )
}

function fieldsOf({ note, texts, glossary }: TemplateVersion): URLSearchParams {
  return new URLSearchParams([
    ['note', note],
    ...BLOCK_KEYS.map((key) => [`block.${key}`, texts[key]]),
    ['glossary', glossaryText(glossary)],
  ])
}

async function save(c: GuichetContext, version: TemplateVersion): Promise<Response> {
  const { now } = c.var.deps
  const form = formOf(c)
  const { problems, ...said } = readVersion(form, TEMPLATE_VALUE_NAMES)
  if (problems.length > 0)
    return versionPage(c, version, { form, errors: templateErrors(problems, blockLabel) })
  const written = await commit(c, (tx) =>
    saveVersion(
      tx,
      { ...said, number: version.number, version: Number(form.get('version')) },
      authorOf(c),
      now(),
    ),
  )
  return after(c, version, written, form)
}

function blockLabel(field: string): string | undefined {
  const key = BLOCK_KEYS.find((each) => field === `block.${each}`)
  return key && BLOCK_LABELS[key satisfies BlockKey]
}

async function adopt(c: GuichetContext, version: TemplateVersion): Promise<Response> {
  const { db, now } = c.var.deps
  const form = formOf(c)
  const reading = readingFields(form)
  const adoptedOn = reading.requiredDay('adoptee')
  const inForceOn = reading.requiredDay('en-vigueur')
  const meetingId = reading.key('reunion')
  const meetings = await committeeMeetings(db)
  const problems: TemplateProblem[] = reading.problems.map(({ field, code }) => ({
    field: field ?? 'adoptee',
    code: code === 'missing' ? 'missing' : field === 'reunion' ? 'meeting' : 'date',
  }))
  const isWrong = (name: string) => problems.some(({ field }) => field === name)
  if (!isWrong('adoptee') && adoptedOn > parisDay(now()))
    problems.push({ field: 'adoptee', code: 'not-yet' })
  if (!isWrong('adoptee') && !isWrong('en-vigueur') && inForceOn < adoptedOn)
    problems.push({ field: 'en-vigueur', code: 'in-force-before' })
  if (meetingId !== null && !meetings.some(({ meeting }) => meeting.id === meetingId))
    problems.push({ field: 'reunion', code: 'meeting' })
  for (const key of BLOCK_KEYS)
    if (version.texts[key].includes(TO_CHECK))
      problems.push({ field: `block.${key}`, code: 'to-check' })
  const whole = new URLSearchParams([...fieldsOf(version), ...form])
  if (problems.length > 0)
    return versionPage(c, version, { form: whole, errors: templateErrors(problems, blockLabel) })
  const dates = { number: version.number, adoptedOn, inForceOn, meetingId }
  const written = await commit(c, (tx) =>
    adoptVersion(tx, { ...dates, version: Number(form.get('version')) }, authorOf(c), now()),
  )
  if (written === 'written')
    return c.redirect(`/espace/${actingPartner(c).slug}/modele?fait=adoptee`, 303)
  return after(c, version, written, whole)
}

async function after(
  c: GuichetContext,
  version: TemplateVersion,
  written: VersionWritten,
  form: URLSearchParams,
): Promise<Response> {
  const base = `/espace/${actingPartner(c).slug}/modele`
  switch (written) {
    case 'written':
      return c.redirect(`${base}/versions/${version.number}?fait=enregistree`, 303)
    case 'not-a-draft':
      return c.redirect(`/modele/versions/${version.number}`, 303)
    case 'changed-meanwhile': {
      const theirs = await templateVersion(c.var.deps.db, version.number)
      return versionPage(c, theirs ?? version, { form, stale: true })
    }
  }
}

function authorOf(c: GuichetContext): Author {
  return { actor: agentOf(c).actor, partnerId: actingPartner(c).id }
}
