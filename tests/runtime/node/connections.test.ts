import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { makeRoom, waitsInVain } from '../../../src/runtime/node/connections.ts'
import { endSlowBodies } from '../../../src/runtime/node/slow-bodies.ts'

/** A limit on waiting, not on speed. */
const PATIENCE = { timeout: 20_000, interval: 10 }
const ASK = 'GET / HTTP/1.1\r\nHost: guichet.example\r\n\r\n'

let server: Server | undefined
let sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  server?.closeAllConnections()
  await new Promise((closed) => server?.close(closed))
  server = undefined
})

async function listen(created: Server): Promise<Server> {
  server = created
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function open(): Promise<Socket> {
  const address = server?.address()
  if (typeof address !== 'object' || address === null) throw new Error('no server listens')
  const socket = connect(address.port, '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => {}).resume()
  await once(socket, 'connect')
  return socket
}

async function askOver(socket: Socket): Promise<void> {
  socket.write(ASK)
  await once(socket, 'data')
}

test('a connection too many takes the place of the one that has asked for nothing for the longest time', async () => {
  makeRoom(await listen(createServer((_, response) => response.end('oui'))), 3)
  const [first, second, third] = [await open(), await open(), await open()]
  await askOver(third)
  await askOver(first)
  const fourth = await open()
  await vi.waitFor(() => expect(second.closed).toBe(true), PATIENCE)
  const fifth = await open()
  await vi.waitFor(() => expect(third.closed).toBe(true), PATIENCE)
  for (const socket of [first, fourth, fifth]) await askOver(socket)
})

test('who asks on and on behind one answer loses the connection; who asks a little is answered in turn', async () => {
  const held: ServerResponse[] = []
  await listen(
    createServer((request, response) => {
      if (!waitsInVain(request, response)) held.push(response)
    }),
  )
  const patient = await open()
  const greedy = await open()
  patient.write(ASK.repeat(50))
  await vi.waitFor(() => expect(held).toHaveLength(50), PATIENCE)
  for (const response of held.splice(0)) response.end('oui')
  patient.write(ASK.repeat(50))
  await vi.waitFor(() => expect(held).toHaveLength(50), PATIENCE)
  greedy.write(ASK.repeat(200))
  await vi.waitFor(() => expect(greedy.closed).toBe(true), PATIENCE)
  expect(held.length).toBeLessThan(120)
  expect(patient.closed).toBe(false)
})

describe('a body', () => {
  const post = (bytes: number) =>
    `POST / HTTP/1.1\r\nHost: guichet.example\r\nContent-Length: ${bytes}\r\n\r\n`

  test('that only drips is not waited for; one that moves is, and one that waits for us', async () => {
    const unread = Promise.withResolvers<void>()
    const read: number[] = []
    const created = createServer(async (request, response) => {
      if (request.url === '/plus-tard') await unread.promise
      const body = await text(request).catch(() => null)
      if (body !== null) read.push(body.length)
      response.end()
    })
    endSlowBodies(created, 300)
    await listen(created)
    const dripping = await open()
    dripping.write(post(5_000))
    const drip = setInterval(() => dripping.write('a'), 50)
    const moving = await open()
    moving.write(post(100_000))
    const move = setInterval(() => moving.write('a'.repeat(1_000)), 50)
    const waiting = await open()
    waiting.write(post(200_000).replace('/', '/plus-tard') + 'a'.repeat(199_999))
    await vi.waitFor(() => expect(dripping.closed).toBe(true), PATIENCE)
    clearInterval(drip)
    await pause(700)
    expect([moving.closed, waiting.closed]).toEqual([false, false])
    unread.resolve()
    waiting.write('a')
    await vi.waitFor(() => expect(read).toContain(200_000), PATIENCE)
    await vi.waitFor(() => expect(read).toContain(100_000), PATIENCE)
    clearInterval(move)
  })
})
