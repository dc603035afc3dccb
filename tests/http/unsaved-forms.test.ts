import { beforeAll, describe, expect, test } from 'vitest'
import { createApp, ROUTES } from '../../src/app.ts'
import { CommitUnanswered, DatabaseAway } from '../../src/db/outage.ts'
import type { Route } from '../../src/http/route.ts'
import { ownForm } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram('2026-11-24T09:30:00Z')
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  const db = new Proxy(program.deps.db, {
    get() {
      throw new DatabaseAway('nobody listens')
    },
  })
  app = createApp({ ...program.deps, db })
})

const TYPED = [
  ['objet', 'Réfection de la « cour » <b>\n\nseconde ligne'],
  ['objet', 'dit deux fois'],
  ['courriel', 'lu@elec.example'],
] as const

/** As those of private links are. */
const SECRET = 'x'.repeat(43)

const postsOf = (...kinds: Route['kind'][]) =>
  ROUTES.filter(({ method, kind }) => method === 'post' && kinds.includes(kind))
const addressOf = ({ path }: Route) =>
  path.replaceAll(/:token/g, SECRET).replaceAll(/:\w+(\{[^}]*\})?/g, '7')

async function send(path: string, body: URLSearchParams | FormData): Promise<Response> {
  const headers = { ...ownForm(program.deps.config.baseUrl), cookie: '__Host-session=secret' }
  return app.request(path, { method: 'POST', body, headers })
}

/** The hidden fields of a page's form, as a browser would send them. */
function fieldsIn(html: string): string[][] {
  const read = (text: string) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&')
  return [...html.matchAll(/<textarea name="([^"]*)" hidden="">\n([^<]*)<\/textarea>/g)].map(
    ([, name = '', value = '']) => [name, read(value)],
  )
}

describe('a form sent while the database is away', () => {
  test('comes back to be sent again, whatever its address, with all that was typed', async () => {
    const forms = postsOf('write')
    expect(forms.length).toBeGreaterThan(50)
    await Promise.all(
      forms.map(async (route) => {
        const answer = await send(
          `${addressOf(route)}?page=2`,
          new URLSearchParams([...TYPED].map((each) => [...each])),
        )
        expect([route.path, answer.status]).toEqual([route.path, 503])
        expect(answer.headers.get('retry-after')).toBe('30')
        const html = await answer.text()
        expect(html).toContain(`<form method="post" action="${addressOf(route)}?page=2">`)
        expect(fieldsIn(html)).toEqual(TYPED)
      }),
    )
  })

  test('with files that anybody may give keeps what was typed before and after them, and asks for them again', async () => {
    for (const route of postsOf('upload').filter(({ policy }) => policy === 'public')) {
      const form = new FormData()
      form.append('objet', TYPED[0][1])
      form.append('fichier', new File(['Un devis.'], 'devis.txt'))
      form.append('fichier', new File(['Un plan.'], 'plan.txt'))
      form.append('courriel', TYPED[2][1])
      const answer = await send(addressOf(route), form)
      expect([route.path, answer.status]).toEqual([route.path, 503])
      const html = await answer.text()
      expect(fieldsIn(html)).toEqual([TYPED[0], TYPED[2]])
      expect(html).toContain('enctype="multipart/form-data"')
      expect(html).toContain('À joindre de nouveau\u00A0: devis.txt, plan.txt')
      expect(html).toContain('type="file" name="fichier"')
    }
  })

  test('with files of an agent’s is not read, and says so', async () => {
    const forms = postsOf('upload').filter(({ policy }) => policy !== 'public')
    expect(forms.length).toBeGreaterThan(3)
    for (const route of forms) {
      const form = new FormData()
      form.append('fichier', new File(['Un plan.'], 'plan.txt'))
      const answer = await send(addressOf(route), form)
      expect([route.path, answer.status]).toEqual([route.path, 503])
      expect(await answer.text()).toContain('ni le fichier, ni ce qui l’accompagnait')
    }
  })

  test('that may have been saved says so, and has people look before they send it again', async () => {
    const db = new Proxy(program.deps.db, {
      get: (target, name) =>
        name === 'transaction'
          ? () => Promise.reject(new CommitUnanswered('no answer to COMMIT'))
          : Reflect.get(target, name),
    })
    const mailFrom = { name: 'Guichet', address: 'guichet@guichet.example' }
    const config = { ...program.deps.config, smtpUrl: 'smtp://localhost:25', mailFrom }
    const sent = { filtre: '?metier=electricite', courriel: TYPED[2][1], rythme: 'quotidien' }
    const answer = await createApp({ ...program.deps, config, db }).request(
      '/alertes/consultations',
      { method: 'POST', body: new URLSearchParams(sent), headers: ownForm(config.baseUrl) },
    )
    expect(answer.status).toBe(503)
    const html = await answer.text()
    expect(html).toContain('<h1>Votre saisie a peut-être été enregistrée</h1>')
    expect(Object.fromEntries(fieldsIn(html))).toEqual(sent)
  })
})
