import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { RATE_LIMITS } from '../../src/http/rate-limit.ts'
import { rateLimits } from '../../src/http/schema.ts'
import { tooManyProblem } from '../../src/http/api-errors.ts'
import { useProgram } from '../support/use-program.ts'

describe('asking too often', () => {
  const program = useProgram('2026-11-21T09:00:00Z')

  beforeEach(() => program.deps.db.delete(rateLimits))

  const post = (path: string, peer: string) =>
    program.app.request(
      path,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
        },
        body: 'a=b',
      },
      { peer },
    )
  /** As if everyone had asked that often. */
  const haveAsked = (count: number) => program.deps.db.update(rateLimits).set({ count })

  it('is answered with a page that says when to come back', async () => {
    const { most, seconds } = RATE_LIMITS['sign-in']
    expect((await post('/connexion/lien/inconnu', '192.0.2.1')).status).not.toBe(429)
    await haveAsked(most - 1)
    expect((await post('/connexion/lien/inconnu', '192.0.2.1')).status).not.toBe(429)
    const answer = await post('/connexion/lien/inconnu', '192.0.2.1')
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(seconds - 60)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    const page = await answer.text()
    expect(page).toContain('<h1>Trop de demandes</h1>')
    expect(page).toContain('dans 15 minutes')
    expect((await post('/connexion/lien/inconnu', '192.0.2.2')).status).not.toBe(429)
  })

  it('of one form does not bar another purpose', async () => {
    await post('/connexion/lien/inconnu', '192.0.2.1')
    await haveAsked(RATE_LIMITS['sign-in'].most)
    expect((await post('/connexion/lien/inconnu', '192.0.2.1')).status).toBe(429)
    expect((await post('/deconnexion', '192.0.2.1')).status).not.toBe(429)
  })

  it('never concerns reading', async () => {
    expect((await program.app.request('/', {}, { peer: '192.0.2.1' })).status).toBe(200)
    const rows = await program.deps.db.execute(sql`select 1 from rate_limits`)
    expect(rows).toHaveLength(0)
  })

  it('is told to programs as a problem (RFC 9457)', async () => {
    const answer = tooManyProblem({ retryAfterSeconds: 12 }, 'https://guichet.example')
    expect(answer.status).toBe(429)
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(answer.headers.get('retry-after')).toBe('12')
    expect(await answer.json()).toMatchObject({ title: 'Trop de demandes', status: 429 })
  })
})

it('every table that is made out of many rows is counted', () => {
  const tables = ROUTES.filter(
    ({ path }) => path.endsWith('.csv') && !/\/formats\/|\/modele\.csv$/.test(path),
  )
  expect(tables.length).toBeGreaterThan(3)
  expect(tables.filter(({ limit }) => limit !== 'export').map(({ path }) => path)).toEqual([])
})
