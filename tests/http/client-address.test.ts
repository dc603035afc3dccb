import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { Deps } from '../../src/deps.ts'
import { clientAddress } from '../../src/http/client-address.ts'
import type { Env } from '../../src/http/route.ts'

describe('the address that a request counts for', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    [undefined, 'none'],
    ['', 'none'],
  ])('is that of the connection: %s counts as %s', async (peer, expected) => {
    expect(await seen(peer)).toBe(expected)
  })

  it('is not what somebody writes who is no proxy of ours', async () => {
    expect(await seen('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
    expect(await seen('203.0.113.9', '198.51.100.1', '127.0.0.1')).toBe('203.0.113.9')
  })

  it.each([
    ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', '1.2.3.4, 198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', '1.2.3.4, 198.51.100.1, 10.2.3.4', '198.51.100.1'],
    ['::1', '198.51.100.1:51234, 10.2.3.4:80', '198.51.100.1'],
    ['::ffff:127.0.0.1', '[2001:db8::1]:443', '2001:db8::/64'],
    ['127.0.0.1', '1.2.3.4, unknown', '127.0.0.1'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
  ])(
    'behind proxies is the first from the right that is none of them: %s, %s',
    async (...given) => {
      const [peer, forwarded, expected] = given
      expect(await seen(peer, forwarded, '127.0.0.1, ::1 10.0.0.0/8')).toBe(expected)
    },
  )
})

describe('TRUSTED_PROXIES', () => {
  it('takes addresses and networks only', () => {
    expect(readConfig({ TRUSTED_PROXIES: '10.0.0.0/8, ::1, fd00::/8' }).ok).toBe(true)
    for (const wrong of ['localhost', '10', '10.0.0.0/33', '*', '10.0.0.256'])
      expect(readConfig({ TRUSTED_PROXIES: wrong })).toMatchObject({
        ok: false,
        problems: [expect.stringContaining(wrong)],
      })
  })
})

async function seen(peer?: string, forwarded?: string, proxies = ''): Promise<string> {
  const read = readConfig({ TRUSTED_PROXIES: proxies })
  if (!read.ok) throw new Error(read.problems.join())
  const app = new Hono<Env>()
  app.get('/', (c) => {
    c.set('deps', { config: read.config } as Deps)
    return c.text(clientAddress(c) ?? 'none')
  })
  const headers = forwarded === undefined ? undefined : { 'x-forwarded-for': forwarded }
  return (await app.request('/', { headers }, { peer })).text()
}
