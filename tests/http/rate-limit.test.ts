import fc from 'fast-check'
import { sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { countTowards, forgetEndedWindows, RATE_LIMITS } from '../../src/http/rate-limit.ts'
import { rateLimits } from '../../src/http/schema.ts'
import { describeOnBothDatabases, emptyTables } from '../support/databases.ts'

const { most, seconds } = RATE_LIMITS['sign-in']

describeOnBothDatabases('rate limits', (database, engine) => {
  beforeEach(() => emptyTables(database()))

  const ask = (key = '192.0.2.7') => countTowards(database(), 'sign-in', key)
  const endWindows = () =>
    database().execute(sql`update rate_limits set ends_at = now() - interval '1 second'`)

  it('let so many through in a window, then tell when to come back', async () => {
    for (let n = 0; n < most; n++) expect(await ask()).toBeNull()
    const overrun = await ask()
    expect(overrun?.retryAfterSeconds).toBeGreaterThan(seconds - 60)
    expect(overrun?.retryAfterSeconds).toBeLessThanOrEqual(seconds)
    await endWindows()
    expect(await ask()).toBeNull()
  })

  it('count each one apart, and each purpose', async () => {
    for (let n = 0; n <= most; n++) await ask()
    expect(await ask('192.0.2.8')).toBeNull()
    expect(await countTowards(database(), 'write', '192.0.2.7')).toBeNull()
    expect(await ask()).not.toBeNull()
  })

  it('keep no address, and forget everything once the window has ended', async () => {
    await ask()
    const [row] = await database().select().from(rateLimits)
    expect(row?.key).toMatch(/^[0-9a-f]{64}$/)
    await forgetEndedWindows(database())
    expect(await database().select().from(rateLimits)).toHaveLength(1)
    await endWindows()
    await forgetEndedWindows(database())
    expect(await database().select().from(rateLimits)).toEqual([])
  })

  it('never let more through than the limit, however many ask at the same time', async () => {
    const numRuns = engine === 'PostgreSQL' ? 8 : 3
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 200 }),
        async (askers) => {
          await emptyTables(database())
          const answers = await Promise.all(askers.map((asker) => ask(`agent:${asker}`)))
          for (const asker of new Set(askers)) {
            const through = askers.filter((who, at) => who === asker && answers[at] === null)
            const asked = askers.filter((who) => who === asker)
            expect(through).toHaveLength(Math.min(most, asked.length))
          }
        },
      ),
      { numRuns },
    )
  })
})
