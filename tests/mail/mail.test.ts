import { asc, eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Db } from '../../src/db/db.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { tick } from '../../src/jobs/tick.ts'
import { type Message, queueMail } from '../../src/mail/queue-mail.ts'
import { outbox } from '../../src/mail/schema.ts'
import { MAIL_JOB, mailJob } from '../../src/mail/send-job.ts'
import type { SendMail } from '../../src/mail/send.ts'
import { createSmtpSender } from '../../src/runtime/node/mail.ts'
import { describeOnBothDatabases, emptyTables } from '../support/databases.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'

const mailFrom = { name: 'Guichet', address: 'guichet@guichet.example' }
const message: Message = {
  key: 'invitation:1',
  to: 'camille@ville.example',
  subject: 'Votre accès à Guichet – l’été',
  text: 'Ouvrez https://guichet.example/lien/secret avant ce soir.\nÀ bientôt',
}

describeOnBothDatabases('mail', (database) => {
  let server: MailServer
  let now: Date
  const logged: unknown[] = []

  beforeAll(async () => {
    server = await startMailServer()
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    now = new Date('2026-11-21T09:00:00Z')
    logged.length = 0
    server.taken.length = 0
    server.aboutRecipient = () => null
    server.aboutMessage = () => null
    await emptyTables(database())
  })

  const config = () => ({ smtpUrl: server.url, mailFrom })
  const queue = (more: Partial<Message> = {}) =>
    database().transaction((tx) =>
      queueMail(tx, { ...message, ...more }, { config: config(), now }),
    )
  const smtp = (): SendMail => {
    const send = createSmtpSender(config())
    if (!send) throw new Error('there is a server')
    return send
  }
  const deps = () => ({
    db: database(),
    now: () => now,
    log: (event: string, fields?: object) => void logged.push({ event, ...fields }),
  })
  /** One more process that does what is due. */
  const send = (by: SendMail = smtp()) => tick(deps(), { [MAIL_JOB]: mailJob(deps(), by) })
  /** The time has come for every job, and every lease has run out. */
  const makeDue = () =>
    database().execute(
      sql`update jobs set run_at = now(), leased_until = now() - interval '1 second'`,
    )
  const rows = () => database().select().from(outbox).orderBy(asc(outbox.id))
  const row = async () => {
    const [first] = await rows()
    if (!first) throw new Error('the outbox is empty')
    return first
  }

  it('goes out as it was written, from the instance’s address, and is then erased', async () => {
    const calendar = {
      method: 'REQUEST' as const,
      content: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n',
    }
    const headers = { 'List-Unsubscribe': '<https://guichet.example/desabonnement>' }
    expect(await queue({ html: '<p>Été</p>', calendar, headers })).toEqual({
      ok: true,
      repeated: false,
    })
    const { messageId } = await row()
    await send()
    expect(server.taken).toHaveLength(1)
    const [{ to, raw } = { to: [], raw: '' }] = server.taken
    expect(to).toEqual(['camille@ville.example'])
    expect(raw).toContain('From: Guichet <guichet@guichet.example>')
    expect(raw).toContain('To: camille@ville.example')
    expect(raw).toMatch(/^Subject: =\?UTF-8\?/m)
    expect(raw).toContain(`Message-ID: <${messageId}>`)
    expect(raw).toContain('Auto-Submitted: auto-generated')
    expect(raw).toContain('List-Unsubscribe: <https://guichet.example/desabonnement>')
    expect(raw).toMatch(/text\/calendar; charset=utf-8; method=REQUEST/i)
    expect(raw).toMatch(/text\/html/)
    const { subject, text, html, calendar: kept, headers: left } = await row()
    expect({ subject, text, html, kept, left }).toEqual({
      subject: null,
      text: null,
      html: null,
      kept: null,
      left: {},
    })
    expect(await row()).toMatchObject({ sentAt: now, recipient: 'camille@ville.example' })
    expect(logged).toEqual([])
  })

  it('forgets whom it went to a month later, and never sends the same thing again', async () => {
    await queue()
    await send()
    const [job] = await database()
      .select({ days: sql<number>`round(extract(epoch from run_at - now()) / 86400)::int` })
      .from(jobs)
    expect(job?.days).toBe(30)
    await makeDue()
    await send()
    expect((await row()).recipient).toBeNull()
    expect(await database().select().from(jobs)).toEqual([])
    expect(await queue()).toEqual({ ok: true, repeated: true })
    await send()
    expect(server.taken).toHaveLength(1)
  })

  it('is not sent when the transaction that queued it fails', async () => {
    await expect(
      database().transaction(async (tx) => {
        await queueMail(tx, message, { config: config(), now })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await send()
    expect(server.taken).toEqual([])
    expect(await rows()).toEqual([])
  })

  it('is not queued where the operator named no server', async () => {
    const off = { config: { smtpUrl: '', mailFrom: null }, now }
    expect(await database().transaction((tx) => queueMail(tx, message, off))).toEqual({
      ok: false,
      problem: 'off',
    })
    expect(await rows()).toEqual([])
    expect(createSmtpSender(off.config)).toBeUndefined()
  })

  it.each<[string, Partial<Message>, string]>([
    ['a second header in the address', { to: 'a@b.example\r\nBcc: c@d.example' }, 'to'],
    ['two addresses', { to: 'a@b.example, c@d.example' }, 'to'],
    ['a name', { to: 'Camille <a@b.example>' }, 'to'],
    ['a line end in the subject', { subject: 'Bonjour\nBcc: c@d.example' }, 'subject'],
    ['a Unicode line separator in the subject', { subject: 'Bonjour\u2028x' }, 'subject'],
    ['a subject without end', { subject: 'a'.repeat(251) }, 'subject'],
    ['a line end in a header', { headers: { 'List-Id': 'a\r\nBcc: c@d.example' } }, 'headers'],
    ['a header of two', { headers: { 'X-A: b\r\nBcc': 'c@d.example' } }, 'headers'],
    ['a header that is the program’s own', { headers: { bcc: 'c@d.example' } }, 'headers'],
  ])('refuses %s', async (_name, more, problem) => {
    expect(await queue(more)).toEqual({ ok: false, problem })
    expect(await rows()).toEqual([])
  })

  it('is tried again where the server cannot take it now, and then goes out once', async () => {
    await queue()
    server.aboutRecipient = (address) => ({ code: 451, text: `4.7.1 Greylisted ${address}` })
    await send()
    await send()
    expect(await row()).toMatchObject({ attempts: 1, unanswered: 0, lastFailure: 'smtp 451 4.7.1' })
    server.aboutRecipient = () => null
    await makeDue()
    await send()
    expect(server.taken).toHaveLength(1)
    expect(await row()).toMatchObject({ attempts: 2, sentAt: now, lastFailure: null })
  })

  it('is given up at once where the server says never, with its code and no name in the log', async () => {
    await queue()
    server.aboutRecipient = (address) => ({ code: 550, text: `5.1.1 Unknown: ${address}` })
    await send()
    await makeDue()
    await send()
    expect(await row()).toMatchObject({
      attempts: 1,
      sentAt: null,
      givenUpAt: now,
      lastFailure: 'smtp 550 5.1.1',
      text: null,
    })
    expect(logged).toEqual([
      { event: 'mail.given-up', id: (await row()).id, attempts: 1, reason: 'smtp 550 5.1.1' },
    ])
    expect(JSON.stringify(logged)).not.toContain('camille')
  })

  it('is given up where the server refuses what it says', async () => {
    await queue()
    server.aboutMessage = () => ({ code: 554, text: '5.6.0 No' })
    await send()
    expect(await row()).toMatchObject({ givenUpAt: now, lastFailure: 'smtp 554 5.6.0' })
  })

  it('is given up after five days of trying', async () => {
    await queue()
    server.aboutRecipient = () => ({ code: 452, text: '4.2.2 Full' })
    await send()
    now = new Date('2026-11-26T08:00:00Z')
    await makeDue()
    await send()
    expect(await row()).toMatchObject({ attempts: 2, givenUpAt: null })
    now = new Date('2026-11-26T10:00:00Z')
    await makeDue()
    await send()
    expect(await row()).toMatchObject({
      attempts: 3,
      givenUpAt: now,
      lastFailure: 'smtp 452 4.2.2',
    })
  })

  it('that has become useless is not sent', async () => {
    await queue({ expiresAt: new Date('2026-11-21T09:15:00Z') })
    now = new Date('2026-11-21T09:15:00Z')
    await send()
    expect(server.taken).toEqual([])
    expect(await row()).toMatchObject({ givenUpAt: now, lastFailure: 'expired', text: null })
  })

  it('waits for the operator to mend a wrong password or a server that is away', async () => {
    const guarded = await startMailServer({ user: 'guichet', pass: 'juste' })
    try {
      await queue()
      const wrong = createSmtpSender({ smtpUrl: guarded.url.replace('juste', 'faux'), mailFrom })
      await send(wrong)
      expect(await row()).toMatchObject({ givenUpAt: null, lastFailure: 'smtp 535 5.7.8' })
      await makeDue()
      await send(createSmtpSender({ smtpUrl: 'smtp://127.0.0.1:1', mailFrom }))
      expect(await row()).toMatchObject({
        givenUpAt: null,
        unanswered: 0,
        lastFailure: 'ECONNREFUSED',
      })
      await makeDue()
      await send(createSmtpSender({ smtpUrl: guarded.url, mailFrom }))
      expect(guarded.taken).toHaveLength(1)
    } finally {
      await guarded.close()
    }
  })

  it('whose sender died before saying so goes out once more with the same Message-ID, never a third time', async () => {
    await queue()
    const { messageId } = await row()
    for (let process = 1; process <= 4; process++) {
      await sendAndDie(database(), smtp())
      await makeDue()
    }
    await send()
    expect(server.taken).toHaveLength(2)
    for (const { raw } of server.taken) expect(raw).toContain(`Message-ID: <${messageId}>`)
    expect(await row()).toMatchObject({ sentAt: null, givenUpAt: now, lastFailure: 'unanswered' })
  })

  it('whose sender died once is sent by the next', async () => {
    await queue()
    await sendAndDie(database(), smtp())
    await makeDue()
    await send()
    expect(server.taken).toHaveLength(2)
    expect(new Set(server.taken.map(({ raw }) => /^Message-ID: .*$/m.exec(raw)?.[0])).size).toBe(1)
    expect(await row()).toMatchObject({ sentAt: now })
  })

  it('that was handed over without an answer may be on its way: it is counted so', async () => {
    await queue()
    server.aboutMessage = () => {
      server.cut()
      return new Promise(() => {})
    }
    await send()
    expect(await row()).toMatchObject({ attempts: 1, unanswered: 1, sentAt: null })
  })

  it('goes out once each when four processes send at the same time', async () => {
    for (let n = 0; n < 20; n++) await queue({ key: `avis:${n}`, to: `agent${n}@ville.example` })
    await Promise.all(Array.from({ length: 4 }, () => send()))
    expect(server.taken.map(({ to }) => to[0]).sort()).toEqual(
      Array.from({ length: 20 }, (_, n) => `agent${n}@ville.example`).sort(),
    )
  })

  afterEach(() => {
    // Whatever happened, no log line names anybody.
    expect(JSON.stringify(logged)).not.toMatch(/@/)
  })

  /** A process that is killed once the server has the message: its job and its row stay as they were then. */
  async function sendAndDie(db: Db, by: SendMail): Promise<void> {
    const sent = Promise.withResolvers<void>()
    const dying: SendMail = async (mail) => {
      await by(mail)
      sent.resolve()
      return new Promise(() => {})
    }
    const job = await db.select().from(jobs).where(eq(jobs.kind, MAIL_JOB))
    const handler = mailJob(deps(), dying)
    const [{ kind, key, payload } = { kind: '', key: '', payload: {} }] = job
    const ended = handler({ kind, key, payload, attempt: 1 }).then(() => sent.resolve())
    void ended
    await sent.promise
  }
})
