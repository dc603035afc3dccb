import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { CONSULTATION_EXAMPLE } from '../../../src/api/examples.ts'
import { ROUTES } from '../../../src/app.ts'
import { invite } from '../../../src/auth/invite.ts'
import { makeSignInLink } from '../../../src/auth/sign-in-links.ts'
import { RATE_LIMITS } from '../../../src/http/rate-limit.ts'
import { rateLimits } from '../../../src/http/schema.ts'
import { tokenOf } from '../../support/api-client.ts'
import type { TestProgram } from '../../support/application.ts'
import { pdf } from '../../support/document-files.ts'
import { ownForm, signIn } from '../../support/sign-in.ts'
import { ORIGIN } from './world.ts'

type Ask = (path: string, init?: RequestInit) => Promise<Response>

const NOBODY_KEEPS = 'private, no-store'
const reading = z.object({ stated: z.object({ reference: z.string() }) })

/** What people do in their browsers: signing in, forms, files. */
export function describeForms(ask: Ask, program: () => TestProgram): void {
  const post = (path: string, form: Record<string, string>, headers: Record<string, string>) =>
    ask(path, { method: 'POST', headers, body: new URLSearchParams(form) })

  describe('lets people', () => {
    test('sign in by a link that is good once, into pages that nobody keeps', async () => {
      const { db } = program().deps
      const secret = await db.transaction(async (tx) => {
        const email = `${crypto.randomUUID()}@agents.example`
        const partner = { id: 1, role: 'publisher' as const }
        const agentId = await invite(tx, { email, name: 'Agent', partner, by: 'test' }, new Date())
        return makeSignInLink(tx, agentId, 'invitation', 'test', program().clock.now)
      })
      const link = `/connexion/lien/${secret}`
      const page = await ask(link)
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, NOBODY_KEEPS])
      expect((await post(link, {}, { origin: 'https://ailleurs.example' })).status).toBe(403)
      const entered = await post(link, {}, ownForm(ORIGIN))
      expect(entered.status).toBe(303)
      const [cookie = ''] = entered.headers.getSetCookie()
      expect(cookie).toMatch(/^__Host-session=[\w-]{43}; .*HttpOnly/)
      expect(cookie).toMatch(/; Secure/)
      expect(cookie).toMatch(/; SameSite=Lax/)
      const headers = { cookie: cookie.split(';')[0] ?? '' }
      const space = await ask(entered.headers.get('location') ?? '', { headers })
      expect([space.status, space.headers.get('cache-control')]).toEqual([200, NOBODY_KEEPS])
      expect((await ask(link)).status).toBe(410)
      const left = await post('/deconnexion', {}, { ...ownForm(ORIGIN), ...headers })
      expect([left.status, left.headers.get('cache-control')]).toEqual([200, 'no-store'])
      const after = await ask('/espace', { headers })
      expect([after.status, after.headers.get('location')]).toEqual([
        303,
        '/connexion?suite=%2Fespace',
      ])
      expect(after.headers.get('cache-control')).toBe(NOBODY_KEEPS)
    })

    test('send a form from this site only, correct it, and be led on', async () => {
      const { headers } = await signIn(program(), { role: 'publisher', partner: 'narbonne' })
      const begin = '/espace/narbonne/consultations/nouvelle'
      const { origin: _, 'sec-fetch-site': _site, ...foreign } = headers
      expect((await post(begin, { form: 'short' }, foreign)).status).toBe(403)
      const begun = await post(begin, { form: 'short' }, headers)
      expect(begun.status).toBe(303)
      const path = begun.headers.get('location') ?? ''
      const refused = await post(path, { version: '1', object: 'Toiture de l’école' }, headers)
      expect([refused.status, refused.headers.get('cache-control')]).toEqual([422, NOBODY_KEEPS])
      expect(await refused.text()).toContain('Toiture de l’école')
      const nobody = await post(path, { version: '1', object: 'Rien n’est perdu' }, ownForm(ORIGIN))
      expect(nobody.status).toBe(401)
      const body = JSON.stringify({ version: '1' })
      const json = { ...headers, 'content-type': 'application/json' }
      expect((await ask(path, { method: 'POST', headers: json, body })).status).toBe(415)
    })

    test('give files, which are published to their last byte', async () => {
      const token = await tokenOf(program(), 'narbonne')
      const made = await ask(`/api/v1/consultations/${crypto.randomUUID()}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          ...CONSULTATION_EXAMPLE,
          response: { kind: 'email', address: 'marches@narbonne.example' },
        }),
      })
      const { stated } = reading.parse(await made.json())
      const { headers } = await signIn(program(), { role: 'publisher', partner: 'narbonne' })
      const path = `/espace/narbonne/consultations/${stated.reference}/documents`
      const page = await (await ask(path, { headers })).text()
      const [, version = ''] = /name="version" value="([^"]*)"/.exec(page) ?? []
      const bytes = pdf(400_000)
      const body = new FormData()
      body.set('version', version)
      body.set('nom', 'Plan')
      body.set('fichier', new File([bytes], 'plan.pdf', { type: 'application/pdf' }))
      const given = await ask(path, { method: 'POST', headers, body })
      expect([given.status, given.headers.get('cache-control')]).toEqual([303, NOBODY_KEEPS])
      const shown = await ask(`/consultations/${stated.reference}`)
      const html = await (await ask(shown.headers.get('location') ?? '')).text()
      const [, file = ''] = /href="(\/documents\/fichier\/[^"]+)"/.exec(html) ?? []
      const served = await ask(file)
      expect(served.headers.get('content-type')).toBe('application/pdf')
      expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true)
    })

    test('ask too often, and be told when to come back', async () => {
      const { db } = program().deps
      await db.delete(rateLimits)
      const asked = () => post('/connexion/lien', { courriel: 'personne' }, ownForm(ORIGIN))
      for (let time = 0; time < RATE_LIMITS['sign-in'].most; time += 1) {
        const answer = await asked()
        expect([time, answer.status === 429]).toEqual([time, false])
        await answer.arrayBuffer()
      }
      const refused = await asked()
      expect([refused.status, refused.headers.get('cache-control')]).toEqual([429, 'no-store'])
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      await db.delete(rateLimits)
    })

    test('hold private links of which no cache keeps anything, good or not', async () => {
      const links = ROUTES.filter(
        ({ method, path }) => method === 'get' && /:(?:secret|token)\b/.test(path),
      )
      expect(links.length).toBeGreaterThan(8)
      for (const { path } of links) {
        const asked = path
          .replace(/:(?:secret|token)/, 'A'.repeat(43))
          .replace(':id', '1')
          .replace(/:(?:name|file)/, 'a.pdf')
        const { status, headers } = await ask(asked)
        expect([
          path,
          status,
          headers.get('cache-control'),
          headers.get('cdn-cache-control'),
        ]).toEqual([path, expect.any(Number), NOBODY_KEEPS, null])
      }
    })
  })
}
