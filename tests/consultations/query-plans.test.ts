import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { fillDatabase } from '../../src/commands/generate/fill-database.ts'
import { prepareDatabase } from '../../src/commands/prepare.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { testProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { testConfig } from '../support/directory.ts'
import { planned, type Planned } from '../support/query-plans.ts'

/** Tables that grow with every consultation. */
const GROWING =
  /Seq Scan on (?:consultations|consultation_buyers|lots|awards|notices|source_records|contracts|contract_records|contract_suppliers)\b/g

/**
 * Plans of few rows tell whether an index would do at all; those of many, with DEEP=1, what is really read: of so many
 * that the ten thousand which a board counts are a small part.
 */
const QUANTITY = process.env['DEEP']
  ? { consultations: 500_000, open: 2_000, seed: 1 }
  : { consultations: 600, open: 100, seed: 1 }

// Whole files of so many take minutes, the largest a quarter of an hour.
vi.setConfig({ testTimeout: process.env['DEEP'] ? 1_800_000 : 30_000 })

let database: OpenDatabase
let board: Planned

beforeAll(async () => {
  database = await openTestPostgres('ready')
  const now = new Date()
  // The prepared database has the directory that the generator brings along.
  await database.db.execute(sql`truncate partners cascade`)
  await prepareDatabase(database, testConfig(), now, () => {})
  await fillDatabase(database, QUANTITY, now, () => {})
  // A few hundred rows are read from end to end for less than an index costs: a million are not.
  const settings = process.env['DEEP'] ? [] : ['enable_seqscan = off']
  const program = await testProgram(database, now.toISOString())
  board = planned(program, { heard: /^\s*(?:select|with)\b/i, settings })
}, 1_800_000)
afterAll(() => database.close())

/** The plans of what an address reads, of those that read a growing table from end to end because no index would do. */
async function scansOf(path: string): Promise<string[]> {
  await board.plans()
  const answer = await board.ask(path)
  await answer.text()
  expect([path, answer.status < 500]).toEqual([path, true])
  const plans = await board.plans()
  return plans.filter((plan) => plan.match(GROWING)).map((plan) => `${path}\n${plan}`)
}

const PUBLIC = ROUTES.filter(
  ({ method, policy, path, example }) =>
    method === 'get' && policy === 'public' && (example !== undefined || !path.includes(':')),
).map(({ path, example }) => example ?? path)

const FILTERS = [
  'type=travaux',
  'metier=electricite',
  'lieu=narbonne',
  'lieu=narbonne&rayon=50',
  'montant-min=90000',
  'acheteur=narbonne',
  'lots=allotie',
  'visite=aucune',
  'procedure=adaptee',
  'q=voirie',
  'paru=7',
  'partenaires=oui',
  'reserve=non',
  'reserve=oui',
  'lots=non-allotie&precis=oui',
  'metier=electricite&q=voirie',
]
const STATES = ['toutes', 'attribuee', 'terminee', 'sans-suite', 'infructueuse']

/** One filter has one address: its words sorted. */
function addressOf(path: string, ...words: string[]): string {
  const query = words.filter((word) => word !== '').flatMap((word) => word.split('&'))
  return query.length === 0 ? path : `${path}?${query.toSorted().join('&')}`
}

describe('no growing table is read from end to end', () => {
  it.each(PUBLIC)('at %s', async (path) => {
    expect(await scansOf(path)).toEqual([])
  })

  it.each(['', ...FILTERS])('on the board of %s, in any state', async (filter) => {
    for (const state of ['', ...STATES.map((each) => `etat=${each}`)])
      expect(await scansOf(addressOf('/', filter, state))).toEqual([])
    expect(await scansOf(addressOf('/', filter, 'tri=parution'))).toEqual([])
  })

  it.each(['', ...FILTERS])('in feeds, calendars and tables of %s', async (filter) => {
    for (const path of ['/consultations.rss', '/consultations.ics', '/consultations.csv'])
      expect(await scansOf(addressOf(path, filter))).toEqual([])
    expect(await scansOf(addressOf('/consultations.rss', filter, 'vue=consultations'))).toEqual([])
  })

  it.each(['', 'metier=electricite', 'lieu=narbonne'])('in awards of %s', async (filter) => {
    for (const path of ['/attributions', '/attributions.rss'])
      expect(await scansOf(addressOf(path, filter))).toEqual([])
  })

  it.each([
    ['reserve=oui', 'lots_reserved'],
    ['partenaires=oui', 'consultations_signatories'],
  ])('and what is rare is where the search for %s begins', async (filter, index) => {
    for (const state of STATES.slice(0, 2)) {
      await board.plans()
      expect((await board.ask(addressOf('/', filter, `etat=${state}`))).status).toBe(200)
      expect([state, (await board.plans()).join('\n')]).toEqual([
        state,
        expect.stringContaining(index),
      ])
    }
  })

  it('on the page of a consultation', async () => {
    const [row] = await database.sql<{ path: string }[]>`
      select '/consultations/' || reference || '-' || slug as path from consultations
      where status = 'awarded' order by id desc limit 1`
    expect((await board.ask(row?.path ?? '')).status).toBe(200)
    expect(await scansOf(row?.path ?? '')).toEqual([])
    expect(await scansOf(`${row?.path}.ics`)).toEqual([])
  })
})
