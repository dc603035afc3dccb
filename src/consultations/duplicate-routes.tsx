import { DuplicatesPage } from '../../views/consultations/duplicates-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { isAnswerDone } from '../../views/words/duplicates.ts'
import { actingPartner, agentOf, formOf } from '../auth/guard.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { recordContext } from '../sources/record-context.ts'
import {
  acknowledgeDeadline,
  comparedBy,
  concernsPartner,
  joinedConsultations,
  openQuestions,
  unseenOverriddenDeadlines,
} from './duplicates.ts'
import { joinConsultations, keepApart } from './join.ts'
import { splitRecords } from './split.ts'

const { page, write } = routesFor('answer-duplicates')

/** Where a partner's agents say which consultations are one, and see which of their dates an official one replaced. */
export const duplicateRoutes: Route[] = [
  page('/espace/:partner/doublons', { example: '/espace/narbonne/doublons' }, showDuplicates),
  write('/espace/:partner/doublons', answer),
  write('/espace/:partner/doublons/separation', separate),
  write('/espace/:partner/doublons/dates', acknowledge),
]

async function showDuplicates(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const said = c.req.query('fait') ?? ''
  const page = {
    partner,
    questions: await openQuestions(db, partner.id),
    together: await joinedConsultations(db, partner.id, now()),
    deadlines: await unseenOverriddenDeadlines(db, partner.id),
    done: isAnswerDone(said) ? said : null,
  }
  const frame = await frameOf(c, `/espace/${partner.slug}/doublons`)
  return c.html(renderPage(<DuplicatesPage frame={frame} page={page} />))
}

async function answer(c: GuichetContext): Promise<Response> {
  const { deps } = c.var
  const partner = actingPartner(c)
  const form = formOf(c)
  const pair: [string, string] = [form.get('une') ?? '', form.get('autre') ?? '']
  const isSame = form.get('reponse') === 'meme'
  const by = { actor: agentOf(c).actor, partnerId: partner.id }
  const context = await recordContext(deps, { demonstration: false })
  const decision = await deps.db.transaction(async (tx) => {
    if (!(await concernsPartner(tx, pair, partner.id))) return { ok: false }
    return isSame ? joinConsultations(tx, pair, by, context) : keepApart(tx, pair, by, context.now)
  })
  return backTo(c, decision.ok ? (isSame ? 'reunies' : 'distinctes') : 'perimee')
}

async function separate(c: GuichetContext): Promise<Response> {
  const { deps } = c.var
  const partner = actingPartner(c)
  const form = formOf(c)
  const reference = form.get('consultation') ?? ''
  const recordId = Number(form.get('releve') ?? '')
  const by = { actor: agentOf(c).actor, partnerId: partner.id }
  const context = await recordContext(deps, { demonstration: false })
  const parted = await deps.db.transaction(async (tx) => {
    if (!(await concernsPartner(tx, [reference], partner.id))) return { ok: false }
    const whole = await comparedBy(tx, reference)
    const isTold = whole?.records.some((record) => record.id === recordId)
    return isTold ? splitRecords(tx, [recordId], by, context) : { ok: false }
  })
  return backTo(c, parted.ok ? 'separees' : 'perimee')
}

async function acknowledge(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const id = Number(formOf(c).get('date') ?? '')
  const known = await db.transaction((tx) =>
    acknowledgeDeadline(tx, id, actingPartner(c).id, now()),
  )
  return backTo(c, known ? 'vue' : 'perimee')
}

async function backTo(c: GuichetContext, done: string): Promise<Response> {
  await c.var.deps.versions.refresh()
  return c.redirect(`/espace/${actingPartner(c).slug}/doublons?fait=${done}`, 303)
}
