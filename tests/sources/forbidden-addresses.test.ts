import type { RequestListener } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCheckedFetch, type Resolve } from '../../src/runtime/node/checked-fetch.ts'
import { isAllowedAddress } from '../../src/sources/fetch/addresses.ts'
import { fetchDocument, type FetchOutcome } from '../../src/sources/fetch/fetch.ts'
import {
  elsewhere,
  loopback4,
  loopback6,
  notAnAddress,
  otherSchemes,
} from '../support/addresses.ts'
import { type Listeners, listenLocally, noteAttempts } from '../support/connections.ts'

/** Names, with the addresses that they resolve to. */
const names: Record<string, string[]> = {
  localhost: ['127.0.0.1'],
  'localhost.localdomain': ['127.0.0.1'],
  'localhost6.localdomain6': ['::1'],
  'ip6-localhost': ['::1'],
  intranet: ['127.0.0.1'],
  'nas.local': ['127.0.0.1'],
  'db.internal': ['127.0.0.1'],
  'db.internal.': ['127.0.0.1'],
  'flux.localhost': ['127.0.0.1'],
  'box.home.arpa': ['127.0.0.1'],
  'mairie.example': ['127.0.0.1'],
  'MAIRIE.example.': ['127.0.0.1'],
  '127.0.0.1.nip.example': ['127.0.0.1'],
  'mairie6.example': ['::1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'anywhere.example': ['0.0.0.0'],
  'nowhere6.example': ['::'],
  'both.example': ['127.0.0.1', '::1'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'mixed6.example': ['2606:2800:220:1::1', '::1'],
  'cloud.example': ['169.254.169.254'],
  'agglo.example': ['10.0.0.1'],
  'nat64.example': ['64:ff9b::7f00:1'],
}

const answer: RequestListener = (_request, response) => {
  response.end('<rss><channel/></rss>')
}

let listeners: Listeners
let attempts: string[]
beforeAll(async () => {
  listeners = await listenLocally(answer)
})
afterAll(() => listeners.close())
beforeEach(() => {
  attempts = noteAttempts()
})
afterEach(() => {
  vi.restoreAllMocks()
})

const resolve: Resolve = (hostname, _options, callback) => {
  const addresses = names[hostname.toLowerCase().replace(/\.$/, '')] ?? names[hostname] ?? []
  if (addresses.length === 0)
    callback(Object.assign(new Error(hostname), { code: 'ENOTFOUND' }), [])
  else
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
}

/** What this instance may do: `rules` are those on addresses as written, `connection` those where it connects. */
interface Allowance {
  rules: boolean
  connection: boolean
}
const nothing: Allowance = { rules: false, connection: false }
const everything: Allowance = { rules: true, connection: true }
const onlyRules: Allowance = { rules: true, connection: false }

function ask(url: string, allowed: Allowance): Promise<FetchOutcome> {
  return fetchDocument(
    {
      fetch: createCheckedFetch({ allowPrivate: allowed.connection, resolve }),
      now: () => new Date('2026-11-21T09:00:00Z'),
    },
    {
      url: url.replaceAll('PORT', String(listeners.port)),
      etag: null,
      lastModified: null,
      allowPrivate: allowed.rules,
      contact: 'https://guichet.example',
    },
  )
}

function expectNoConnection() {
  expect(attempts).toEqual([])
  expect(listeners.takeConnections()).toEqual([])
}

const forbidden = { kind: 'failed', code: 'forbidden-address', status: null, retryAfter: null }

describe('without ALLOW_PRIVATE_SOURCES', () => {
  describe.each([...loopback4, ...loopback6])('the machine itself, written %j', (host) => {
    it('is refused as an address, whatever the port', async () => {
      expect(isAllowedAddress(new URL(`http://${host}/`), false)).toBe(false)
      expect(isAllowedAddress(new URL(`https://${host}:443/rss`), false)).toBe(false)
      expect(await ask(`http://${host}:PORT/`, nothing)).toEqual(forbidden)
      expect(await ask(`https://${host}:PORT/`, nothing)).toEqual(forbidden)
      expectNoConnection()
    })

    it('is refused where the connection is made', async () => {
      expect(await ask(`http://${host}:PORT/`, onlyRules)).toEqual(forbidden)
      expect(await ask(`https://${host}:PORT/`, onlyRules)).toEqual(forbidden)
      expectNoConnection()
    })

    it('is reached once it is allowed', async ({ skip }) => {
      skip(loopback6.includes(host) && !listeners.hasIpv6, 'no IPv6 on this machine')
      expect(await ask(`http://${host}:PORT/`, everything)).toMatchObject({ kind: 'document' })
      expect(attempts).toHaveLength(1)
      expect(listeners.takeConnections()).toHaveLength(1)
    })
  })

  it.each(elsewhere)('%s (%s) is never connected to', async (_what, host) => {
    expect(isAllowedAddress(new URL(`http://${host}/`), false)).toBe(false)
    expect(await ask(`http://${host}/`, nothing)).toEqual(forbidden)
    expect(await ask(`http://${host}/`, onlyRules)).toEqual(forbidden)
    expect(await ask(`https://${host}/`, onlyRules)).toEqual(forbidden)
    expectNoConnection()
  })

  it.each(notAnAddress)('%j leads nowhere', async (url) => {
    expect(await ask(url, nothing)).toEqual(forbidden)
    expect(await ask(url, onlyRules)).toEqual(forbidden)
    expectNoConnection()
  })

  it.each(otherSchemes)('%s is no address of a source', async (url) => {
    for (const allowed of [nothing, onlyRules, everything])
      expect(await ask(url, allowed)).toEqual(forbidden)
    expectNoConnection()
  })

  it.each(Object.entries(names))('the name %s, which is %j, is not followed', async (name) => {
    expect(await ask(`http://${name}/`, nothing)).toEqual(forbidden)
    expect(await ask(`https://${name}/`, nothing)).toEqual(forbidden)
    expect(await ask(`http://${name}:PORT/`, onlyRules)).toEqual(forbidden)
    expectNoConnection()
  })

  it.each(['1', '22', '25', '81', '444', '3000', '5432', '6379', '8080', '8443', '65535'])(
    'port %s is asked of nobody, a public address included',
    async (port) => {
      for (const host of ['mairie.example', '93.184.216.34', '[2606:2800:220:1::1]'])
        for (const scheme of ['http', 'https'])
          expect(await ask(`${scheme}://${host}:${port}/`, nothing)).toEqual(forbidden)
      expectNoConnection()
    },
  )
})

describe('with ALLOW_PRIVATE_SOURCES', () => {
  it.each(['mairie.example', 'both.example', 'mapped.example', 'localhost', 'intranet'])(
    'the name %s leads to the machine itself',
    async (name) => {
      expect(await ask(`http://${name}:PORT/rss`, everything)).toMatchObject({
        kind: 'document',
        finalUrl: `http://${name}:${listeners.port}/rss`,
      })
      expect(listeners.takeConnections()).toHaveLength(1)
    },
  )

  it('a name that nobody knows is said to be unknown', async () => {
    expect(await ask('http://unknown.example/', everything)).toMatchObject({ code: 'dns' })
    expectNoConnection()
  })
})
