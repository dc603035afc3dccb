import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { currentLists } from '../../src/consultations/lists.ts'
import { resolveFilter } from '../../src/consultations/matching.ts'
import {
  type CarriedBefore,
  changedConsultations,
  noticesMatching,
} from '../../src/consultations/feed-rows.ts'
import { bought, draft, type TestProgram, testProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'

const NOW = new Date('2026-11-21T09:00:00Z')
const LATER = new Date('2026-11-21T09:05:00Z')
const TWO_MINUTES_LEFT = '2026-10-22T09:02:00Z'

let program: TestProgram
let close: () => Promise<void>

beforeAll(async () => {
  const database = await openTestPostgres('ready')
  close = database.close
  program = await testProgram(database, NOW.toISOString())
})
afterAll(() => close())

async function everything() {
  const resolution = await resolveFilter(program.deps.db, {}, await currentLists(program.deps))
  if (!resolution.ok) throw new Error('no such filter')
  return resolution.resolved
}

test('what a feed carried goes on, but for what has changed and what is older than thirty days now', async () => {
  const { db } = program.deps
  await program.say(
    'plateforme',
    Array.from({ length: 113 }, (_, at) =>
      draft(`Voirie ${at}`, { object: `Voirie ${at}`, buyers: bought('Ville de Narbonne') }),
    ),
  )
  await db.execute(sql`update notices set feed_at = ${TWO_MINUTES_LEFT} where id % 40 = 0`)
  await db.execute(
    sql`update consultations set last_change_at = ${TWO_MINUTES_LEFT} where id % 40 = 0`,
  )
  const resolved = await everything()
  const feeds = [
    (now: Date, before?: CarriedBefore) => noticesMatching(db, resolved, now, 'all', before),
    (now: Date, before?: CarriedBefore) => changedConsultations(db, resolved, now, before),
  ]
  for (const rowsAt of feeds) {
    const rows = await rowsAt(NOW)
    const anew = await rowsAt(LATER)
    expect([rows.length, anew.length]).toEqual([113, 111])
    const changed = new Set(rows.slice(3, 5).map(({ consultationId }) => consultationId))
    expect(await rowsAt(LATER, { rows, changed })).toEqual(anew)
  }
})
