import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCheckedFetch, type Resolve } from '../../src/runtime/node/checked-fetch.ts'
import { fetchDocument, type FetchOutcome } from '../../src/sources/fetch/fetch.ts'
import { parseDocument } from '../../src/sources/feed/parse.ts'
import {
  elsewhere,
  loopback4,
  loopback6,
  notAnAddress,
  otherSchemes,
} from '../support/addresses.ts'
import { type Listeners, listenLocally, noteAttempts } from '../support/connections.ts'

/**
 * Here the server on 127.0.0.1 plays the public Internet: as an address that a name resolves to it counts as public,
 * and its port as one that may be asked. Everything else is the real thing.
 */
const internet = vi.hoisted(() => {
  // Files share their modules: what is loaded already would not see this one changed, nor others see it changed back.
  vi.resetModules()
  return { address: '127.0.0.1', port: '' }
})
afterAll(() => vi.resetModules())
vi.mock(import('../../src/sources/fetch/addresses.ts'), async (original) => {
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

type Page = (response: ServerResponse, request: IncomingMessage) => void

let listeners: Listeners
let attempts: string[]
let requests: string[] = []
let pages: Record<string, Page> = {}
const answer: RequestListener = (request, response) => {
  requests.push(`${request.headers.host?.split(':')[0]}${request.url}`)
  const page = pages[request.url ?? '']
  if (page) page(response, request)
  else response.end('<rss><channel/></rss>')
}
beforeAll(async () => {
  listeners = await listenLocally(answer)
  internet.port = String(listeners.port)
})
afterAll(() => listeners.close())
beforeEach(() => {
  attempts = noteAttempts()
  requests = []
  pages = {}
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** Answers each lookup of a name with the next of its lists of addresses, the last for ever. */
function resolving(names: Record<string, string[][]>): { resolve: Resolve; lookups: string[] } {
  const lookups: string[] = []
  const resolve: Resolve = (hostname, _options, callback) => {
    const answers = names[hostname] ?? []
    const told = answers[lookups.filter((name) => name === hostname).length] ?? answers.at(-1)
    lookups.push(hostname)
    if (told)
      callback(
        null,
        told.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
    else callback(Object.assign(new Error(hostname), { code: 'ENOTFOUND' }), [])
  }
  return { resolve, lookups }
}

const known = { 'mairie.example': [[internet.address]], 'agglo.example': [[internet.address]] }

function ask(
  url: string,
  fetch = createCheckedFetch({ allowPrivate: false, resolve: resolving(known).resolve }),
): Promise<FetchOutcome> {
  return fetchDocument(
    { fetch, now: () => new Date('2026-11-21T09:00:00Z') },
    {
      url: withPort(url),
      etag: null,
      lastModified: null,
      allowPrivate: false,
      contact: 'https://guichet.example',
    },
  )
}

function withPort(text: string): string {
  return text.replaceAll('PORT', internet.port)
}

const redirect = (status: number, location: string) => (response: ServerResponse) => {
  response.writeHead(status, { location: withPort(location) }).end()
}

const forbidden = { kind: 'failed', code: 'forbidden-address', status: null, retryAfter: null }
/** A header holds one line of ASCII; what is none of it cannot be sent. */
const inHeader = (text: string) => /^[!-~]+$/.test(text)
const inside = [
  ...[...loopback4, ...loopback6].map((host) => `http://${host}:PORT/`),
  ...elsewhere.map(([, host]) => `http://${host}/`),
  // The others are paths on the same server when they stand in a redirect.
  ...notAnAddress.filter((url) => /^(?:[a-z]+:)?[/\\]{2}/i.test(url)),
  ...otherSchemes,
].filter(inHeader)

describe('a redirect of a public server', () => {
  it('is followed to another public server', async () => {
    pages = { '/a': redirect(302, 'http://agglo.example:PORT/b') }
    expect(await ask('http://mairie.example:PORT/a')).toMatchObject({
      kind: 'document',
      finalUrl: withPort('http://agglo.example:PORT/b'),
    })
    expect(requests).toEqual(['mairie.example/a', 'agglo.example/b'])
  })

  it.each(inside)('is not followed to %s, whatever its status', async (location) => {
    for (const status of [301, 302, 303, 307, 308]) {
      pages = { '/a': redirect(status, location) }
      expect(await ask('http://mairie.example:PORT/a')).toEqual(forbidden)
    }
    expect(requests).toEqual(Array(5).fill('mairie.example/a'))
    expect(attempts).toEqual(Array(5).fill(internet.address))
  })

  it.each([
    ['a name of this machine', 'http://localhost:PORT/'],
    ['a name of the house', 'http://intranet:PORT/'],
    ['a port that is no web server’s', 'http://agglo.example:6379/'],
    ['an address with a password', 'http://a:b@agglo.example:PORT/'],
    ['a name that resolves inside', 'http://inside.example:PORT/'],
    ['a name that resolves inside too', 'http://partly.example:PORT/'],
    ['the same, over TLS', 'https://inside.example:PORT/'],
  ])('is not followed to %s, however far it stands', async (_what, location) => {
    pages = {
      '/a': redirect(301, 'http://agglo.example:PORT/b'),
      '/b': redirect(308, '/c'),
      '/c': redirect(302, location),
    }
    const { resolve } = resolving({
      ...known,
      'inside.example': [['::1']],
      'partly.example': [[internet.address, '127.0.0.2']],
    })
    const fetch = createCheckedFetch({ allowPrivate: false, resolve })
    expect(await ask('http://mairie.example:PORT/a', fetch)).toEqual(forbidden)
    expect(requests.at(-1)).toBe('agglo.example/c')
    expect(new Set(attempts)).toEqual(new Set([internet.address]))
  })
})

describe('a document of a public server', () => {
  it.each([
    ['a page that refreshes', '<meta http-equiv="refresh" content="0; url=http://[::1]:PORT/">'],
    ['a page with a script', '<script>location = "http://[::1]:PORT/"</script>'],
    ['a feed that names another', '<rss><channel><link>http://[::1]:PORT/</link></channel></rss>'],
    [
      'a feed with its address',
      '<feed><link rel="self" href="http://[::1]:PORT/"/><link rel="hub" href="http://[::1]:PORT/"/></feed>',
    ],
    [
      'a feed with an entity elsewhere',
      '<!DOCTYPE rss SYSTEM "http://[::1]:PORT/a.dtd" [<!ENTITY % b SYSTEM "http://[::1]:PORT/b"> %b; <!ENTITY c SYSTEM "http://[::1]:PORT/c">]><rss><channel><item><title>&c;</title></item></channel></rss>',
    ],
    [
      'a feed with instructions',
      '<?xml-stylesheet href="http://[::1]:PORT/a.xsl" type="text/xsl"?><rss xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="http://[::1]:PORT/"/><channel/></rss>',
    ],
  ])('leads nowhere else: %s', async (_what, document) => {
    pages = {
      '/a': (response) =>
        response
          .writeHead(200, {
            'content-type': 'text/html',
            'content-location': withPort('http://[::1]:PORT/'),
            refresh: withPort('0; url=http://[::1]:PORT/'),
            link: withPort('<http://[::1]:PORT/>; rel=preload'),
            location: withPort('http://[::1]:PORT/'),
          })
          .end(withPort(document)),
    }
    const fetched = await ask('http://mairie.example:PORT/a')
    if (fetched.kind !== 'document') throw new Error(fetched.kind)
    const { bytes, contentType, finalUrl } = fetched
    expect(finalUrl).toBe(withPort('http://mairie.example:PORT/a'))
    await parseDocument({ bytes, contentType, url: finalUrl })
    expect(requests).toEqual(['mairie.example/a'])
    expect(attempts).toEqual([internet.address])
  })
})

describe('a name whose address changes', () => {
  it.each([['::1'], ['127.0.0.2'], ['169.254.169.254'], ['::ffff:127.0.0.1'], ['0.0.0.0']])(
    'between check and use, to %s, is only connected to where it was checked',
    async (later) => {
      const { resolve, lookups } = resolving({ 'mairie.example': [[internet.address], [later]] })
      const fetch = createCheckedFetch({ allowPrivate: false, resolve })
      expect(await ask('http://mairie.example:PORT/a', fetch)).toMatchObject({ kind: 'document' })
      expect(lookups).toEqual(['mairie.example'])
      expect(attempts).toEqual([internet.address])
      expect(listeners.takeConnections().filter((address) => address.includes('::1'))).toEqual([])
    },
  )

  it.each(['::1', '127.0.0.2', '::ffff:127.0.0.1'])(
    'from one request to the next, to %s, is refused then',
    async (later) => {
      const { resolve, lookups } = resolving({ 'mairie.example': [[internet.address], [later]] })
      const fetch = createCheckedFetch({ allowPrivate: false, resolve })
      pages = {
        '/a': (response) =>
          response.writeHead(302, { location: '/b', connection: 'close' }).end('moved'),
      }
      expect(await ask('http://mairie.example:PORT/a', fetch)).toEqual(forbidden)
      expect(await ask('http://mairie.example:PORT/a', fetch)).toEqual(forbidden)
      expect(lookups).toHaveLength(3)
      expect(requests).toEqual(['mairie.example/a'])
      expect(attempts).toEqual([internet.address])
    },
  )

  it('is refused as a whole where one of its addresses is inside', async () => {
    for (const addresses of [
      [internet.address, '::1'],
      ['::1', internet.address],
    ]) {
      const { resolve } = resolving({ 'mairie.example': [addresses] })
      const fetch = createCheckedFetch({ allowPrivate: false, resolve })
      expect(await ask('http://mairie.example:PORT/a', fetch)).toEqual(forbidden)
    }
    expect(attempts).toEqual([])
  })
})
