import { bandOptions } from '../../views/posting/life/band-options.ts'
import { ComplementEndPage, ComplementPage } from '../../views/posting/life/complement-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { COMPLEMENT_ENDS, complementError } from '../../views/words/complements.ts'
import { CHANGED_MEANWHILE } from '../../views/words/life.ts'
import { typedSourceName } from '../../views/words/posting.ts'
import { agentOf, formOf } from '../auth/guard.ts'
import type { RecordContext } from '../consultations/records/draft.ts'
import type { Tx } from '../db/db.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { entryBands } from '../rules/entry-bands.ts'
import { recordContext } from '../sources/record-context.ts'
import { type Complement, lackingIn } from './complements/lacking.ts'
import {
  type ComplementLink,
  findComplementLink,
  holdComplementLink,
  useComplementLink,
} from './complements/links.ts'
import { readComplement, type TypedComplement } from './complements/read-complement.ts'
import { optOutOfComplements, refuseComplements } from './complements/refuse.ts'
import { type Decider, decide } from './decide.ts'
import { followedSources } from './followed-sources.ts'
import { type OwnConsultation, ownConsultation } from './own-consultation.ts'
import { type TypingContext, typingContext } from './typing-context.ts'
import { type Acting, withConsultation } from './with-consultation.ts'

const writers = routesFor('write-consultations')
const anyone = routesFor('public')

/** « 3 précisions aideraient les entreprises »: for an agent who is signed in, and by one link without a password. */
export const complementRoutes: Route[] = [
  writers.page('/espace/:partner/consultations/:reference/complement', (c) =>
    withConsultation(c, async (acting) => show(c, await signedIn(c, acting))),
  ),
  writers.write('/espace/:partner/consultations/:reference/complement', (c) =>
    withConsultation(c, async (acting) => take(c, await signedIn(c, acting))),
  ),
  anyone.page('/complement/:secret', { limit: 'sign-in' }, (c) =>
    withLink(c, (asked) => show(c, asked)),
  ),
  anyone.write('/complement/:secret', { limit: 'sign-in' }, (c) =>
    withLink(c, (asked) => take(c, asked)),
  ),
]

/** Who is asked, of what, and by which way. */
interface Asked {
  consultation: OwnConsultation
  context: TypingContext
  partner: { id: number; slug: string; name: string }
  agentId: string
  actor: string
  lacking: Complement[]
  action: string
  /** Null: signed in. */
  secret: string | null
}

async function signedIn(
  c: GuichetContext,
  { consultation, context, partner, base }: Acting,
): Promise<Asked> {
  const { id: agentId, actor } = agentOf(c)
  const lacking = await lackingOf(c, consultation)
  const action = `${base}/complement`
  return { consultation, context, partner, agentId, actor, lacking, action, secret: null }
}

/** The link allows this one form, for this one consultation, and nothing else. */
async function withLink(
  c: GuichetContext,
  answer: (asked: Asked) => Promise<Response>,
): Promise<Response> {
  const { db, now } = c.var.deps
  const secret = c.req.param('secret') ?? ''
  const link = await findComplementLink(db, secret, now())
  const consultation = link && (await ownConsultation(db, link.partner.id, link.reference, now()))
  if (!link || !consultation) return endPage(c, 'over', null, 410)
  const response = await answer({
    consultation,
    context: await typingContext(c.var.deps, link.partner.id),
    partner: link.partner,
    agentId: link.agentId,
    actor: actorOf(link),
    lacking: await lackingOf(c, consultation),
    action: `/complement/${secret}`,
    secret,
  })
  response.headers.set('cache-control', 'no-store')
  return response
}

function actorOf({ agentId }: ComplementLink): string {
  return `agent:${agentId}`
}

/** Asked only of what came from elsewhere: an agent's own form has asked it already. */
async function lackingOf(c: GuichetContext, { id, facts }: OwnConsultation): Promise<Complement[]> {
  const followed = await followedSources(c.var.deps.db, id)
  return followed.length > 0 ? lackingIn(facts) : []
}

