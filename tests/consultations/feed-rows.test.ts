import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Filter } from '../../src/consultations/filter.ts'
import { currentLists } from '../../src/consultations/lists.ts'
import { resolveFilter } from '../../src/consultations/matching.ts'
import {
  type CarriedBefore,
  changedConsultations,
  noticesMatching,
} from '../../src/consultations/feed-rows.ts'
import { notices } from '../../src/consultations/schema.ts'
import { anyOf } from '../../src/db/any-of.ts'
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

async function asked(filter: Filter) {
  const resolution = await resolveFilter(program.deps.db, filter, await currentLists(program.deps))
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
  const resolved = await asked({ q: 'voirie' })
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

test.each([
  ['a few', 5, 2],
  ['a month of fewer than a hundred, and what was before', 60, 60],
  ['the latest hundred, all of them old', 0, 120],
  ['nearly a month of a hundred', 100, 20],
])('what a feed carried goes on as though it were read anew: %s', async (name, recent, old) => {
  const { db } = program.deps
  const word = `Balayage${recent}x${old}`
  await program.say(
    'plateforme',
    Array.from({ length: recent + old }, (_, at) =>
      draft(`${word} ${at}`, { object: `${word} ${at}`, buyers: bought('Ville de Narbonne') }),
    ),
  )
  const rows = await db.execute<{ id: number }>(
    sql`select id from consultations where title like ${`${word}%`} order by id`,
  )
  const ids = rows.map(({ id }) => id)
  await db.execute(
    sql`update notices set feed_at = timestamptz '2026-09-01' + consultation_id * interval '1 minute'
      where ${anyOf(notices.consultationId, ids.slice(recent))}`,
  )
  const resolved = await asked({ q: word })
  const before = await noticesMatching(db, resolved, NOW)
  expect(before.length).toBe(Math.min(100, recent + old))
  const shown = before.map(({ consultationId }) => consultationId)
  const [first = 0, last = 0, middle = 0] = [shown[0], shown.at(-1), shown[shown.length >> 1]]
  const steps: [string, ReturnType<typeof sql>, number[]][] = [
    [
      'one leaves',
      sql`update notices set in_default_feed = false where consultation_id = ${middle}`,
      [middle],
    ],
    [
      'the newest becomes the oldest',
      sql`update notices set feed_at = '2026-08-01' where consultation_id = ${first}`,
      [first],
    ],
    [
      'the oldest becomes the newest',
      sql`update notices set feed_at = ${NOW.toISOString()} where consultation_id = ${last}`,
      [last],
    ],
  ]
  const left = ids.find((id) => !shown.includes(id))
  if (left)
    steps.push([
      'one stands where it stood while another comes in',
      sql`update notices set feed_at = ${LATER.toISOString()} where consultation_id = ${left}`,
      [shown.at(-3) ?? 0, left],
    ])
  let carried: CarriedBefore['rows'] = before
  for (const [what, change, changed] of steps) {
    await db.execute(change)
    const goneOn = await noticesMatching(db, resolved, LATER, 'all', {
      rows: carried,
      changed: new Set(changed),
    })
    expect([name, what, goneOn]).toEqual([name, what, await noticesMatching(db, resolved, LATER)])
    carried = goneOn
  }
})

test('of a feed that carries fewer than a hundred, too, only what has changed is read again', async () => {
  const { db } = program.deps
  await program.say(
    'plateforme',
    ['un', 'deux'].map((each) =>
      draft(`elagage ${each}`, { object: `Élagage ${each}`, buyers: bought('Ville de Narbonne') }),
    ),
  )
  const resolved = await asked({ q: 'élagage' })
  const rows = await noticesMatching(db, resolved, NOW)
  const [first, second] = rows.map(({ consultationId }) => consultationId)
  await db.execute(sql`update notices set in_default_feed = false
    where ${anyOf(notices.consultationId, [first ?? 0, second ?? 0])}`)
  const goneOn = await noticesMatching(db, resolved, LATER, 'all', {
    rows,
    changed: new Set([second ?? 0]),
  })
  expect(goneOn).toEqual(rows.slice(0, 1))
})
