import { requestMails } from '../../views/mail/requests.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { fileErrors } from '../../views/requests/file-errors.ts'
import { ErasedPage } from '../../views/requests/erased-page.tsx'
import { FOLLOW_DONE, FollowPage } from '../../views/requests/follow-page.tsx'
import type { FormError } from '../../views/shared/form.tsx'
import { DESK_LABELS, requestErrors } from '../../views/words/request-problems.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import { formOf } from '../auth/guard.ts'
import { rowId } from '../http/ids.ts'
import { newSecret } from '../auth/secret.ts'
import { currentLists } from '../consultations/lists.ts'
import { type Helper, whoHelps } from '../contacts/who-helps.ts'
import type { Tx } from '../db/db.ts'
import { isOutage } from '../db/outage.ts'
import { commit } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { parisDay } from '../rules/calendar.ts'
import { isTrapped } from '../forms/trap.ts'
import { typedForm } from '../trainings/typed-text.ts'
import { reopenRequest, withdrawRequest } from './close.ts'
import { eraseNow } from './erase-now.ts'
import type { GivenFile } from './files.ts'
import { type Followed, PRIVATE, withFollowed } from './followed.ts'
import { followPath, type RequestRow } from './links.ts'
import { allowName } from './mediation.ts'
import { writeAsFirm } from './messages.ts'
import type { Done } from './problem.ts'
import { wholeRequest } from './queries.ts'
import { receiveForm } from './received-files.ts'
import { answerRelay } from './relay.ts'
import type { Telling } from './tell.ts'
import { nextDue, quietEnd, reopenUntil, TIME_LIMITS } from './time-limits.ts'

const BASE = '/saisines/suivi/:token'

const anyone = routesFor('public')

/** What a firm's private link leads to. */
export const followRoutes: Route[] = [
  anyone.page(
    BASE,
    { example: '/saisines/suivi/demonstration-saisine-de-mediation-inventee' },
    (c) => withFollowed(c, (followed) => followPage(c, followed, NOTHING)),
  ),
  anyone.upload(`${BASE}/messages`, { limit: 'request' }, takeMessage),
  anyone.write(`${BASE}/relais/:relay`, { limit: 'request' }, (c) =>
    withFollowed(c, async (followed) => {
      const relay = rowId(c.req.param('relay'))
      const said = formOf(c).get('accord')
      if (relay === null || (said !== 'oui' && said !== 'non')) return missingPage(c)
      return settle(c, followed, said, (tx, telling) =>
        answerRelay(tx, followed.request.id, relay, said === 'oui', telling),
      )
    }),
  ),
  anyone.write(`${BASE}/nom`, { limit: 'request' }, (c) =>
    withFollowed(c, (followed) =>
      settle(c, followed, 'nom', (tx, telling) => allowName(tx, followed.request.id, telling)),
    ),
  ),
  anyone.write(`${BASE}/retrait`, { limit: 'request' }, (c) =>
    withFollowed(c, (followed) =>
      settle(c, followed, 'retiree', (tx, telling) =>
        withdrawRequest(tx, followed.request.id, telling),
      ),
    ),
  ),
  anyone.write(`${BASE}/effacement`, { limit: 'request' }, (c) =>
    withFollowed(c, (followed) => erase(c, followed)),
  ),
  anyone.page('/saisines/effacee', { example: '/saisines/effacee' }, async (c) => {
    const page = <ErasedPage frame={await frameOf(c, '/saisines/effacee')} />
    return c.html(renderPage(page), 200, PRIVATE)
  }),
  anyone.write(`${BASE}/reouverture`, { limit: 'request' }, (c) =>
    withFollowed(c, (followed) => reopen(c, followed)),
  ),
]

type DoneWord = keyof typeof FOLLOW_DONE

interface Shown {
  form: URLSearchParams
  errors: FormError[]
  received: GivenFile[]
  secret: string | null
  status: 200 | 413 | 415 | 422 | 503
}

const NOTHING: Shown = {
  form: new URLSearchParams(),
  errors: [],
  received: [],
  secret: null,
  status: 200,
}

