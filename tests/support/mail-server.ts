import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'

/** What a test's mail server says to a command: nothing against it, or a refusal. */
export type Answer = { code: number; text: string } | null

export interface MailServer {
  url: string
  /** Messages that were taken, as they came over the wire, each for its recipients. */
  taken: { to: string[]; raw: string }[]
  /** Set by a test: what it says about a recipient, and about a whole message. */
  aboutRecipient: (address: string) => Answer
  aboutMessage: (raw: string) => Answer | Promise<Answer>
  /** Cuts every open connection, as a machine that stops. */
  cut(): void
  close(): Promise<void>
}

/** A real SMTP server on loopback; with `login`, one that asks for that name and password. */
export async function startMailServer(login?: { user: string; pass: string }): Promise<MailServer> {
  const server = new SMTPServer({
    authOptional: login === undefined,
    disabledCommands: login === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth(auth, _session, done) {
      const known = auth.username === login?.user && auth.password === login?.pass
      if (known) done(null, { user: auth.username })
      else done(refusal({ code: 535, text: '5.7.8 Unknown name or password' }))
    },
    onRcptTo({ address }, _session, done) {
      const answer = mail.aboutRecipient(address)
      done(answer && refusal(answer))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString()
        const answer = await mail.aboutMessage(raw)
        if (answer === null)
          mail.taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw })
        done(answer && refusal(answer))
      })
    },
  })
  server.on('error', () => {})
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  const port = typeof address === 'object' ? address?.port : ''
  const mail: MailServer = {
    url: `smtp://${login ? `${login.user}:${login.pass}@` : ''}127.0.0.1:${port}`,
    taken: [],
    aboutRecipient: () => null,
    aboutMessage: () => null,
    cut() {
      for (const connection of server.connections) connection.close()
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  }
  return mail
}

function refusal({ code, text }: { code: number; text: string }): Error {
  return Object.assign(new Error(text), { responseCode: code })
}
