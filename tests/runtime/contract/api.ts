import { describe, expect, test } from 'vitest'
import { CONSULTATION_EXAMPLE } from '../../../src/api/examples.ts'
import { tokenOf } from '../../support/api-client.ts'
import type { TestProgram } from '../../support/application.ts'

type Ask = (path: string, init?: RequestInit) => Promise<Response>

/** What programs call: the API of buyers' software, and the WebSub hub. */
export function describeApi(ask: Ask, program: () => TestProgram): void {
  const call = async (method: string, path: string, token: string | null, body?: string) =>
    ask(`/api/v1${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    })
  const problemOf = async (answer: Response) => {
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(answer.headers.get('cache-control')).toMatch(/no-(?:store|cache)/)
    const said: unknown = await answer.json()
    return [answer.status, said]
  }

  describe('takes from programs', () => {
    test('a consultation with a token, once, and shows it to the next reader', async () => {
      const token = await tokenOf(program(), 'narbonne')
      const path = `/consultations/${crypto.randomUUID()}`
      const title = `Préau ${crypto.randomUUID()}`
      const body = JSON.stringify({ ...CONSULTATION_EXAMPLE, title })
      const made = await call('PUT', path, token, body)
      expect([made.status, made.headers.get('location')]).toEqual([201, `/api/v1${path}`])
      expect(made.headers.get('cache-control')).toBe('private, no-store')
      const again = await call('PUT', path, token, body)
      expect([again.status, again.headers.get('etag')]).toEqual([200, made.headers.get('etag')])
      const read = await call('GET', path, token)
      expect([read.status, read.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
      await expect
        .poll(async () => (await ask('/consultations.rss')).text(), { timeout: 10_000 })
        .toContain(title)
    })

    test('nothing wrong, and says what is wrong and where', async () => {
      const token = await tokenOf(program(), 'narbonne')
      const path = `/consultations/${crypto.randomUUID()}`
      const nobody = await call('GET', '/consultations', null)
      expect(nobody.headers.get('www-authenticate')).toContain('Bearer')
      expect(await problemOf(nobody)).toEqual([401, expect.objectContaining({ status: 401 })])
      const bare = await problemOf(await call('PUT', path, token, '{"title":""}'))
      expect(bare).toEqual([
        422,
        expect.objectContaining({
          errors: expect.arrayContaining([expect.objectContaining({ pointer: '/title' })]),
        }),
      ])
      const broken = await problemOf(await call('PUT', path, token, '{"title":'))
      expect(broken).toEqual([400, expect.anything()])
      expect(await problemOf(await call('GET', path, token))).toEqual([404, expect.anything()])
      const wrong = await call('DELETE', '/consultations', token)
      expect(wrong.headers.get('allow')).toContain('GET')
      expect(await problemOf(wrong)).toEqual([405, expect.anything()])
    })

    test('subscriptions of the hub that can be asked back', async () => {
      const subscribe = (fields: Record<string, string>) =>
        ask('/hub', {
          method: 'POST',
          body: new URLSearchParams({
            'hub.mode': 'subscribe',
            'hub.topic': 'https://guichet.example/consultations.rss',
            'hub.callback': 'http://127.0.0.1:9/rappel',
            ...fields,
          }),
        })
      expect((await subscribe({})).status).toBe(202)
      expect((await subscribe({ 'hub.topic': 'https://ailleurs.example/flux' })).status).toBe(400)
      const link = (await ask('/consultations.rss')).headers.get('link') ?? ''
      expect(link).toContain('<https://guichet.example/hub>; rel="hub"')
    })
  })
}
