import { expect, it } from 'vitest'
import { recordAudit } from '../../src/audit/record.ts'
import { auditLog } from '../../src/audit/schema.ts'
import { describeOnBothDatabases } from '../support/databases.ts'

describeOnBothDatabases('the audit log', (database) => {
  it('says who did what, for whom, with the facts before and after as JSON', async () => {
    const entry = {
      at: new Date('2026-03-05T09:30:00.000Z'),
      actor: 'command:sources add',
      partnerId: 3,
      action: 'source.add',
      subject: 'source:12',
      before: { active: false },
      after: { active: true, kinds: ['rss', "l'été"] },
    }
    await database().transaction((tx) => recordAudit(tx, entry))
    expect(await database().select().from(auditLog)).toMatchObject([entry])
    const [row] = await database().execute<{ type: string }>(
      'select jsonb_typeof("after") as type from audit_log',
    )
    expect(row?.type).toBe('object')
  })

  it('keeps nothing of a write that did not happen', async () => {
    const before = await database().$count(auditLog)
    const write = database().transaction(async (tx) => {
      const at = new Date('2026-03-05T09:30:00.000Z')
      await recordAudit(tx, { at, actor: 'poller', action: 'source.add', subject: 'source:13' })
      throw new Error('the write failed')
    })
    await expect(write).rejects.toThrow('the write failed')
    expect(await database().$count(auditLog)).toBe(before)
  })
})