async function followPage(
  c: GuichetContext,
  { secret, request }: Followed,
  shown: Shown,
): Promise<Response> {
  const { db, now, config } = c.var.deps
  const { trades } = await currentLists(c.var.deps)
  const done = DONE_WORDS.find((word) => word === c.req.query('fait')) ?? null
  const limit = request.closedAt && reopenUntil(request.kind, request.closedAt)
  const page = {
    // The page's own address is nowhere in it but in its forms and in what the firm keeps.
    frame: await frameOf(c, '/saisines'),
    path: followPath(secret),
    whole: await wholeRequest(db, request),
    tradeLabel: tradeLabelIn(trades),
    helpers: await helpersOf(c, request),
    due: request.partnerId === null ? null : nextDue(request),
    quietEnd: request.state !== 'closed' && request.turn === 'firm' ? quietEnd(request) : null,
    reopenUntil: limit && limit > now() ? limit : null,
    keptMonths: TIME_LIMITS[request.kind].keptMonths,
    mailIsOn: mailIsOn(config),
    done: shown.errors.length > 0 ? null : done,
    ...shown,
    secret: shown.secret ?? newSecret(),
  }
  return c.html(renderPage(<FollowPage {...page} />), shown.status, PRIVATE)
}

const DONE_WORDS: DoneWord[] = ['recue', 'message', 'oui', 'non', 'nom', 'retiree', 'rouverte']

/** Today's bodies for a firm in difficulty, as long as its request is open. */
async function helpersOf(c: GuichetContext, request: RequestRow): Promise<Helper[]> {
  if (request.kind !== 'difficulty' || request.state === 'closed') return []
  const { db, now } = c.var.deps
  const { gazetteer } = await currentLists(c.var.deps)
  const asked = {
    problem: request.kind,
    place: request.placeKey === null ? null : gazetteer.byKey(request.placeKey),
    buyerPartnerId: null,
    headCount: request.headcount,
    trade: null,
  }
  return whoHelps(db, gazetteer, asked, parisDay(now()))
}

/** While the database is away nobody's request is found: what was written is read all the same, for the page that keeps it. */
async function takeMessage(c: GuichetContext): Promise<Response> {
  try {
    return await withFollowed(c, (followed) => write(c, followed))
  } catch (error) {
    if (isOutage(error) && c.var.form === undefined) await receiveForm(c, 'firm')
    throw error
  }
}

async function write(c: GuichetContext, followed: Followed): Promise<Response> {
  const { fields, secret, files, problems, status } = await receiveForm(c, 'firm')
  if (isTrapped(fields)) return c.redirect(followPath(followed.secret), 303)
  const typed = typedForm(fields)
  const body = typed.text('message', 8_000)
  const errors = [
    ...requestErrors(problems.length > 0 ? [] : typed.problems, DESK_LABELS),
    ...fileErrors(problems),
  ]
  const shown = { form: fields, errors, received: files, secret, status }
  if (errors.length > 0) return followPage(c, followed, shown)
  return settle(
    c,
    followed,
    'message',
    (tx, telling) => writeAsFirm(tx, followed.request.id, { body, formSecret: secret }, telling),
    shown,
  )
}

async function reopen(c: GuichetContext, followed: Followed): Promise<Response> {
  const form = formOf(c)
  const typed = typedForm(form)
  const body = typed.text('message', 8_000, 'optional')
  const shown: Shown = { ...NOTHING, form, status: 422 }
  if (typed.problems.length > 0)
    return followPage(c, followed, { ...shown, errors: requestErrors(typed.problems, DESK_LABELS) })
  const written = { body, formSecret: form.get('demande') ?? '' }
  return settle(
    c,
    followed,
    'rouverte',
    (tx, telling) => reopenRequest(tx, followed.request.id, written, telling),
    shown,
  )
}

/** Asked twice: what is erased cannot be had back. */
async function erase(c: GuichetContext, followed: Followed): Promise<Response> {
  const { config, now } = c.var.deps
  if (formOf(c).get('compris') !== 'oui') {
    const errors = requestErrors([{ field: 'compris', code: 'understood' }], DESK_LABELS)
    return followPage(c, followed, { ...NOTHING, errors, status: 422 })
  }
  const telling = { config, now: now(), mails: requestMails }
  await commit(c, (tx) => eraseNow(tx, followed.request.id, telling))
  return c.redirect('/saisines/effacee', 303)
}

/** Does something to the firm's own request; what is refused is told on its page. */
async function settle(
  c: GuichetContext,
  followed: Followed,
  done: DoneWord,
  act: (tx: Tx, telling: Telling) => Promise<Done>,
  shown: Shown = NOTHING,
): Promise<Response> {
  const { config, now } = c.var.deps
  const telling = { config, now: now(), mails: requestMails }
  const result = await commit(c, (tx) => act(tx, telling))
  if (result.ok) return c.redirect(`${followPath(followed.secret)}?fait=${done}`, 303)
  const errors = requestErrors(result.problems, DESK_LABELS)
  return withFollowed(c, (fresh) => followPage(c, fresh, { ...shown, errors, status: 422 }))
}
