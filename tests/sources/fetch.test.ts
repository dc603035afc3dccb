import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCheckedFetch } from '../../src/runtime/node/checked-fetch.ts'
import { isAllowedAddress, isPublicAddress } from '../../src/sources/fetch/addresses.ts'
import { fetchDocument, type FetchRequest, TOTAL_TIMEOUT } from '../../src/sources/fetch/fetch.ts'

const now = () => new Date('2026-11-21T09:00:00Z')
const anywhere = createCheckedFetch({ allowPrivate: true })

let server: Server | undefined
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((done) => (server ? server.close(done) : done(null)))
  server = undefined
})

/** Serves on a free local port; answers the origin. */
async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener)
  server = started
  await new Promise<void>((done) => started.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`
}

function ask(url: string, request: Partial<FetchRequest> = {}, fetch = anywhere) {
  return fetchDocument(
    { fetch, now },
    {
      url,
      etag: null,
      lastModified: null,
      allowPrivate: true,
      contact: 'https://guichet.example',
      ...request,
    },
  )
}

describe('fetchDocument', () => {
  it('brings the bytes with what their server says of them', async () => {
    let asked: IncomingHttpHeaders = {}
    const origin = await serve((request, response) => {
      asked = request.headers
      response.writeHead(200, {
        'content-type': 'application/rss+xml; charset=utf-8',
        etag: 'W/"a b"',
        'last-modified': 'Sat, 21 Nov 2026 08:00:00 GMT',
      })
      response.end('<rss/>')
    })
    expect(await ask(`${origin}/rss`)).toEqual({
      kind: 'document',
      bytes: new TextEncoder().encode('<rss/>'),
      contentType: 'application/rss+xml; charset=utf-8',
      etag: 'W/"a b"',
      lastModified: 'Sat, 21 Nov 2026 08:00:00 GMT',
      finalUrl: `${origin}/rss`,
      permanentRedirect: null,
      askedPause: null,
      link: null,
    })
    expect(asked['user-agent']).toBe('Guichet (+https://guichet.example)')
    expect(asked['accept-encoding']).toBe('gzip, br')
    expect(asked).not.toHaveProperty('if-none-match')
  })

  it('sends the validators back as they came, and takes new ones from a 304', async () => {
    let asked: IncomingHttpHeaders = {}
    const origin = await serve((request, response) => {
      asked = request.headers
      response.writeHead(304, { 'last-modified': 'Sun, 22 Nov 2026 08:00:00 GMT' })
      response.end()
    })
    const validators = { etag: 'W/"a b"', lastModified: 'yesterday' }
    expect(await ask(origin, validators)).toEqual({
      kind: 'not-modified',
      etag: 'W/"a b"',
      lastModified: 'Sun, 22 Nov 2026 08:00:00 GMT',
      permanentRedirect: null,
      askedPause: null,
    })
    expect(asked['if-none-match']).toBe('W/"a b"')
    expect(asked['if-modified-since']).toBe('yesterday')
  })

  it('takes a 304 that nobody asked for as a failure', async () => {
    const origin = await serve((_request, response) => response.writeHead(304).end())
    expect(await ask(origin)).toMatchObject({ kind: 'failed', code: 'http-status', status: 304 })
  })

  it.each(['gzip', 'br', 'x-gzip'])('reads %s', async (encoding) => {
    const body = encoding === 'br' ? brotliCompressSync('<rss/>') : gzipSync('<rss/>')
    const origin = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    )
    const outcome = await ask(origin)
    expect(outcome.kind === 'document' && new TextDecoder().decode(outcome.bytes)).toBe('<rss/>')
  })

  it.each(['deflate', 'zstd', 'gzip, br'])(
    'refuses %s, which it did not ask for',
    async (encoding) => {
      const origin = await serve((_request, response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end('x'),
      )
      expect(await ask(origin)).toMatchObject({ kind: 'failed', code: 'bad-encoding' })
    },
  )

  it('says that compressed bytes are broken', async () => {
    const origin = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is no gzip'),
    )
    expect(await ask(origin)).toMatchObject({ kind: 'failed', code: 'bad-encoding' })
  })

  it.each([
    ['announced', { 'content-length': String(6_000_000) }, Buffer.alloc(6_000_000)],
    ['not announced', {}, Buffer.alloc(6_000_000)],
    ['hidden in gzip', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(50_000_000))],
    [
      'hidden in brotli',
      { 'content-encoding': 'br' },
      brotliCompressSync(Buffer.alloc(50_000_000)),
    ],
  ])('stops at 5 MB that are %s', async (_how, headers, body) => {
    const origin = await serve((_request, response) => response.writeHead(200, headers).end(body))
    expect(await ask(origin)).toMatchObject({ kind: 'failed', code: 'too-large', status: 200 })
  })

  it('refuses under 5 MB what was sent more than a hundred times smaller', async () => {
    const body = gzipSync(Buffer.alloc(3_000_000))
    const origin = await serve((_request, response) =>
      response
        .writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length })
        .end(body),
    )
    expect(await ask(origin)).toMatchObject({ kind: 'failed', code: 'too-large' })
  })

  it('follows redirects, and tells how far they are permanent', async () => {
    const hops: Record<string, [number, string]> = {
      '/a': [301, '/b'],
      '/b': [308, 'c'],
      '/c': [302, '/d'],
      '/d': [301, '/e'],
    }
    const origin = await serve((request, response) => {
      const [status, location] = hops[request.url ?? ''] ?? [200, '']
      response.writeHead(status, { location }).end('<rss/>')
    })
    expect(await ask(`${origin}/a`)).toMatchObject({
      kind: 'document',
      finalUrl: `${origin}/e`,
      permanentRedirect: `${origin}/c`,
    })
    expect(await ask(`${origin}/c`)).toMatchObject({
      finalUrl: `${origin}/e`,
      permanentRedirect: null,
    })
  })

  it('gives up after five redirects', async () => {
    let asked = 0
    const origin = await serve((_request, response) => {
      asked += 1
      response.writeHead(302, { location: '/' }).end()
    })
    expect(await ask(origin)).toMatchObject({ kind: 'failed', code: 'redirect-loop' })
    expect(asked).toBe(6)
  })

  it.each(['http://10.0.0.1/', 'http://localhost/', 'ftp://mairie.example/', 'http://['])(
    'does not follow a redirect to %s',
    async (location) => {
      const asked: string[] = []
      const redirecting = (async (url: string) => {
        asked.push(url)
        return new Response(null, { status: 301, headers: { location } })
      }) as typeof fetch
      const outcome = await ask('https://mairie.example/', { allowPrivate: false }, redirecting)
      expect(outcome).toMatchObject({ kind: 'failed', code: 'forbidden-address' })
      expect(asked).toEqual(['https://mairie.example/'])
    },
  )

  it('does not call permanent a redirect that gives up encryption', async () => {
    const answers = [
      new Response(null, { status: 301, headers: { location: 'http://mairie.example/' } }),
      new Response('<rss/>'),
    ]
    const redirecting = (async () => answers.shift()) as unknown as typeof fetch
    expect(await ask('https://mairie.example/', {}, redirecting)).toMatchObject({
      kind: 'document',
      finalUrl: 'http://mairie.example/',
      permanentRedirect: null,
    })
  })

  it('tells a source that is gone from one that fails', async () => {
    const origin = await serve((request, response) =>
      response.writeHead(Number(request.url?.slice(1))).end(),
    )
    expect(await ask(`${origin}/410`)).toMatchObject({ code: 'gone', status: 410 })
    expect(await ask(`${origin}/404`)).toMatchObject({ code: 'http-status', status: 404 })
    expect(await ask(`${origin}/500`)).toMatchObject({ code: 'http-status', status: 500 })
  })

  it.each([
    [429, '120', '2026-11-21T09:02:00.000Z'],
    [503, 'Sat, 21 Nov 2026 10:00:00 GMT', '2026-11-21T10:00:00.000Z'],
    [503, 'Sat, 21 Nov 2020 10:00:00 GMT', '2026-11-21T09:00:00.000Z'],
    [503, 'soon', null],
    [500, '120', null],
  ])('reads Retry-After of a %i: %s', async (status, written, at) => {
    const origin = await serve((_request, response) =>
      response.writeHead(status, { 'retry-after': written }).end(),
    )
    expect(await ask(origin)).toMatchObject({
      status,
      retryAfter: at === null ? null : new Date(at),
    })
  })

  it('says that nobody listens', async () => {
    const origin = await serve(() => {})
    await new Promise((done) => server?.close(done))
    server = undefined
    expect(await ask(origin)).toMatchObject({ kind: 'failed', code: 'refused', status: null })
  })

  it('says that a connection broke', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('<rss>', () => response.destroy())
    })
    expect(await ask(origin)).toMatchObject({ kind: 'failed', code: 'network' })
  })

  it('says that a name does not exist', async () => {
    expect(await ask('http://nowhere.invalid/')).toMatchObject({ kind: 'failed', code: 'dns' })
  })

  it('says that a certificate is not to be trusted', async () => {
    const cause = Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    const refusing = async () => Promise.reject(new TypeError('fetch failed', { cause }))
    expect(await ask('https://mairie.example/', {}, refusing)).toMatchObject({ code: 'tls' })
  })

  it('waits no longer than its time for a server that never answers', async () => {
    vi.useFakeTimers()
    const silent = ((_url: string, { signal }: { signal: AbortSignal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      )) as unknown as typeof fetch
    const outcome = ask('https://mairie.example/', {}, silent)
    await vi.advanceTimersByTimeAsync(TOTAL_TIMEOUT)
    vi.useRealTimers()
    expect(await outcome).toMatchObject({ kind: 'failed', code: 'timeout' })
  })

  it('waits no longer for one that gives a byte at a time for ever', async () => {
    const ended = Promise.withResolvers<void>()
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/rss+xml' })
      const drip = setInterval(() => response.write(' '), 5)
      response.once('close', () => {
        clearInterval(drip)
        ended.resolve()
      })
    })
    expect(await ask(origin, { timeout: 200 })).toMatchObject({ kind: 'failed', code: 'timeout' })
    await ended.promise
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const origin = await serve(() => stop.abort())
    expect(await ask(origin, { signal: stop.signal })).toMatchObject({ code: 'cancelled' })
  })
})

describe('a checked connection', () => {
  const outside = createCheckedFetch({ allowPrivate: false })

  it.each(['localhost', '127.0.0.1'])('never reaches %s, whoever asks', async (host) => {
    let asked = 0
    const origin = await serve((_request, response) => {
      asked += 1
      response.end()
    })
    const url = origin.replace('127.0.0.1', host)
    // allowPrivate lets the address through, as a public name that resolves to this host would be.
    expect(await ask(url, {}, outside)).toMatchObject({ code: 'forbidden-address', status: null })
    expect(asked).toBe(0)
  })

  it('never follows a redirect by itself', async () => {
    const origin = await serve((_request, response) =>
      response.writeHead(302, { location: '/b' }).end(),
    )
    expect((await anywhere(origin)).status).toBe(302)
  })
})

describe('isPublicAddress', () => {
  it.each(['93.184.216.34', '2606:2800:220:1::1', '[2606:2800:220:1::1]'])('accepts %s', (ip) => {
    expect(isPublicAddress(ip)).toBe(true)
  })

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '::',
    '::1',
    '::ffff:93.184.216.34',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'fc00::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '4000::1',
    'fe80::1%lo',
    '8.8',
    '010.8.8.8',
    '0x8.8.8.8',
    '134744072',
    'mairie.example',
  ])('refuses %s', (ip) => {
    expect(isPublicAddress(ip)).toBe(false)
  })
})

describe('isAllowedAddress', () => {
  it.each([
    ['https://mairie.example/rss', true],
    ['http://mairie.example:443/rss', true],
    ['https://mairie.example:8443/rss', false],
    ['https://user:secret@mairie.example/', false],
    ['file:///etc/passwd', false],
    ['http://2130706433/', false],
    ['http://0x7f.1/', false],
    ['http://[::1]/', false],
    ['http://localhost/', false],
    ['http://intranet/', false],
    ['http://db.internal./', false],
  ])('%s: %s', (url, allowed) => {
    expect(isAllowedAddress(new URL(url), false)).toBe(allowed)
  })

  it('lets local addresses and any port through where private sources are allowed', () => {
    expect(isAllowedAddress(new URL('http://127.0.0.1:9999/'), true)).toBe(true)
    expect(isAllowedAddress(new URL('http://a:b@127.0.0.1/'), true)).toBe(false)
  })
})
