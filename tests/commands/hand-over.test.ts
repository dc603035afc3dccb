import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handOver, serveCommands, type Command, type Stream } from '../../src/commands/hand-over.ts'
import { findLocalSocket } from '../../src/db/local-socket.ts'

describe('a command typed beside a running server', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const typed: Command = { argv: ['sources', 'add', 'https://été.example/\n'], cwd: '/tmp' }

  async function type(dataDir: string) {
    const lines: [string, Stream][] = []
    const status = await handOver(dataDir, typed, (line, stream) => lines.push([line, stream]))
    return { status, lines }
  }

  it('is done there, and shows its lines and exit status here', async () => {
    const received: Command[] = []
    const server = await serveCommands(folder, async (command, write) => {
      received.push(command)
      write('1 sur 2', 'out')
      await new Promise((resolve) => setImmediate(resolve))
      write('Adresse refusée.\nUne seule ligne.', 'err')
      return 3
    })
    expect(await type(folder)).toEqual({
      status: 3,
      lines: [
        ['1 sur 2', 'out'],
        ['Adresse refusée.\nUne seule ligne.', 'err'],
      ],
    })
    expect(received).toEqual([typed])
    await server.close()
    expect(await type(folder)).toEqual({ status: null, lines: [] })
  })

  it('shows each line when it is written, not at the end', async () => {
    const seen = Promise.withResolvers<void>()
    const server = await serveCommands(folder, async (_, write) => {
      write('premier', 'out')
      await seen.promise
      return 0
    })
    expect(await handOver(folder, typed, () => seen.resolve())).toBe(0)
    await server.close()
  })

  it('is not handed over where no server ever ran, or where one was killed', async () => {
    expect((await type(folder)).status).toBeNull()
    expect((await type(join(folder, 'absent'))).status).toBeNull()
    if (process.platform === 'win32') return
    const left = join(folder, 'commands.sock')
    const killed = createServer().listen(left)
    await once(killed, 'listening')
    renameSync(left, `${left}.kept`)
    killed.close()
    renameSync(`${left}.kept`, left)
    expect((await type(folder)).status).toBeNull()
    const server = await serveCommands(folder, async () => 0)
    expect((await type(folder)).status).toBe(0)
    await server.close()
  })

  it('fails with a sentence when the command throws or the words make no sense', async () => {
    const server = await serveCommands(folder, async () => {
      throw new Error('disque plein')
    })
    expect(await type(folder)).toEqual({ status: 1, lines: [['Error: disque plein', 'err']] })
    const socket = connect(findLocalSocket(folder, 'commands') ?? '')
    socket.write('{"argv": 3}\n')
    const chunks: string[] = []
    for await (const chunk of socket) chunks.push(String(chunk))
    expect(chunks.join('')).toContain('"status":1')
    await server.close()
  })

  it('reaches a folder whose path is too long for a socket', async () => {
    const deep = join(folder, 'a'.repeat(60), 'b'.repeat(60))
    mkdirSync(deep, { recursive: true })
    const server = await serveCommands(deep, async () => 0)
    expect((await type(deep)).status).toBe(0)
    const address = findLocalSocket(deep, 'commands')
    await server.close()
    expect(address && existsSync(dirname(address))).toBe(false)
    expect((await type(deep)).status).toBeNull()
  })

  it.skipIf(process.platform === 'win32')('is open to the owner of the server only', async () => {
    const server = await serveCommands(folder, async () => 0)
    expect(statSync(join(folder, 'commands.sock')).mode & 0o777).toBe(0o600)
    await server.close()
  })
})
