import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { createCheckedFetch, type Resolve } from '../../../src/runtime/node/checked-fetch.ts'
import { askHub } from '../../../src/sources/websub/ask-hub.ts'
import {
  elsewhere,
  loopback4,
  loopback6,
  notAnAddress,
  otherSchemes,
} from '../../support/addresses.ts'
import { type Listeners, listenLocally, noteAttempts } from '../../support/connections.ts'

/** As for feeds: the server on 127.0.0.1 plays the public Internet where a name resolves to it. */
const internet = vi.hoisted(() => {
  // Files share their modules: what is loaded already would not see this one changed, nor others see it changed back.
  vi.resetModules()
  return { address: '127.0.0.1', port: '' }
})
afterAll(() => vi.resetModules())
vi.mock(import('../../../src/sources/fetch/addresses.ts'), async (original) => {
  const { isPublicAddress, isAllowedAddress } = await original()
  return {
    isPublicAddress: (ip) => ip === internet.address || isPublicAddress(ip),
    isAllowedAddress: (url, allowPrivate) => {
      const asked = new URL(url)
      if (asked.port === internet.port) asked.port = ''
      return isAllowedAddress(asked, allowPrivate)
    },
  }
})

const names: Record<string, string> = {
  'hub.example': internet.address,
  'inside.example': '::1',
  'cloud.example': '169.254.169.254',
}
const resolve: Resolve = (hostname, _options, callback) => {
  const address = names[hostname]
  if (address) callback(null, [{ address, family: address.includes(':') ? 6 : 4 }])
  else callback(Object.assign(new Error(hostname), { code: 'ENOTFOUND' }), [])
}

const read = readConfig({ BASE_URL: 'https://guichet.example' })
if (!read.ok) throw new Error(read.problems.join())
const deps = {
  config: read.config,
  fetch: createCheckedFetch({ allowPrivate: false, resolve }),
  now: () => new Date('2026-11-23T09:00:00Z'),
}
const forbidden = { ok: false, code: 'forbidden-address', retryAfter: null }

let listeners: Listeners
let attempts: string[]
let requests: string[] = []
let location = ''
let status = 307
beforeAll(async () => {
  listeners = await listenLocally((request, response) => {
    requests.push(`${request.method} ${request.headers.host?.split(':')[0]}${request.url}`)
    const moved = request.url === '/hub'
    response.writeHead(moved ? status : 202, moved ? { location } : {}).end()
  })
  internet.port = String(listeners.port)
})
afterAll(() => listeners.close())
beforeEach(() => {
  attempts = noteAttempts()
  requests = []
})
afterEach(() => {
  vi.restoreAllMocks()
})

const ask = (hub: string) =>
  askHub(deps, hub.replaceAll('PORT', internet.port), { 'hub.mode': 'subscribe' })

const inside = [
  ...[...loopback4, ...loopback6].map((host) => `http://${host}:PORT/`),
  ...elsewhere.map(([, host]) => `http://${host}/`),
  'http://localhost:PORT/',
  'http://intranet:PORT/',
  'http://hub.example:6379/',
  'http://a:b@hub.example:PORT/',
  'http://inside.example:PORT/',
  'https://inside.example:PORT/',
  'http://cloud.example/latest/meta-data',
]

describe('a hub', () => {
  test('of the Internet is asked, and followed to another one', async () => {
    location = `http://hub.example:${internet.port}/b`
    expect(await ask('http://hub.example:PORT/hub')).toEqual({ ok: true })
    expect(requests).toEqual(['POST hub.example/hub', 'POST hub.example/b'])
  })

  test.each([...inside, ...notAnAddress.filter((url) => /^[a-z]+:/i.test(url)), ...otherSchemes])(
    'inside is never asked: %s',
    async (hub) => {
      expect(await ask(hub)).toMatchObject({ ok: false })
      expect(attempts.filter((ip) => ip !== internet.address)).toEqual([])
      expect(requests).toEqual([])
    },
  )

  test.each(inside.filter((url) => /^[!-~]+$/.test(url)))(
    'does not lead there either: %s',
    async (to) => {
      location = to.replaceAll('PORT', internet.port)
      for (status of [307, 308]) expect(await ask('http://hub.example:PORT/hub')).toEqual(forbidden)
      expect(requests).toEqual(Array(2).fill('POST hub.example/hub'))
      expect(attempts.filter((ip) => ip !== internet.address)).toEqual([])
    },
  )

  test('that leads around in circles is left', async () => {
    location = '/hub'
    expect(await ask('http://hub.example:PORT/hub')).toMatchObject({ code: 'redirect-loop' })
    expect(requests).toHaveLength(6)
  })

  test('that cannot be reached says why', async () => {
    expect(await ask('http://unknown.example/')).toMatchObject({ ok: false, code: 'dns' })
  })
})