async function take(c: GuichetContext, asked: Asked): Promise<Response> {
  const form = formOf(c)
  const { consultation, lacking } = asked
  const asks = form.get('action')
  if (asks === 'ne-plus-demander') return refuse(c, asked, 'refused')
  if (asks === 'plus-de-messages' && asked.secret !== null) return refuse(c, asked, 'opted-out')
  const typed: TypedComplement = { amount: '', lots: '', contact: '' }
  for (const name of lacking) typed[name] = form.get(name) ?? ''
  if (lacking.length === 0) return show(c, asked, typed, [], 422)
  const read = readComplement(typed)
  if (!read.ok) return show(c, asked, typed, read.problems.map(complementError))
  const version = form.get('version') ?? ''
  const { change } = read
  const action = 'consultation.complement'
  const decision = { consultation, version, change, isComplement: true, action }
  const after = { fields: Object.keys(change), by: asked.secret === null ? 'session' : 'link' }
  const said = await write(c, asked, async (tx, decider, recording) =>
    decide(tx, decider, { ...decision, after }, recording),
  )
  if (said === 'over') return endPage(c, 'over', null, 410)
  if (said === 'changed') {
    const { db, now } = c.var.deps
    const fresh = await ownConsultation(db, asked.partner.id, consultation.reference, now())
    const again = { ...asked, consultation: fresh ?? consultation }
    return show(c, again, typed, [{ name: null, text: CHANGED_MEANWHILE }])
  }
  await c.var.deps.versions.refresh()
  return asked.secret === null
    ? c.redirect(asked.action.replace(/\/complement$/, '?fait=complement'), 303)
    : endPage(c, 'thanks', consultation.path)
}

async function refuse(
  c: GuichetContext,
  asked: Asked,
  how: 'refused' | 'opted-out',
): Promise<Response> {
  const { consultation, partner, actor, agentId } = asked
  const said = await write(c, asked, async (tx, _decider, { now }) => {
    if (how === 'refused')
      await refuseComplements(tx, consultation, { actor, partnerId: partner.id }, now)
    else await optOutOfComplements(tx, agentId, now)
    return 'said' as const
  })
  if (said === 'over') return endPage(c, 'over', null, 410)
  return endPage(c, how, consultation.path)
}

/** Writes all or nothing, the link being used up with it; `over` where somebody used it meanwhile. */
async function write(
  c: GuichetContext,
  { consultation, context, actor, secret }: Asked,
  say: (tx: Tx, decider: Decider, recording: RecordContext) => Promise<'said' | 'changed'>,
): Promise<'said' | 'changed' | 'over'> {
  const { deps } = c.var
  const recording = await recordContext(deps, consultation)
  const decider = {
    partner: context.partner,
    actor,
    sourceName: typedSourceName(context.partner.shortName),
  }
  return deps.db.transaction(async (tx) => {
    if (secret !== null && !(await holdComplementLink(tx, secret, recording.now))) return 'over'
    const said = await say(tx, decider, recording)
    if (said === 'said' && secret !== null) await useComplementLink(tx, secret, recording.now)
    return said
  })
}

async function show(
  c: GuichetContext,
  asked: Asked,
  typed: TypedComplement = { amount: '', lots: '', contact: '' },
  errors: FormError[] = [],
  status?: 422,
): Promise<Response> {
  const { consultation, context, partner, action, lacking, secret } = asked
  const on = context.today
  const page = {
    frame: await frameOf(c, secret === null ? c.req.path : '/complement'),
    partner,
    consultation,
    action,
    lacking,
    bands: bandOptions(
      entryBands({ category: null, buyer: 'local', on }, context.rules),
      undefined,
    ),
    typed,
    errors,
    version: consultation.version,
    byLink: secret !== null,
  }
  return c.html(renderPage(<ComplementPage {...page} />), status ?? (errors.length > 0 ? 422 : 200))
}

async function endPage(
  c: GuichetContext,
  end: keyof typeof COMPLEMENT_ENDS,
  path: string | null,
  status: 200 | 410 = 200,
): Promise<Response> {
  const frame = await frameOf(c, '/complement')
  const page = <ComplementEndPage frame={frame} {...COMPLEMENT_ENDS[end]} path={path} />
  return c.html(renderPage(page), status, { 'cache-control': 'no-store' })
}
