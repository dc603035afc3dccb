import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import { findLocalSocket, placeLocalSocket, removeLocalSocket } from '../db/local-socket.ts'

/** A command line as it was typed. */
export interface Command {
  argv: string[]
  /** The folder that relative file names count from. */
  cwd: string
}

export type Stream = 'out' | 'err'

/** Shows one line to whoever typed the command. */
export type Write = (line: string, stream: Stream) => void

const command = z.object({ argv: z.array(z.string()), cwd: z.string() })

const answer = z.union([
  z.object({ line: z.string(), stream: z.enum(['out', 'err']) }),
  z.object({ status: z.number().int() }),
])
type Answer = z.infer<typeof answer>

/**
 * Takes over the commands that are typed while this process holds the data folder, over a local socket that only its
 * owner may use. `run` answers with the exit status; a command goes on when whoever typed it leaves. Only call it while
 * holding the folder.
 */
export async function serveCommands(
  dataDir: string,
  run: (command: Command, write: Write) => Promise<number>,
): Promise<{ close(): Promise<void> }> {
  const address = placeLocalSocket(dataDir, 'commands')
  const server = createServer((socket) => {
    // Whoever typed the command has left.
    socket.on('error', () => {})
    void answerOne(socket, run)
  })
  const openToOwner = process.umask(0o177)
  server.listen(address)
  process.umask(openToOwner)
  await once(server, 'listening')
  return {
    async close() {
      await new Promise((resolve) => server.close(resolve))
      removeLocalSocket(dataDir, 'commands')
    },
  }
}

/**
 * Has the process that holds the data folder run a command, and shows what it says. Returns its exit status, or null
 * where no process listens; 1 where it ended before the command did.
 */
export async function handOver(
  dataDir: string,
  command: Command,
  write: Write,
): Promise<number | null> {
  const address = findLocalSocket(dataDir, 'commands')
  const socket = address && (await connected(address))
  if (!socket) return null
  socket.on('error', () => {})
  socket.write(`${JSON.stringify(command)}\n`)
  for await (const line of createInterface({ input: socket })) {
    const read = answer.parse(JSON.parse(line))
    if ('status' in read) return read.status
    write(read.line, read.stream)
  }
  write("Le serveur s'est arrêté avant la fin de la commande.", 'err')
  return 1
}

async function answerOne(
  socket: Socket,
  run: (command: Command, write: Write) => Promise<number>,
): Promise<void> {
  const send = (value: Answer) => {
    if (socket.writable) socket.write(`${JSON.stringify(value)}\n`)
  }
  try {
    for await (const line of createInterface({ input: socket })) {
      const typed = command.parse(JSON.parse(line))
      send({ status: await run(typed, (line, stream) => send({ line, stream })) })
      break
    }
  } catch (error) {
    send({ line: String(error), stream: 'err' })
    send({ status: 1 })
  }
  socket.end()
}

/** Null where nothing listens. */
function connected(address: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(address)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null)
      else reject(error)
    })
  })
}
