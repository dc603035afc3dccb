import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { bought, draft, winter } from '../../support/application.ts'
import { type ServingProcess, startServing } from '../../support/serving.ts'
import { useProgram } from '../../support/use-program.ts'

const NOW = '2026-11-21T09:00:00Z'
/** A limit on waiting, not on speed. */
const PATIENCE = { timeout: 60_000, interval: 100 }
const DEEP = Boolean(process.env['DEEP'])
const KEPT = '/consultations.rss'
/** The process's files are as many as ours, and each connection takes one on either side. */
const IDLE = Math.min(10_000, openFiles() - 1_500)
const MEGABYTE = 1024 * 1024
/** More than the process holds after its start, and far less than ten thousand clients could make it hold. */
const MOST_MEMORY = 400 * MEGABYTE

const program = useProgram(NOW)
let serving: ServingProcess
let sockets: Socket[] = []

beforeAll(async () => {
  const titles = Array.from({ length: 60 }, (_, each) => `Réfection de la voirie ${each}`)
  await program.say(
    'plateforme',
    titles.map((title) =>
      draft(title, {
        object: title,
        buyers: bought('Ville de Narbonne'),
        deadline: winter('2026-12-15T12:00'),
      }),
    ),
  )
  serving = await startServing({ DATABASE_URL: program.url, FAKE_NOW: NOW })
  await ask(KEPT)
})
afterAll(async () => {
  await serving?.kill()
})
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  sockets = []
})

interface Answered {
  status: number
  retryAfter: string | undefined
}

/** Asks over a connection of its own. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    get(serving.origin + path, { agent: false, headers }, (response) => {
      buffer(response).then(
        () =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'],
          }),
        reject,
      )
    }).on('error', reject)
  })
}

/** A connection that says this and no more; what the server says is forgotten. */
function open(said: string): Promise<Socket> {
  const socket = connect(Number(new URL(serving.origin).port), '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => {})
  socket.resume()
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.write(said)
      resolve(socket)
    })
  })
}

async function openMany(count: number, said: string): Promise<void> {
  while (count > 0) {
    const some = Math.min(count, 500)
    await Promise.all(Array.from({ length: some }, () => open(said)))
    count -= some
  }
}

const memory = () => {
  const status = readFileSync(`/proc/${serving.process.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024
}

/** What is kept, what is not, and the state of the service. */
async function expectAnswers(word: string): Promise<void> {
  for (const path of [KEPT, `/?q=${word}`, '/sante/vif', '/sante/pret'])
    expect([path, (await ask(path)).status]).toEqual([path, 200])
  expect(memory()).toBeLessThan(MOST_MEMORY)
}

describe('a server answers others', () => {
  test(
    `while ${IDLE} connections say nothing and a thousand drip, and lets go those that ask nothing`,
    { timeout: 180_000 },
    async () => {
      await openMany(IDLE, '')
      await openMany(500, 'GET / HTTP/1.1\r\nHost: guichet.example\r\nX-Lent: ')
      const silentOrDripping = [...sockets]
      await openMany(
        500,
        'POST /connexion HTTP/1.1\r\nHost: guichet.example\r\nSec-Fetch-Site: same-origin\r\n' +
          'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\ncourriel=',
      )
      const drip = setInterval(() => {
        for (const socket of sockets.slice(IDLE)) if (socket.writable) socket.write('a')
      }, 1_000)
      await expectAnswers('gouttes')
      const form = await fetch(`${serving.origin}/connexion`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ courriel: 'personne@exemple.example' }),
      })
      expect(form.status).toBeLessThan(500)
      await vi.waitFor(
        () => expect(silentOrDripping.filter((socket) => !socket.closed)).toEqual([]),
        PATIENCE,
      )
      clearInterval(drip)
      await expectAnswers('calme')
    },
  )

  test('and takes no headers and no address beyond a size', { timeout: 60_000 }, async () => {
    const many = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, each) => [`x-${each}`, 'abcd']),
    )
    const refused = [
      ask('/?q=flot', many),
      ask('/?q=flot', { 'x-long': 'a'.repeat(20_000) }),
      ask(`/?q=${'a'.repeat(20_000)}`),
    ]
    for (const answer of refused) expect((await answer).status).toBe(431)
    const headersOf = (count: number) => Object.fromEntries(Object.entries(many).slice(0, count))
    expect((await ask('/?q=flot', headersOf(90))).status).toBe(200)
    expect((await ask('/?q=flot', headersOf(200))).status).toBe(431)
    const flood = Array.from({ length: 300 }, () => ask('/?q=flot', many))
    await expectAnswers('flots')
    expect(new Set((await Promise.all(flood)).map(({ status }) => status))).toEqual(new Set([431]))
  })

  test(
    'while some ask a thousand times and read nothing, and answers pipelined requests in turn',
    { timeout: 120_000 },
    async () => {
      const once = `GET ${KEPT} HTTP/1.1\r\nHost: guichet.example\r\n\r\n`
      for (let each = 0; each < 40; each += 1) {
        const socket = await open(once.repeat(1_000))
        socket.pause()
      }
      await expectAnswers('tuyau')
      for (const socket of sockets) socket.destroy()

      const paths = Array.from({ length: 50 }, (_, each) => `/absent-${each}`)
      const asked = paths.map((path, each) => {
        const last = each === paths.length - 1 ? 'Connection: close\r\n' : ''
        return `GET ${path} HTTP/1.1\r\nHost: guichet.example\r\n${last}\r\n`
      })
      const socket = connect(Number(new URL(serving.origin).port), '127.0.0.1')
      socket.write(asked.join(''))
      const said = (await buffer(socket)).toString()
      expect(said.match(/HTTP\/1\.1 404/g)).toHaveLength(paths.length)
    },
  )

  test(
    'when a thousand ask at once for what must be made: some wait, the others are told when to come back',
    { timeout: 180_000 },
    async () => {
      const crowd = Array.from({ length: DEEP ? 3_000 : 1_000 }, (_, each) =>
        ask(`/?q=voirie+${each}`),
      )
      const agent = { cookie: '__Host-session=x' }
      const others = await Promise.all([
        ...Array.from({ length: 20 }, () => ask(KEPT)),
        ask('/sante/vif'),
        ask('/sante/pret'),
        ask('/espace', agent),
        ask('/connexion', agent),
      ])
      expect(others.map(({ status }) => status).filter((status) => status >= 400)).toEqual([])
      const answers = await Promise.all(crowd)
      const turnedAway = answers.filter(({ status }) => status === 503)
      const answered = answers.filter(({ status }) => status === 200)
      expect(answered.length + turnedAway.length).toBe(answers.length)
      expect(answered.length).toBeGreaterThan(60)
      expect(turnedAway.length).toBeGreaterThan(0)
      expect(new Set(turnedAway.map(({ retryAfter }) => retryAfter))).toEqual(new Set(['10']))
      await expectAnswers('apres')
    },
  )

  test(
    'and nobody is turned away where a thousand ask for the same',
    { timeout: 120_000 },
    async () => {
      const crowd = await Promise.all(Array.from({ length: 400 }, () => ask('/?q=meme')))
      expect(new Set(crowd.map(({ status }) => status))).toEqual(new Set([200]))
    },
  )

  test('and says nothing of all this as of an error', () => {
    expect(serving.log.filter((line) => /error|failure|uncaught/i.test(line))).toEqual([])
  })
})

function openFiles(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8')
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1])
}
