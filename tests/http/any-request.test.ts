import fc from 'fast-check'
import { once } from 'node:events'
import { type IncomingMessage, request, type Server } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp, ROUTES } from '../../src/app.ts'
import { createNodeServer } from '../../src/runtime/node/server.ts'
import { useDemonstration } from '../support/demonstration.ts'

const RUNS = process.env['DEEP'] ? 8_000 : 350

const WORDS = (
  'q type metier lieu rayon acheteur partenaires montant-min montant-max echeance etat procedure lots visite ' +
  'reserve paru precis tri avis vue contenu apres avant lang couleur'
).split(' ')

/** Values that are right for some word, so that random questions get as far as the database. */
const RIGHT = (
  'travaux electricite narbonne 11100 30 oui 90000 7 toutes terminee adaptee allotie aucune non parution resultats ' +
  'consultations'
).split(' ')

/** What parsers, drivers and databases have stumbled over. */
const WRONG = [
  '',
  ...(
    '%00 voirie%00 %ED%A0%80 %FF%FE % %E0%A4%A %0A %0D%0A %5C %27 99999999999999999999999 -1 1e400 NaN 0x10 ' +
    "%F0%9F%98%80 %E2%80%AE %22%22%22 %28%28%29 a%20OR %7C%26! %3A* __proto__ constructor ' \\ - ( & %3C-%3E 2_-1_1 " +
    '1_99999999999999_999999999 9999-12-31_999999999 2026-99-99_1'
  ).split(' '),
  'a'.repeat(7_000),
  '%C3%A9'.repeat(1_000),
]

const value = fc.oneof(
  fc.constantFrom(...RIGHT),
  fc.constantFrom(...WRONG),
  fc.string({ unit: 'binary', maxLength: 30 }).map((given) => encodeURI(given.toWellFormed())),
)
/** Places in a list, as links carry them, of any time. */
const place = fc.tuple(
  fc.constantFrom('apres', 'avant'),
  fc.oneof(
    fc.stringMatching(/^[012]_-?\d{1,14}_\d{1,9}$/),
    fc.stringMatching(/^(?:0000|0001|2026|9999)-(?:0[1-9]|1[012])-[0123]\d_\d{1,9}$/),
  ),
)
const question = fc.tuple(fc.oneof(fc.constantFrom(...WORDS), value), value)
const query = fc
  .oneof(fc.array(question, { maxLength: 4 }), fc.tuple(place), fc.tuple(question, place))
  .map((pairs) => pairs.map(([word, given]) => `${word}=${given}`).join('&'))
const anyPath = fc
  .tuple(fc.constantFrom(...ROUTES.map((route) => route.path)), value)
  .map(([written, given]) =>
    written.replace(/:\w+(\{\.\+\\\.ics\})?/, (_, ics) => given + (ics ? '.ics' : '')),
  )
/** Where a question gets as far as the database. */
const READ_MOST = (
  '/ /flux /attributions /attributions.rss /consultations.rss /consultations.csv /consultations.ics ' +
  '/consultations/2026-0001 /consultations/2026-99999999999999999999 /consultations/x.ics ' +
  '/consultations/%00 /acheteurs/%00 /acheteurs/%ED%A0%80'
).split(' ')
const path = fc.oneof(anyPath, fc.constantFrom(...READ_MOST))
/** Places in lists that the database knows no date for. */
const ONCE_FAILED: [string, string, string, Record<string, string>][] = [
  ['GET', '/', 'apres=0_-99999999999999_1', {}],
  ['GET', '/', 'avant=0_-99999999999999_1', {}],
  ['GET', '/attributions', 'avant=0000-01-01_1', {}],
  // Led to an address that the answer's headers had no room for.
  ['GET', '/', `type=${'a'.repeat(7_000)}&q=${'a'.repeat(7_000)}&lieu=${'0'.repeat(1_500)}`, {}],
]

const headers = fc.record(
  {
    'if-none-match': fc.constantFrom('*', '"', 'W/"', '""', ',,,', '"x"-gzip', 'a'.repeat(5_000)),
    'if-modified-since': fc.constantFrom('hier', '', 'Sat, 31 Feb 2026 25:61:00 GMT', '1e400'),
    'accept-encoding': fc.constantFrom('*;q=0', 'br;q=x', 'gzip;;', 'identity;q=0', ';', 'zstd'),
    'accept-language': fc.constantFrom('', '*', 'fr;q=9'),
    range: fc.constantFrom('bytes=0-', 'bytes=9-1', 'lines=1-2'),
    host: fc.constantFrom('guichet.example', 'autre.example:99', '[::1]', 'a'.repeat(300)),
  },
  { requiredKeys: [] },
)

describe('whatever is asked of the server', () => {
  const demonstration = useDemonstration()
  let server: Server
  let port: number
  const logged: unknown[] = []
  beforeAll(async () => {
    const deps = {
      ...demonstration.deps,
      log: (event: string, fields?: Record<string, unknown>) => void logged.push([event, fields]),
    }
    server = createNodeServer(createApp(deps), deps)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
  })
  beforeEach(() => {
    logged.length = 0
  })

  test('the answer is no error of the server', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE'),
        path,
        query,
        headers,
        async (method, at, words, sent) => {
          let target = words === '' ? at : `${at}?${words}`
          // One question has one address: only there is the database asked.
          for (let hop = 0; hop < 3; hop += 1) {
            const { statusCode = 0, headers: answered } = await answerTo(method, target, sent)
            const isAnswer = statusCode >= 200 && statusCode < 500
            expect({ target, isAnswer, statusCode, logged }).toMatchObject({
              isAnswer: true,
              logged: [],
            })
            if (answered.location === undefined) return
            expect(answered.location).toMatch(/^\/(?!\/)/)
            target = answered.location
          }
          throw new Error(`${target}: redirected for ever`)
        },
      ),
      { numRuns: RUNS, examples: ONCE_FAILED },
    )
  })

  test.each([
    '//',
    '//autre.example/',
    '/\\',
    '/%',
    '/..%2f..',
    '/consultations/..',
    '*',
    'http://autre.example/',
  ])('the request line « %s » is answered', async (target) => {
    const said = await raw(
      `GET ${target} HTTP/1.1\r\nHost: guichet.example\r\nConnection: close\r\n\r\n`,
    )
    expect(said).toMatch(/^HTTP\/1\.1 [234]\d\d /)
    expect(logged).toEqual([])
  })

  test.each(['a b', 'é', '<x>', '@', 'a:b:c', ''])('the host « %s » is answered', async (host) => {
    const said = await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    expect(said).toMatch(/^HTTP\/1\.1 [24]\d\d /)
    expect(said).not.toContain('autre.example')
    expect(logged).toEqual([])
  })

  async function answerTo(
    method: string,
    target: string,
    sent: Record<string, string>,
  ): Promise<IncomingMessage> {
    const asked = request({ host: '127.0.0.1', port, method, path: target, headers: sent }).end()
    const [response] = await once(asked, 'response')
    response.resume()
    await once(response, 'end')
    return response
  }

  async function raw(words: string): Promise<string> {
    const socket = connect(port, '127.0.0.1')
    socket.write(words)
    return text(socket)
  }
})
