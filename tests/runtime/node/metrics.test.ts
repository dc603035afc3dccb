import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../../src/app.ts'
import { type ServingProcess, startServing } from '../../support/serving.ts'
import { useProgram } from '../../support/use-program.ts'

const TOKEN = 'a-token-of-24-characters'
const AUTHORIZATION = { authorization: `Bearer ${TOKEN}` }

describe('the metrics of a process', () => {
  const program = useProgram('2026-11-24T09:30:00Z')
  let server: ServingProcess

  beforeAll(async () => {
    server = await startServing({
      DATABASE_URL: program.url,
      METRICS_TOKEN: TOKEN,
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'guichet@exemple.fr',
    })
  })
  afterAll(() => server?.stop())

  const ask = (path: string, init?: RequestInit) => fetch(server.origin + path, init)
  const metrics = async () => (await ask('/metrics', { headers: AUTHORIZATION })).text()

  test('are there for who has the token, and for nobody else', async () => {
    const answer = await ask('/metrics', { headers: AUTHORIZATION })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const refused: Record<string, string>[] = [
      {},
      { authorization: `Bearer ${TOKEN}x` },
      { authorization: TOKEN },
      { authorization: `Basic ${TOKEN}` },
    ]
    for (const headers of refused) expect((await ask('/metrics', { headers })).status).toBe(404)
  })

  test('are written as Prometheus reads them, each with its help and its type', async () => {
    const text = await metrics()
    expect(text.endsWith('\n')).toBe(true)
    const types = typesOf(text)
    for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
      const [, name = '', value = ''] =
        /^([a-z_][a-z0-9_]*)(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)+\})? (\S+)$/.exec(line) ?? []
      const family = types.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '')
      expect([line, types.has(family), Number.isNaN(Number(value))]).toEqual([line, true, false])
    }
    for (const name of types.keys()) expect(text).toMatch(new RegExp(`^# HELP ${name} \\S`, 'm'))
  })

  test('count requests by the pattern of their route, kept ones among them, never by what was asked', async () => {
    const before = countsOf(await metrics())
    await ask('/acheteurs')
    await ask('/acheteurs')
    const { headers } = await ask('/acheteurs')
    const etag = headers.get('etag') ?? ''
    await ask('/acheteurs', { headers: { 'if-none-match': etag } })
    await ask('/acheteurs', { method: 'HEAD' })
    await ask('/consultations/2026-9999-camille-exemple')
    await ask('/camille-exemple?q=camille@exemple.fr')
    await ask('/acheteurs', { method: 'PROPFIND' })
    const text = await metrics()
    const after = countsOf(text)
    const grown = (labels: string) => (after.get(labels) ?? 0) - (before.get(labels) ?? 0)
    expect(grown('route="/acheteurs",method="GET",status="2xx"')).toBe(3)
    expect(grown('route="/acheteurs",method="GET",status="3xx"')).toBe(1)
    expect(grown('route="/acheteurs",method="HEAD",status="2xx"')).toBe(1)
    expect(grown('route="/acheteurs",method="other",status="4xx"')).toBe(1)
    expect(grown('route="/consultations/:name",method="GET",status="4xx"')).toBe(1)
    expect(grown('route="none",method="GET",status="4xx"')).toBe(1)
    expect(text).not.toContain('camille')
    expect(valueOf(text, 'guichet_kept_hits_total')).toBeGreaterThanOrEqual(4)
    expect(valueOf(text, 'guichet_kept_misses_total')).toBeGreaterThanOrEqual(1)
    expect(valueOf(text, 'guichet_kept_bytes')).toBeGreaterThan(1000)
    expect(valueOf(text, 'guichet_ready')).toBe(1)
    expect(valueOf(text, 'guichet_database_connections')).toBe(10)
    expect(valueOf(text, 'guichet_job_lag_seconds{kind="mail"}')).toBe(0)
    const rounds = async () => Object.keys((await (await ask('/sante')).json()).tours)
    await expect.poll(rounds, { timeout: 20_000 }).toContain('versions')
  })

  test.each(['dashboard.json', 'alerts.yml'])('are all that docs/%s asks for', async (file) => {
    const text = readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8')
    const asked = new Set(
      text.match(/\b(?:guichet|nodejs|process)_[a-z0-9_]+(?=[@{[) =>]|\\n|$)/gm),
    )
    const types = typesOf(await metrics())
    const exported = [...types].flatMap(([name, type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
    )
    expect(asked.size).toBeGreaterThan(9)
    expect([...asked].filter((name) => !exported.includes(name))).toEqual([])
  })
})

describe('who may read metrics without a token', () => {
  const program = useProgram('2026-11-24T09:30:00Z')

  const watch = {
    answered: () => {},
    sentKept: () => {},
    rounds: () => ({}),
    exposition: async () => 'guichet_ready 1\n',
  }
  const http = { baseUrl: 'http://localhost:8080', trustedProxies: [] }
  const https = { baseUrl: 'https://guichet.example', trustedProxies: [] }
  const far = { ...https, trustedProxies: ['10.0.0.1'] }
  const near = { ...https, trustedProxies: ['127.0.0.1'] }

  test.each([
    ['this machine', http, '127.0.0.1', 'localhost:8080', {}, 200],
    ['this machine over IPv6', http, '::1', '[::1]:8080', {}, 200],
    ['this machine, mapped', http, '::ffff:127.0.0.1', '127.0.0.1:8080', {}, 200],
    ['this machine, the proxy being another', far, '127.0.0.1', 'localhost', {}, 200],
    ['another machine', http, '10.0.0.7', 'localhost', {}, 404],
    ['nobody knows who', http, undefined, 'localhost', {}, 404],
    ['a proxy that may stand here', https, '127.0.0.1', 'localhost', {}, 404],
    ['the proxy here', near, '127.0.0.1', 'localhost', {}, 404],
    ['the proxy elsewhere', far, '10.0.0.1', 'localhost', {}, 404],
    ['a proxy that says so', http, '127.0.0.1', 'localhost', { via: '1.1 x' }, 404],
    ['for somebody', http, '127.0.0.1', 'localhost', { 'x-forwarded-for': '127.0.0.1' }, 404],
    ['a page that was lured here', http, '127.0.0.1', 'evil.example', {}, 404],
  ])('%s', async (_, place, peer, host, headers, status) => {
    const config = { ...program.deps.config, ...place }
    const app = createApp({ ...program.deps, config, watch })
    const answer = await app.request(`http://${host}/metrics`, { headers }, { peer })
    expect(answer.status).toBe(status)
  })

  test('finds nothing where nothing is counted, as on Workers', async () => {
    const config = { ...program.deps.config, metricsToken: TOKEN }
    const app = createApp({ ...program.deps, config })
    expect((await app.request('/metrics', { headers: AUTHORIZATION })).status).toBe(404)
  })
})

function typesOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  )
}

/** Of guichet_http_requests_total, by its labels. */
function countsOf(text: string): Map<string, number> {
  const lines = text.matchAll(/^guichet_http_requests_total\{(.*)\} (\d+)$/gm)
  return new Map([...lines].map(([, labels = '', count]) => [labels, Number(count)]))
}

function valueOf(text: string, series: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `))
  return Number(line?.slice(series.length))
}
