import { eq } from 'drizzle-orm'
import { createApp } from '../../src/app.ts'
import { consultations } from '../../src/consultations/schema.ts'
import { DatabaseAway } from '../../src/db/outage.ts'
import type { Deps } from '../../src/deps.ts'
import { crowdedPage } from '../../src/http/errors.tsx'
import { bareFrame } from '../../src/http/frame.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { rateLimits } from '../../src/http/schema.ts'
import { ROLES } from '../../src/auth/policy.ts'
import { SignInProblemPage } from '../../views/auth/sign-in-problem-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { sayAge } from '../../views/http/say-age.tsx'
import { SIGN_IN_PROBLEMS, type ShownProblem } from '../../views/words/sign-in.ts'
import type { Demonstration } from './demonstration.ts'
import type { SeenPage } from './every-page.ts'
import { LONG_WORD } from './forms.ts'
import { ownForm, signIn } from './sign-in.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** Pages that nobody finds by links: what is refused, missing, crowded, broken or old, sign-in, and who sees less. */
export async function pagesOfStates(demonstration: Demonstration): Promise<SeenPage[]> {
  const { app, deps } = demonstration
  const own = ownForm(deps.config.baseUrl)
  const pages: SeenPage[] = []
  const see = async (name: string, answer: Response | Promise<Response>) => {
    const { status, text } = await readOf(await answer)
    pages.push({ route: name, path: name, status, html: text })
  }
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await app.request(path, { headers })
    // One filter has one address.
    return answer.status === 301 ? app.request(answer.headers.get('location') ?? '/') : answer
  }
  const send = (path: string, body: string, headers: Record<string, string>) =>
    app.request(path, { method: 'POST', headers: { ...FORM, ...headers }, body })

  for (const path of MISSING) await see(`nothing at ${path}`, ask(path))
  for (const path of NOT_UNDERSTOOD) await see(`not understood: ${path}`, ask(path))
  for (const path of EMPTY_LISTS) await see(`nothing found: ${path}`, ask(path))
  for (const path of OVER) await see(`over: ${path}`, ask(path))
  await see('a list in its middle', ask(await secondPage(app)))

  const nobody = await signIn(demonstration, 'nobody')
  await see('nobody’s area', ask('/espace', nobody.headers))
  await see('nobody’s account', ask('/espace/compte', nobody.headers))
  await see('forbidden', ask('/espace/narbonne/equipe', nobody.headers))
  await see('no such partner', ask('/espace/nulle-part/equipe', nobody.headers))
  for (const role of ROLES) {
    const agent = await signIn(demonstration, { role, partner: 'carcassonne' })
    for (const path of ['/espace', '/espace/compte', '/espace/carcassonne/consultations'])
      await see(`${path} of a ${role}`, ask(path, agent.headers))
  }
  const administrator = await signIn(demonstration, 'administrator')
  await see('/espace of an administrator', ask('/espace', administrator.headers))

  await see('session over', send('/espace/narbonne/equipe', `nom=${LONG_WORD}`, own))
  await see('form of another site', send('/connexion/lien', '', { 'sec-fetch-site': 'cross-site' }))
  await see('wrong method', ask('/deconnexion'))
  await see('too large', send('/connexion/lien', 'a'.repeat(70_000), own))
  await see('not a form', send('/connexion/lien', '{}', { ...own, 'content-type': 'text/plain' }))
  await see('link sent', send('/connexion/lien', `courriel=${LONG_WORD}@exemple.example`, own))
  await see('signed out', send('/deconnexion', '', nobody.headers))
  await deps.db.update(rateLimits).set({ count: 10_000 })
  await see('too many', send('/connexion/lien', 'courriel=a@exemple.example', own))
  await deps.db.delete(rateLimits)

  await see('crowded', crowdedPage(deps))
  for (const [name, error] of [
    ['away', new DatabaseAway('nobody listens')],
    ['broken', new Error('a fault')],
  ] as const) {
    const stranded = createApp({
      ...deps,
      db: throwing(error),
      keep: createKeeper(1_000_000),
      log: () => {},
    })
    await see(`the database is ${name}`, stranded.request('/'))
    const kept = new URLSearchParams({ objet: `${LONG_WORD} « cour »`, courriel: 'a' })
    const body = { method: 'POST', headers: { ...FORM, ...own }, body: kept.toString() }
    await see(`a form while the database is ${name}`, stranded.request('/pacte/rejoindre', body))
  }
  const frame = bareFrame(deps, '/connexion')
  for (const problem of Object.keys(SIGN_IN_PROBLEMS) as ShownProblem[])
    await see(`sign-in: ${problem}`, htmlOf(renderPage(SignInProblemPage({ frame, problem }))))
  await see('a page of this morning', htmlOf(sayAge(await (await ask('/')).text(), deps.now())))

  const [crowd] = await deps.db.select().from(consultations).limit(1)
  if (crowd) {
    const lots = Array.from({ length: 40 }, (_, rank) => ({
      number: String(rank + 1),
      title:
        rank === 7
          ? LONG_WORD
          : `Lot ${rank + 1} : ${'serrurerie, métallerie, vitrerie '.repeat(1 + (rank % 4))}`,
      ...(rank % 3 === 0 ? {} : { amount: { min: 40_000, max: 90_000 } }),
    }))
    const title = `${LONG_WORD} ${'et réfection de la toiture '.repeat(12)}`.slice(0, 300)
    const facts = { ...crowd.facts, object: title, description: LONG_WORD, lots }
    await deps.db.update(consultations).set({ title, facts }).where(eq(consultations.id, crowd.id))
    await deps.versions.refresh()
    const path = `/consultations/${crowd.reference}-${crowd.slug}`
    await see(
      'forty lots and a long title',
      createApp({ ...deps, keep: createKeeper(1) }).request(path),
    )
  }
  return pages
}

const MISSING = [
  '/nulle-part',
  '/consultations/2026-9999',
  '/acheteurs/inconnu',
  '/documents/inconnu',
  '/rencontres/inconnue',
  '/analyses/1999',
  '/pacte/actions/inconnue',
  '/sources/99999',
  '/attributions/999999',
  '/programmation/999999',
]
const NOT_UNDERSTOOD = [
  '/?type=trucs&couleur=rouge&montant-max=cher&lieu=atlantide',
  '/flux?type=trucs',
  '/attributions?metier=trucs',
  '/programmation?annee=jamais',
  '/pacte/actions?statut=trucs',
]
const EMPTY_LISTS = [
  '/?q=introuvable&metier=transport&type=travaux&acheteur=narbonne&montant-max=40000',
  '/flux?q=introuvable',
  '/attributions?metier=transport',
  '/programmation?q=introuvable',
  '/contacts?q=introuvable',
]
const OVER = ['/connexion/lien/inconnu', '/complement/inconnu', '/alerte/inconnue']

async function secondPage(app: Demonstration['app']): Promise<string> {
  const [, next = '/'] =
    /href="([^"]+)" rel="next"/.exec(await (await app.request('/')).text()) ?? []
  return next
}

async function readOf(answer: Response): Promise<{ status: number; text: string }> {
  return { status: answer.status, text: await answer.text() }
}

function htmlOf(html: string): Response {
  return new Response(html)
}

function throwing(error: Error): Deps['db'] {
  return new Proxy({} as Deps['db'], {
    get() {
      throw error
    },
  })
}
