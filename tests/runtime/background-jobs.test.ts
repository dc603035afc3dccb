import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { countTowards } from '../../src/http/rate-limit.ts'
import { rateLimits } from '../../src/http/schema.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { tick } from '../../src/jobs/tick.ts'
import { queueMail } from '../../src/mail/queue-mail.ts'
import { outbox } from '../../src/mail/schema.ts'
import type { OutgoingMail } from '../../src/mail/send.ts'
import { backgroundJobs, beginRecurring } from '../../src/runtime/background-jobs.ts'
import { useProgram } from '../support/use-program.ts'

describe('what a process does in the background', () => {
  const program = useProgram('2026-11-21T09:00:00Z')

  beforeEach(() => program.deps.db.delete(jobs))

  const queue = (key: string) =>
    program.deps.db.transaction((tx) =>
      queueMail(
        tx,
        { key, to: 'agent@ville.example', subject: 'Bonjour', text: 'Bonjour' },
        {
          config: {
            smtpUrl: 'smtp://127.0.0.1',
            mailFrom: { name: '', address: 'guichet@guichet.example' },
          },
          now: program.clock.now,
        },
      ),
    )

  it('is to send mail where it can, and to leave it to others where it cannot', async () => {
    await queue('a')
    await tick(program.deps, backgroundJobs(program.deps))
    expect(await program.deps.db.select().from(outbox)).toMatchObject([
      { sentAt: null, attempts: 0 },
    ])
    const sent: OutgoingMail[] = []
    const deps = {
      ...program.deps,
      mail: async (mail: OutgoingMail) => {
        sent.push(mail)
        return { kind: 'sent' as const }
      },
    }
    await tick(deps, backgroundJobs(deps))
    expect(sent.map(({ to }) => to)).toEqual(['agent@ville.example'])
  })

  it('is to forget who was counted, again and again', async () => {
    await countTowards(program.deps.db, 'write', '192.0.2.1')
    await program.deps.db.execute(sql`update rate_limits set ends_at = now()`)
    await beginRecurring(program.deps)
    await beginRecurring(program.deps)
    await tick(program.deps, backgroundJobs(program.deps))
    expect(await program.deps.db.select().from(rateLimits)).toEqual([])
    const waiting = await program.deps.db.select({ kind: jobs.kind }).from(jobs)
    expect(waiting.filter(({ kind }) => kind === 'cleaning')).toHaveLength(1)
  })
})
