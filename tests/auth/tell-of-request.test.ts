import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { accessRequests, agents, memberships } from '../../src/auth/schema.ts'
import { tellOfRequest } from '../../src/auth/tell-of-request.ts'
import { readConfig } from '../../src/config.ts'
import { outbox } from '../../src/mail/schema.ts'
import { partners } from '../../src/partners/schema.ts'
import { accessRequestMail } from '../../views/mail/access-request.ts'
import { signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()

describe('an agent who waits for a role', () => {
  it('is told of to the administrators of the partner and of the guichet, each once', async () => {
    const { db, now } = program.deps
    const { agentId } = await signIn(program, 'nobody')
    await signIn(program, 'administrator')
    await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
    await signIn(program, { role: 'publisher', partner: 'narbonne' })
    await signIn(program, { role: 'partner-administrator', partner: 'carcassonne' })
    const former = await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
    await db
      .update(memberships)
      .set({ endedAt: now() })
      .where(eq(memberships.agentId, former.agentId))
    const out = await signIn(program, 'administrator')
    await db.update(agents).set({ disabledAt: now() }).where(eq(agents.id, out.agentId))
    const read = readConfig({
      BASE_URL: 'https://guichet.example',
      SMTP_URL: 'smtp://localhost:2525',
      MAIL_FROM: 'guichet@guichet.example',
    })
    if (!read.ok) throw new Error(read.problems.join())
    const [narbonne] = await db.select().from(partners).where(eq(partners.slug, 'narbonne'))
    const [asked] = await db
      .insert(accessRequests)
      .values({ agentId, partnerId: narbonne?.id ?? 0, askedAt: now() })
      .returning()
    if (!asked) throw new Error('not asked')
    const telling = { config: read.config, now: now(), mailOf: accessRequestMail }
    await db.transaction((tx) => tellOfRequest(tx, asked, telling))
    await db.transaction((tx) => tellOfRequest(tx, asked, telling))
    const sent = await db.select({ to: outbox.recipient, text: outbox.text }).from(outbox)
    expect(sent.map(({ to }) => to?.split('.').slice(0, 2).join('.')).toSorted()).toEqual([
      expect.stringMatching(/^administrator/),
      'partner-administrator.narbonne',
    ])
    expect(sent[0]?.text).toContain('https://guichet.example/espace/narbonne/equipe')
  })
})
