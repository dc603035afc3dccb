import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PUBLIC_ORIGIN, type ServingProcess, startServing } from '../../support/serving.ts'
import { useProgram } from '../../support/use-program.ts'

const SECRET = 'k3v9Qw_sT0-aaBBccDDeeFFggHHiiJJkkLLmmNNooPP'
const TYPED = ['camille.martin', 'camille%2Emartin', 'maconnerie-en-secret', SECRET, '203.0.113.77']
const QUERY = 'q=maconnerie-en-secret+camille.martin%40exemple.fr'
const HEADERS = {
  origin: PUBLIC_ORIGIN,
  authorization: `Bearer guichet_${SECRET}`,
  cookie: `__Host-session=${SECRET}`,
  referer: `${PUBLIC_ORIGIN}/connexion/lien/${SECRET}`,
  'user-agent': 'camille.martin@exemple.fr',
  'x-forwarded-for': '203.0.113.77',
}
const FORM = new URLSearchParams({
  email: 'camille.martin@exemple.fr',
  courriel: 'camille.martin@exemple.fr',
  q: 'maconnerie-en-secret',
  suite: `/alertes/${SECRET}`,
})

describe('what a process writes while everything breaks', () => {
  const program = useProgram('2026-11-24T09:30:00Z')
  let server: ServingProcess
  beforeAll(async () => {
    server = await startServing({
      DATABASE_URL: program.url,
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'guichet@exemple.fr',
      TRUSTED_PROXIES: '127.0.0.1',
    })
    // Queries fail, and their errors carry what was asked.
    await program.database.sql`alter table consultations rename to gone_consultations`
    await program.database.sql`alter table sign_in_links rename to gone_links`
    await program.database.sql`alter table rate_limits rename to gone_limits`
    await program.database.sql`alter table sessions rename to gone_sessions`
    await program.database.sql`alter table api_tokens rename to gone_tokens`
  })
  afterAll(async () => {
    await server?.stop()
  })

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(server.origin + path, {
      ...init,
      headers: { ...HEADERS, ...init.headers },
    })

  test('names each failure by its route and reference, and holds nothing of whoever asked', async () => {
    const answers = [
      await ask(`/?${QUERY}`),
      await ask(`/consultations.rss?${QUERY}`),
      await ask(`/consultations/2026-0001-camille.martin?${QUERY}`),
      await ask(`/connexion/lien/${SECRET}?${QUERY}`),
      await ask('/connexion', { method: 'POST', body: FORM }),
      await ask(`/connexion/lien/${SECRET}`, { method: 'POST', body: FORM }),
      await ask(`/espace?${QUERY}`),
      await ask(`/api/v1/consultations/camille.martin?${QUERY}`),
      await ask('/api/v1/consultations/camille.martin', {
        method: 'PUT',
        body: JSON.stringify({ title: 'camille.martin' }),
        headers: { 'content-type': 'application/json' },
      }),
    ]
    const failed = answers.filter(({ status }) => status >= 500)
    expect(failed.length).toBeGreaterThanOrEqual(7)
    const ids = failed.map(({ headers }) => headers.get('x-request-id') ?? '')
    const lines = () =>
      server.log.map((line): Record<string, unknown> => JSON.parse(line)).filter(({ id }) => id)
    await expect.poll(() => lines().length).toBeGreaterThanOrEqual(failed.length)
    for (const [at, id] of ids.entries()) {
      const line = lines().find((each) => each['id'] === id)
      expect(line).toMatchObject({
        event: 'request.failed',
        status: failed[at]?.status,
        ms: expect.any(Number),
        route: expect.stringMatching(/^\/[\w/:{}.+\\-]*$/),
        error: expect.any(String),
        stack: expect.stringContaining('at '),
      })
    }
    expect(lines().map(({ route }) => route)).toContain('/connexion/lien/:secret')
    const written = server.log.join('\n')
    for (const each of TYPED) expect(written).not.toContain(each)
  })

  test('is quoted by the page of the error, by the reference that a trusted proxy gave where it is one', async () => {
    const given = 'proxy-0001.abc'
    const answer = await ask(`/?${QUERY}`, { headers: { 'x-request-id': given } })
    expect(answer.headers.get('x-request-id')).toBe(given)
    expect(await answer.text()).toContain(`<code>${given}</code>`)
    const strange = await ask(`/?${QUERY}`, { headers: { 'x-request-id': 'a "camille.martin"' } })
    expect(strange.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
    // What any cache may keep is no single request's.
    const shared = await ask('/accessibilite')
    expect([shared.status, shared.headers.get('x-request-id')]).toEqual([200, null])
  })
})
