import { createTransport, type NodemailerError } from 'nodemailer'
import { Readable } from 'node:stream'
import type { Config } from '../../config.ts'
import type { OutgoingMail, SendMail, SendOutcome } from '../../mail/send.ts'

/** One try, all in all: less than half a job's lease. */
const TRY_MS = 50_000
const SILENCE_MS = 20_000

/** Sends mail through the server of SMTP_URL, a connection for each message; undefined where there is none. */
export function createSmtpSender({
  smtpUrl,
  mailFrom,
}: Pick<Config, 'smtpUrl' | 'mailFrom'>): SendMail | undefined {
  if (smtpUrl === '' || !mailFrom) return undefined
  return async (mail) => {
    let handedOver = false
    const transport = createTransport({
      url: smtpUrl,
      connectionTimeout: SILENCE_MS,
      greetingTimeout: SILENCE_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    transport.use('stream', (compiled, done) => {
      compiled.message.processFunc((input: Readable) =>
        whenRead(input, () => {
          handedOver = true
        }),
      )
      done()
    })
    try {
      await transport.sendMail({
        ...messageOf(mail),
        from: mailFrom,
        signal: AbortSignal.timeout(TRY_MS),
      })
      return { kind: 'sent' }
    } catch (error) {
      return outcomeOf(error instanceof Error ? error : new Error(String(error)), handedOver)
    } finally {
      transport.close()
    }
  }
}

/** The same bytes; tells when they are first asked for: nodemailer does when the server has said « go on » to DATA. */
function whenRead(input: Readable, tell: () => void): Readable {
  return Readable.from(
    (async function* () {
      tell()
      yield* input
    })(),
    { objectMode: false },
  )
}

function messageOf({ messageId, to, subject, text, html, calendar, headers }: OutgoingMail) {
  return {
    messageId: `<${messageId}>`,
    // As an object, so that nothing in it is read as a second address.
    to: { name: '', address: to },
    subject,
    text,
    ...(html === null ? {} : { html }),
    ...(calendar === null ? {} : { icalEvent: calendar }),
    // RFC 3834: absence notices and other robots leave it alone.
    headers: { ...headers, 'Auto-Submitted': 'auto-generated' },
  }
}

/**
 * A permanent refusal counts where it is about the recipient or the message; about the session, the password or the
 * sender it is the operator's to mend, and the message waits.
 */
function outcomeOf(error: NodemailerError, handedOver: boolean): SendOutcome {
  const { responseCode, response = '', permanent, command, code } = error
  if (responseCode !== undefined) {
    const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
    const reason = ['smtp', responseCode, enhanced].filter((part) => part !== undefined).join(' ')
    const aboutIt = command === 'RCPT TO' || command === 'DATA'
    return permanent === true && aboutIt
      ? { kind: 'refused', reason, ofRecipient: command === 'RCPT TO' && isOfAddress(enhanced) }
      : { kind: 'later', reason }
  }
  return {
    kind: handedOver ? 'unanswered' : 'later',
    reason: String(error.originalCode ?? code ?? 'unknown'),
  }
}

/** RFC 3463: 5.7 is about who sends and what the server allows, not about the address. */
function isOfAddress(enhanced: string | undefined): boolean {
  return enhanced === undefined || !enhanced.startsWith('5.7.')
}
